#include "ui/panels/panel.h"

#include "widgets/number_format.h"

#include <algorithm>

namespace ballast {

Panel::Panel(const QString& id, const QString& title, Selection* selection, QWidget* parent)
    : QWidget(parent), m_title(title), m_selection(selection)
{
    setObjectName(id);
    setAccessibleName(title);
    setAutoFillBackground(true);
    connect(selection, &Selection::changed, this, &Panel::refreshSoon);
}

void Panel::showPicture(const DeskPicturePtr& picture)
{
    if (picture == m_picture)
        return;
    m_picture = picture;
    showAge();
    refreshSoon();
}

void Panel::showFeedAge(std::optional<Milliseconds> staleFor)
{
    m_feedStaleFor = staleFor;
    showAge();
}

void Panel::greyWhenStale()
{
    m_veil = new StaleVeil(this);
    setGraphicsEffect(m_veil);
    connect(m_selection, &Selection::changed, this, &Panel::showAge);
}

// The feed's age where it stands still, else that of the underlying's own quotes.
void Panel::showAge()
{
    if (!m_veil)
        return;
    const UnderlyingPicture* const shown = underlying();
    const auto staleFor = m_feedStaleFor ? m_feedStaleFor : shown ? shown->staleFor : std::nullopt;
    m_veil->setEnabled(staleFor.has_value());
    const QString age = staleFor ? tr("stale, %1 old").arg(formatAge(*staleFor)) : QString();
    if (age == m_age)
        return;
    m_age = age;
    Q_EMIT subLineChanged(subLine());
}

QString Panel::subLine() const
{
    return m_age.isEmpty() || m_subLine.isEmpty() ? m_age + m_subLine : m_age + QStringLiteral("; ") + m_subLine;
}

void Panel::refreshSoon()
{
    m_dirty = !isVisible();
    if (!m_dirty)
        refresh();
}

void Panel::setTitle(const QString& title)
{
    if (title == m_title)
        return;
    m_title = title;
    Q_EMIT titleChanged(title);
}

void Panel::setSubLine(const QString& subLine)
{
    if (subLine == m_subLine)
        return;
    m_subLine = subLine;
    Q_EMIT subLineChanged(this->subLine());
}

void Panel::addHeaderWidget(QWidget* widget)
{
    m_headerWidgets << widget;
}

const UnderlyingPicture* Panel::underlying() const
{
    return m_picture ? m_picture->of(m_selection->underlying()) : nullptr;
}

const ChainView* Panel::chain() const
{
    constexpr double usualDays = 14.0;
    const UnderlyingPicture* const shown = underlying();
    if (!shown || shown->chains.empty())
        return nullptr;
    auto chosen = shown->chains.end();
    if (m_selection->expiry())
        chosen = std::ranges::find(shown->chains, *m_selection->expiry(), &ChainView::expiry);
    if (chosen == shown->chains.end())
        chosen = std::ranges::find_if(shown->chains, [](const ChainView& chain) { return chain.days > usualDays; });
    return chosen == shown->chains.end() ? &shown->chains.back() : &*chosen;
}

const VolSurface* Panel::surface() const
{
    const UnderlyingPicture* const shown = underlying();
    return shown && shown->surface && !shown->surface->empty() ? shown->surface.get() : nullptr;
}

const SurfaceSamples* Panel::samples() const
{
    return surface() ? underlying()->samples.get() : nullptr;
}

QString Panel::whyNoSurface() const
{
    if (!m_picture || surface())
        return {};
    const UnderlyingPicture* const shown = underlying();
    if (!shown || shown->surfaceError.empty())
        return tr("This market has no options of %1 to fit a surface to.")
            .arg(QString::fromStdString(m_selection->underlying()));
    return tr("No surface: %1").arg(QString::fromStdString(shown->surfaceError));
}

const SurfaceChange* Panel::change() const
{
    const UnderlyingPicture* const shown = underlying();
    return shown && shown->change ? &*shown->change : nullptr;
}

void Panel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_dirty, false))
        return;
    refresh();
}

} // namespace ballast

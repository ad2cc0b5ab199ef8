#include "widgets/panel_header.h"

#include "widgets/icons.h"
#include "widgets/paint_kit.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace ballast {

namespace {

constexpr int headerHeight = 28;

} // namespace

PanelHeader::PanelHeader(const QString& title, const QString& subLine, QWidget* parent)
    : QWidget(parent),
      m_title(new QLabel(title)),
      m_subLine(new QLabel),
      m_slot(new QHBoxLayout),
      m_fullSubLine(subLine)
{
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(12, 0, 8, 0);
    row->setSpacing(0);
    setTone(*m_title, QStringLiteral("title"));
    setTone(*m_subLine, QStringLiteral("muted"));
    m_subLine->setFont(uiFont(FontSize::Unit));
    m_subLine->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    row->addWidget(m_title);
    row->addSpacing(10);
    row->addWidget(m_subLine, 1);
    row->addSpacing(8);
    m_slot->setSpacing(8);
    row->addLayout(m_slot);
    setFixedHeight(headerHeight);
    elideSubLine();
}

void PanelHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PanelHeader::setSubLine(const QString& subLine)
{
    if (subLine == m_fullSubLine)
        return;
    m_fullSubLine = subLine;
    elideSubLine();
}

QString PanelHeader::title() const
{
    return m_title->text();
}

QString PanelHeader::subLine() const
{
    return m_fullSubLine;
}

void PanelHeader::addWidget(QWidget* widget)
{
    m_slot->insertWidget(m_more ? m_slot->count() - 1 : m_slot->count(), widget, 0, Qt::AlignVCenter);
}

QToolButton* PanelHeader::moreButton()
{
    if (!m_more) {
        m_more = new QToolButton;
        m_more->setIcon(themedIcon(IconName::More));
        m_more->setIconSize({14, 14});
        m_more->setFixedSize(22, 20);
        m_more->setPopupMode(QToolButton::InstantPopup);
        m_more->setAccessibleName(tr("More about %1").arg(title()));
        m_more->setToolTip(tr("More"));
        m_more->setFocusPolicy(Qt::TabFocus);
        m_slot->addWidget(m_more, 0, Qt::AlignVCenter);
    }
    return m_more;
}

void PanelHeader::setFocused(bool focused)
{
    if (m_focused == focused)
        return;
    m_focused = focused;
    update();
}

void PanelHeader::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    update();
}

QSize PanelHeader::sizeHint() const
{
    return {QWidget::sizeHint().width(), headerHeight};
}

QSize PanelHeader::minimumSizeHint() const
{
    return {80, headerHeight};
}

void PanelHeader::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::of(this);
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    if (m_busy)
        painter.fillRect(QRect(0, height() - 2, width(), 2), theme.series);
    if (m_focused)
        painter.fillRect(QRect(m_title->x(), height() - 2, m_title->width(), 2), theme.accent);
}

void PanelHeader::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    elideSubLine();
}

void PanelHeader::elideSubLine()
{
    if (layout())
        layout()->activate();
    const QString shown = m_subLine->fontMetrics().elidedText(m_fullSubLine, Qt::ElideRight, m_subLine->width());
    m_subLine->setText(shown.size() > 3 || shown == m_fullSubLine ? shown : QString());
    m_subLine->setToolTip(shown == m_fullSubLine ? QString() : m_fullSubLine);
}

} // namespace ballast

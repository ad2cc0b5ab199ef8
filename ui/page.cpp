#include "ui/page.h"

#include "ui/panels/panel.h"

#include <QApplication>
#include <QMenu>
#include <QResizeEvent>
#include <QTabBar>

namespace ballast {

namespace {

constexpr int layoutVersion = 1;
constexpr std::chrono::milliseconds changeSettles{300};
constexpr int wideFrom = 1600;
constexpr int middleFrom = 1280;

} // namespace

Page::Page(const QString& id, const QString& title, QWidget* parent) : QMainWindow(parent), m_title(title)
{
    setObjectName(id);
    setWindowFlags(Qt::Widget);
    setAccessibleName(title);
    setDockNestingEnabled(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    m_changedSoon.setSingleShot(true);
    m_changedSoon.setInterval(changeSettles);
    connect(&m_changedSoon, &QTimer::timeout, this, &Page::layoutChanged);
}

DockPanel* Page::add(Panel* panel)
{
    auto* const dock = new DockPanel(id() + QLatin1Char('.') + panel->id(), panel->title(), panel->subLine(), this);
    dock->setWidget(panel);
    connect(panel, &Panel::titleChanged, dock, &DockPanel::setTitle);
    connect(panel, &Panel::subLineChanged, dock, &DockPanel::setSubLine);
    for (QWidget* const widget : panel->headerWidgets())
        dock->addHeaderWidget(widget);
    if (!panel->moreActions().isEmpty())
        dock->moreMenu()->addActions(panel->moreActions());
    dock->installEventFilter(this);
    connect(dock, &QDockWidget::dockLocationChanged, this, &Page::markCustomised);
    connect(dock, &QDockWidget::topLevelChanged, this, &Page::markCustomised);
    m_docks << dock;
    m_panels << panel;
    return dock;
}

void Page::setArrangement(std::function<void(Page&, PageWidth)> arrange)
{
    m_arrange = std::move(arrange);
    rearrange();
}

void Page::share(Qt::Orientation orientation, const QList<DockPanel*>& docks, const QList<int>& pixels)
{
    m_shares << Shares{orientation, docks, pixels};
}

void Page::keepInFront(DockPanel* dock)
{
    m_front << dock;
}

QByteArray Page::saveLayout() const
{
    if (!m_restoredUnseen.isEmpty())
        return m_restoredUnseen;
    return m_customised ? saveState(layoutVersion) : QByteArray();
}

bool Page::restoreLayout(const QByteArray& layout)
{
    if (layout.isEmpty())
        return true;
    m_arranging = true;
    const bool restored = restoreState(layout, layoutVersion);
    m_arranging = false;
    m_customised = m_customised || restored;
    m_restoredUnseen = restored && !isVisible() ? layout : QByteArray();
    return restored;
}

void Page::resetLayout()
{
    m_customised = false;
    m_restoredUnseen.clear();
    rearrange();
    applyShares();
    Q_EMIT layoutChanged();
}

void Page::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    if (m_customised)
        return;
    if (m_arrangedFor != widthClass())
        rearrange();
    applyShares();
}

void Page::showEvent(QShowEvent* event)
{
    QMainWindow::showEvent(event);
    if (!m_restoredUnseen.isEmpty())
        restoreLayout(std::exchange(m_restoredUnseen, {}));
    if (!m_customised)
        applyShares();
}

// Tab bars of docks come and go with the layout.
void Page::childEvent(QChildEvent* event)
{
    QMainWindow::childEvent(event);
    if (auto* const tabs = qobject_cast<QTabBar*>(event->child()))
        tabs->setAccessibleName(tr("Panels behind each other"));
}

// A dock that changes its size under a pressed button was dragged by the trader.
bool Page::eventFilter(QObject* watched, QEvent* event)
{
    const bool dragged = event->type() == QEvent::Resize && QApplication::mouseButtons().testFlag(Qt::LeftButton);
    const bool closed = event->type() == QEvent::Close;
    if (dragged || closed)
        markCustomised();
    return QMainWindow::eventFilter(watched, event);
}

PageWidth Page::widthClass() const
{
    if (width() >= wideFrom)
        return PageWidth::Wide;
    return width() >= middleFrom ? PageWidth::Middle : PageWidth::Narrow;
}

void Page::rearrange()
{
    if (!m_arrange)
        return;
    m_arranging = true;
    m_shares.clear();
    m_front.clear();
    for (DockPanel* const dock : m_docks) {
        dock->setFloating(false);
        removeDockWidget(dock);
    }
    m_arrangedFor = widthClass();
    m_arrange(*this, *m_arrangedFor);
    for (DockPanel* const dock : m_docks)
        dock->show();
    for (DockPanel* const dock : m_front) // showing a dock may bring it to the front of its tabs
        dock->raise();
    m_arranging = false;
}

void Page::applyShares()
{
    m_arranging = true;
    for (const Shares& shares : m_shares)
        resizeDocks(shares.docks.isEmpty() ? QList<QDockWidget*>{}
                                           : QList<QDockWidget*>(shares.docks.begin(), shares.docks.end()),
                    shares.pixels, shares.orientation);
    m_arranging = false;
}

void Page::markCustomised()
{
    if (m_arranging || !isVisible())
        return;
    m_customised = true;
    m_changedSoon.start();
}

} // namespace ballast

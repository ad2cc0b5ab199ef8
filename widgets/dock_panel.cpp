#include "widgets/dock_panel.h"

#include "widgets/panel_header.h"

#include <QApplication>
#include <QMenu>
#include <QToolButton>

namespace ballast {

namespace {

// Tabs and menus take a single ampersand for a mnemonic.
QString literal(QString title)
{
    return title.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

DockPanel::DockPanel(const QString& id, const QString& title, const QString& subLine, QWidget* parent)
    : QDockWidget(literal(title), parent), m_header(new PanelHeader(title, subLine, this))
{
    setObjectName(id);
    setTitleBarWidget(m_header);
    setFeatures(DockWidgetMovable | DockWidgetClosable | DockWidgetFloatable);
    setAccessibleName(title);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget*, QWidget* now) { m_header->setFocused(now && isAncestorOf(now)); });
}

void DockPanel::setTitle(const QString& title)
{
    setWindowTitle(literal(title));
    setAccessibleName(title);
    m_header->setTitle(title);
}

void DockPanel::setSubLine(const QString& subLine)
{
    m_header->setSubLine(subLine);
}

QString DockPanel::subLine() const
{
    return m_header->subLine();
}

void DockPanel::addHeaderWidget(QWidget* widget)
{
    m_header->addWidget(widget);
}

QMenu* DockPanel::moreMenu()
{
    if (!m_menu) {
        m_menu = new QMenu(this);
        m_header->moreButton()->setMenu(m_menu);
    }
    return m_menu;
}

void DockPanel::setBusy(bool busy)
{
    m_header->setBusy(busy);
}

bool DockPanel::isBusy() const
{
    return m_header->isBusy();
}

} // namespace ballast

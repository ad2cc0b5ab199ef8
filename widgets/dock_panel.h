#pragma once

#include <QDockWidget>

class QHBoxLayout;
class QLabel;
class QMenu;
class QToolButton;

namespace ballast {

class PanelHeader;

// A dock of the desk: 28 px header with title, one muted sub-line, a right-aligned slot and "more".
// The header of the dock that holds the focus is underlined in accent.
class DockPanel : public QDockWidget
{
    Q_OBJECT

public:
    // id becomes the object name, which saved layouts refer to.
    DockPanel(const QString& id, const QString& title, const QString& subLine, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    void setSubLine(const QString& subLine);
    [[nodiscard]] QString subLine() const;
    // Placed at the right of the header, in the order of the calls.
    void addHeaderWidget(QWidget* widget);
    // Menu behind the three dots; the button shows once the menu is asked for.
    QMenu* moreMenu();
    // 2 px progress line under the header; shown after 300 ms of work by the caller.
    void setBusy(bool busy);
    [[nodiscard]] bool isBusy() const;

private:
    PanelHeader* m_header;
    QMenu* m_menu = nullptr;
};

} // namespace ballast

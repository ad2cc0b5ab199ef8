#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QMenuBar;
class QPushButton;

namespace ballast {

class FindField;
class ModeBadge;
class PageTabs;

enum class ModeKind
{
    Simulated,
    Paper,
    Live
};

// Logo and name, menus, page tabs, find field, layout name, mode badge, kill switch; below it the 2 px mode line.
class TopBar : public QWidget
{
    Q_OBJECT

public:
    explicit TopBar(QWidget* parent = nullptr);

    void setMenuBar(QMenuBar* menuBar); // takes it over
    void setPages(const QStringList& pages);
    void setCurrentPage(int index);
    [[nodiscard]] int currentPage() const;
    [[nodiscard]] PageTabs* tabs() const { return m_tabs; }
    void setLayoutName(const QString& name);
    void setMode(ModeKind mode, const QString& detail = {}); // detail: "1×", "recording"
    [[nodiscard]] ModeKind mode() const { return m_mode; }
    void setHalted(bool halted); // the kill switch then reads "Halted, reset"

    [[nodiscard]] QSize sizeHint() const override { return {1200, 38}; }

Q_SIGNALS:
    void pageRequested(int index);
    void findRequested();
    void modeRequested();       // click on the badge
    void killSwitchRequested(); // the caller opens the confirmation, or the reset dialog when halted

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void createButtons();
    void takeColours();

    QHBoxLayout* m_row;
    QWidget* m_menuSlot;
    PageTabs* m_tabs;
    FindField* m_find;
    QLabel* m_layoutName;
    ModeBadge* m_badge;
    QPushButton* m_killSwitch;
    QString m_name;
    ModeKind m_mode = ModeKind::Simulated;
};

} // namespace ballast

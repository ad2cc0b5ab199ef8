#pragma once

#include <QAction>
#include <QDialog>
#include <QList>
#include <QPointer>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace ballast {

// Ctrl+K: type words, Enter runs the action. Shows name, menu and shortcut; disabled actions stay muted.
class CommandPalette : public QDialog
{
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* parent = nullptr);

    void setActions(const QList<QAction*>& actions); // not owned; separators and menus are left out
    void openOver(QWidget* window);                  // empties the field, places itself under the top bar, shows
    void setFilter(const QString& words);
    [[nodiscard]] QStringList matches() const; // names shown, best first

Q_SIGNALS:
    void actionRun(QAction* action);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void runCurrent();
    void moveCurrent(int steps);

    QLineEdit* m_field;
    QListView* m_list;
    QStandardItemModel* m_model;
    QList<QPointer<QAction>> m_actions; // an action may go before the palette does
};

} // namespace ballast

#pragma once

#include <QDialog>

class QAction;

namespace ballast {

// Every action that has a key, by menu.
class ShortcutsDialog : public QDialog
{
    Q_OBJECT

public:
    explicit ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace ballast

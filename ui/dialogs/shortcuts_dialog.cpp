#include "ui/dialogs/shortcuts_dialog.h"

#include "widgets/theming.h"

#include <QAction>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>

namespace ballast {

ShortcutsDialog::ShortcutsDialog(const QList<QAction*>& actions, QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Shortcuts"));
    auto* const rows = new QGridLayout(this);
    rows->setContentsMargins(16, 16, 16, 16);
    rows->setHorizontalSpacing(24);
    rows->setVerticalSpacing(6);
    constexpr int rowsInColumn = 14;
    int shown = 0;
    for (const QAction* const action : actions) {
        if (action->shortcut().isEmpty())
            continue;
        auto* const name = new QLabel(action->text().remove(QLatin1Char('&')), this);
        auto* const key = new QLabel(action->shortcut().toString(QKeySequence::NativeText), this);
        setTone(*name, QStringLiteral("hi"));
        setTone(*key, QStringLiteral("muted"));
        const int column = 2 * (shown / rowsInColumn);
        rows->addWidget(name, shown % rowsInColumn, column);
        rows->addWidget(key, shown % rowsInColumn, column + 1);
        ++shown;
    }
    auto* const close = new QPushButton(tr("Close"), this);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    rows->addWidget(close, rowsInColumn, 0, 1, rows->columnCount(), Qt::AlignRight);
}

} // namespace ballast

#include "ui/panels/policy_panel.h"

#include "models/items/words.h"
#include "widgets/combo_button.h"
#include "widgets/theming.h"

#include <QAction>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

namespace ballast {

QWidget* PolicyPanel::createShelf()
{
    auto* const shelf = new QWidget(this);
    auto* const row = new QHBoxLayout(shelf);
    row->setContentsMargins(12, 8, 12, 8);
    row->setSpacing(6);
    m_names = new ComboButton({}, tr("Named policies"), shelf);
    m_names->setToolTip(tr("Policies kept under a name"));
    m_changed = new QLabel(shelf);
    setTone(*m_changed, QStringLiteral("muted"));
    m_restore = new QPushButton(tr("Reset"), shelf);
    m_restore->setToolTip(tr("Back to the policy as it was saved"));
    m_save = new QPushButton(tr("Save"), shelf);
    m_save->setToolTip(tr("Keeps the policy under its name"));
    for (QPushButton* const button : {m_restore, m_save}) {
        button->setProperty("compact", true);
        button->setAccessibleName(tr("%1 the policy").arg(button->text()));
    }
    row->addWidget(m_names);
    row->addWidget(m_changed);
    row->addStretch(1);
    row->addWidget(m_restore);
    row->addWidget(m_save);
    connect(m_names, &QComboBox::activated, this, [this](int index) {
        const QString name = m_names->itemData(index).toString();
        if (!name.isEmpty())
            Q_EMIT nameChosen(name);
    });
    connect(m_restore, &QPushButton::clicked, this, &PolicyPanel::restoreRequested);
    connect(m_save, &QPushButton::clicked, this, &PolicyPanel::saveRequested);
    return shelf;
}

void PolicyPanel::createShelfMenu()
{
    addMoreAction(tr("Save as…"),
                  [this] { askName(tr("Save the policy as"), words(m_policy.name), &PolicyPanel::saveAsRequested); });
    addMoreAction(tr("Rename…"),
                  [this] { askName(tr("Rename the policy"), words(m_policy.name), &PolicyPanel::renameRequested); });
    m_ofSaved << addMoreAction(tr("Duplicate"), [this] { Q_EMIT duplicateRequested(); });
    m_ofSaved << addMoreAction(tr("Delete…"), [this] {
        auto* const box =
            new QMessageBox(QMessageBox::NoIcon, tr("Delete policy"),
                            tr("Delete the policy %1?").arg(words(m_policy.name)), QMessageBox::Cancel, this);
        QPushButton* const confirm = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
        box->setAttribute(Qt::WA_DeleteOnClose);
        connect(confirm, &QPushButton::clicked, this, &PolicyPanel::removeRequested);
        box->open();
    });
    addMoreAction(tr("Import JSON…"), [this] {
        const QString file =
            QFileDialog::getOpenFileName(this, tr("Import policy"), {}, tr("Policy (*.json);;All files (*)"));
        if (!file.isEmpty())
            Q_EMIT importRequested(file);
    });
    addMoreAction(tr("Export JSON…"), [this] {
        const QString file = QFileDialog::getSaveFileName(
            this, tr("Export policy"), words(m_policy.name) + QStringLiteral(".json"), tr("Policy (*.json)"));
        if (!file.isEmpty())
            Q_EMIT exportRequested(file);
    });
    showShelf({});
}

void PolicyPanel::askName(const QString& title, const QString& proposed, void (PolicyPanel::*wish)(const QString&))
{
    auto* const dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->setLabelText(tr("Name"));
    dialog->setTextValue(proposed);
    connect(dialog, &QInputDialog::textValueSelected, this, wish);
    dialog->open();
}

void PolicyPanel::showShelf(const PolicyShelfView& shelf)
{
    m_shelf = shelf;
    m_names->clear();
    // A policy that was never saved stands first, as what it is.
    if (!shelf.saved)
        m_names->addItem(tr("%1 (not saved)").arg(words(m_policy.name)));
    for (const QString& name : shelf.names)
        m_names->addItem(name, name);
    m_names->setCurrentIndex(shelf.saved ? int(shelf.names.indexOf(shelf.current)) : 0);
    m_names->updateGeometry();
    m_changed->setText(shelf.changed ? tr("edited") : QString());
    m_restore->setVisible(shelf.changed || !shelf.saved);
    m_save->setEnabled(shelf.changed || !shelf.saved);
    for (QAction* const action : std::as_const(m_ofSaved))
        action->setEnabled(shelf.saved);
    if (m_marginSection)
        summarise();
}

} // namespace ballast

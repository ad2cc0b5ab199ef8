#include "ui/dialogs/kill_dialogs.h"

#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ballast {

namespace {

constexpr int dialogWidth = 440;

QLabel* sentence(const QString& text, QWidget* parent)
{
    auto* const label = new QLabel(text, parent);
    label->setWordWrap(true);
    return label;
}

QLineEdit* reasonField(const QString& placeholder, QWidget* parent)
{
    auto* const field = new QLineEdit(parent);
    field->setPlaceholderText(placeholder);
    field->setAccessibleName(QDialog::tr("Reason"));
    return field;
}

// Title line, sentences and a field above, the buttons at the right below.
void layOut(QDialog* dialog, const QList<QWidget*>& rows, const QList<QPushButton*>& buttons)
{
    auto* const column = new QVBoxLayout(dialog);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    for (QWidget* const row : rows)
        column->addWidget(row);
    auto* const foot = new QHBoxLayout;
    foot->setSpacing(8);
    foot->addStretch(1);
    for (QPushButton* const button : buttons)
        foot->addWidget(button);
    column->addLayout(foot);
    dialog->setMinimumWidth(dialogWidth);
}

void needsReason(QLineEdit* field, QPushButton* button)
{
    button->setEnabled(false);
    QObject::connect(field, &QLineEdit::textChanged, button,
                     [button](const QString& text) { button->setEnabled(!text.trimmed().isEmpty()); });
}

} // namespace

KillDialog::KillDialog(QWidget* parent)
    : QDialog(parent),
      m_reason(ballast::reasonField(tr("Reason, optional"), this)),
      m_cancel(new QPushButton(tr("Cancel"), this)),
      m_stop(new QPushButton(tr("Stop all approvals"), this))
{
    setWindowTitle(tr("Kill switch"));
    m_stop->setProperty("kill", true);
    m_stop->setAutoDefault(false);
    m_cancel->setDefault(true);
    layOut(this,
           {sentence(
                tr("Stop all approvals now? The open proposal becomes void. Market data and risk keep running. Only a "
                   "reset with a reason lets approvals through again."),
                this),
            m_reason},
           {m_cancel, m_stop});
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_stop, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed(reason());
        accept();
    });
    m_cancel->setFocus();
}

QString KillDialog::reason() const
{
    const QString typed = m_reason->text().trimmed();
    return typed.isEmpty() ? tr("kill switch pressed") : typed;
}

KillResetDialog::KillResetDialog(const QString& since, const QString& stoppedBecause, QWidget* parent)
    : QDialog(parent),
      m_reason(ballast::reasonField(tr("Reason, needed to reset"), this)),
      m_reset(new QPushButton(tr("Reset kill switch"), this))
{
    setWindowTitle(tr("Reset kill switch"));
    auto* const cancel = new QPushButton(tr("Cancel"), this);
    m_reset->setAutoDefault(false);
    needsReason(m_reason, m_reset);
    layOut(this,
           {sentence(tr("Halted since %1: %2. Approvals pass again after the reset.").arg(since, stoppedBecause), this),
            m_reason},
           {cancel, m_reset});
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_reset, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed(m_reason->text().trimmed());
        accept();
    });
    m_reason->setFocus();
}

RejectDialog::RejectDialog(const QString& proposal, QWidget* parent)
    : QDialog(parent),
      m_reason(ballast::reasonField(tr("Reason, needed to reject"), this)),
      m_reject(new QPushButton(tr("Reject"), this))
{
    setWindowTitle(tr("Reject %1").arg(proposal));
    auto* const cancel = new QPushButton(tr("Cancel"), this);
    needsReason(m_reason, m_reject);
    m_reject->setDefault(true);
    layOut(this, {sentence(tr("%1 is closed and the reason goes into the journal.").arg(proposal), this), m_reason},
           {cancel, m_reject});
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_reject, &QPushButton::clicked, this, [this] {
        Q_EMIT confirmed(m_reason->text().trimmed());
        accept();
    });
    m_reason->setFocus();
}

} // namespace ballast

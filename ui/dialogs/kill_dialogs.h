#pragma once

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ballast {

// "Stop all approvals?" with an optional reason. Return and Escape both cancel: the focus starts on Cancel.
class KillDialog : public QDialog
{
    Q_OBJECT

public:
    explicit KillDialog(QWidget* parent = nullptr);

    [[nodiscard]] QString reason() const;
    [[nodiscard]] QPushButton* cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton* stopButton() const { return m_stop; }

Q_SIGNALS:
    void confirmed(const QString& reason);

private:
    QLineEdit* m_reason;
    QPushButton* m_cancel;
    QPushButton* m_stop;
};

// Lets approvals through again; asks why, and goes nowhere without an answer.
class KillResetDialog : public QDialog
{
    Q_OBJECT

public:
    KillResetDialog(const QString& since, const QString& stoppedBecause, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* reasonField() const { return m_reason; }
    [[nodiscard]] QPushButton* resetButton() const { return m_reset; }

Q_SIGNALS:
    void confirmed(const QString& reason);

private:
    QLineEdit* m_reason;
    QPushButton* m_reset;
};

// Asks why a proposal is rejected; for places that have no field of their own.
class RejectDialog : public QDialog
{
    Q_OBJECT

public:
    explicit RejectDialog(const QString& proposal, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* reasonField() const { return m_reason; }
    [[nodiscard]] QPushButton* rejectButton() const { return m_reject; }

Q_SIGNALS:
    void confirmed(const QString& reason);

private:
    QLineEdit* m_reason;
    QPushButton* m_reject;
};

} // namespace ballast

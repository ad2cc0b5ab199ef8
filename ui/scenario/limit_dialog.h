#pragma once

#include "models/risk/limits.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;

namespace ballast {

// One limit: what it bounds, its soft and its hard level. Accepts only what checkLimitDefinition does.
class LimitDialog : public QDialog
{
    Q_OBJECT

public:
    LimitDialog(const Limit& limit, bool known, QWidget* parent = nullptr);

    [[nodiscard]] QComboBox* metric() const { return m_metric; }
    [[nodiscard]] QLineEdit* hardUpper() const { return m_hardUpper; }
    [[nodiscard]] QLabel* problem() const { return m_problem; }

public Q_SLOTS:
    void accept() override;

Q_SIGNALS:
    void limitEntered(const ballast::Limit& limit);

private:
    [[nodiscard]] Limit entered() const;

    Limit m_limit;
    bool m_known;
    QComboBox* m_metric;
    QLineEdit* m_underlying;
    QLineEdit* m_softLower;
    QLineEdit* m_softUpper;
    QLineEdit* m_hardLower;
    QLineEdit* m_hardUpper;
    QLabel* m_problem;
};

} // namespace ballast

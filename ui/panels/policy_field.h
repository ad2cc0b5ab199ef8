#pragma once

#include "models/hedging/policy.h"

#include <QWidget>
#include <functional>
#include <optional>

class QLabel;
class QLineEdit;

namespace ballast {

// A number that the policy may state, in the unit of the screen.
struct PolicyNumber
{
    enum class Kind
    {
        Needed,   // an empty field is an error
        Optional, // empty: no limit
        Whole     // optional and without decimals
    };

    QString label;
    QString unit;
    QString toolTip;
    double least = 0.0;
    double most = 1e15;
    Kind kind = Kind::Optional;
    std::function<std::optional<double>(const HedgePolicy&)> get;
    std::function<void(HedgePolicy&, std::optional<double>)> set;
};

// Nothing but a plain decimal number within the range, thousands separators allowed: what is wrong with `text`, as one
// sentence; empty and `value` filled (nullopt for an empty text) where nothing is.
struct ReadNumber
{
    std::optional<double> value;
    QString fault;
};
[[nodiscard]] ReadNumber readNumber(const QString& text, const PolicyNumber& number);

// Label, field, and the sentence under it when what is typed cannot be taken: then the last valid value stays in force.
class PolicyField : public QWidget
{
    Q_OBJECT

public:
    explicit PolicyField(PolicyNumber number, QWidget* parent = nullptr);

    [[nodiscard]] QLineEdit* field() const { return m_field; }
    [[nodiscard]] bool isValid() const;
    void show(const HedgePolicy& policy);                          // forgets what was typed
    [[nodiscard]] HedgePolicy appliedTo(HedgePolicy policy) const; // with the value in the field

    using QWidget::show;

Q_SIGNALS:
    void edited(); // to another valid value

private:
    void read();

    PolicyNumber m_number;
    QLineEdit* m_field;
    QLabel* m_fault;
    std::optional<double> m_value; // in force
};

} // namespace ballast

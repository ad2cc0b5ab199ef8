#include "ui/panels/policy_field.h"

#include "models/items/words.h"
#include "widgets/number_format.h"
#include "widgets/theming.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QVBoxLayout>
#include <cmath>

namespace ballast {

namespace {

constexpr int inset = 12;
constexpr int fieldWidth = 84;

QString shown(std::optional<double> value)
{
    return value ? formatNumber(*value, decimalsOf(*value, 6)) : QString();
}

QString rangeText(const PolicyNumber& number)
{
    const QString least = formatNumber(number.least, decimalsOf(number.least, 4));
    if (number.most >= 1e12)
        return PolicyField::tr("from %1 up").arg(least);
    return PolicyField::tr("from %1 to %2").arg(least, formatNumber(number.most, decimalsOf(number.most, 4)));
}

} // namespace

ReadNumber readNumber(const QString& text, const PolicyNumber& number)
{
    QString typed = text.trimmed();
    typed.remove(QLatin1Char(',')).replace(QChar(0x2212), QLatin1Char('-'));
    if (typed.isEmpty())
        return {std::nullopt, number.kind == PolicyNumber::Kind::Needed
                                  ? PolicyField::tr("Needs a number %1.").arg(rangeText(number))
                                  : QString()};
    bool isNumber = false;
    const double value = typed.toDouble(&isNumber);
    if (!isNumber || !std::isfinite(value))
        return {std::nullopt, PolicyField::tr("\u201c%1\u201d is no number.").arg(text.trimmed().left(24))};
    if (value < number.least || value > number.most)
        return {std::nullopt, PolicyField::tr("Must lie %1.").arg(rangeText(number))};
    if (number.kind == PolicyNumber::Kind::Whole && value != std::floor(value))
        return {std::nullopt, PolicyField::tr("Must be a whole number.")};
    return {value, {}};
}

PolicyField::PolicyField(PolicyNumber number, QWidget* parent)
    : QWidget(parent), m_number(std::move(number)), m_field(new QLineEdit(this)), m_fault(new QLabel(this))
{
    const QString name = m_number.unit.isEmpty() ? m_number.label : m_number.label + QLatin1Char(' ') + m_number.unit;
    auto* const label = new QLabel(this);
    label->setText(m_number.label);
    label->setBuddy(m_field);
    label->setToolTip(m_number.toolTip);
    auto* const unit = new QLabel(m_number.unit, this);
    setTone(*unit, QStringLiteral("muted"));
    m_field->setAccessibleName(name);
    m_field->setToolTip(m_number.toolTip);
    m_field->setPlaceholderText(missingText());
    m_field->setAlignment(Qt::AlignRight);
    m_field->setProperty("compact", true);
    m_field->setFixedWidth(fieldWidth);
    setTone(*m_fault, QStringLiteral("critical"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* const row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(label);
    row->addWidget(unit);
    row->addStretch(1);
    row->addWidget(m_field);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(inset, 0, inset, 0);
    column->setSpacing(2);
    column->addLayout(row);
    column->addWidget(m_fault);
    connect(m_field, &QLineEdit::editingFinished, this, &PolicyField::read);
}

bool PolicyField::isValid() const
{
    return m_fault->isHidden();
}

void PolicyField::show(const HedgePolicy& policy)
{
    m_value = m_number.get(policy);
    m_field->setText(shown(m_value));
    setInvalid(*m_field, false);
    m_fault->hide();
}

HedgePolicy PolicyField::appliedTo(HedgePolicy policy) const
{
    m_number.set(policy, m_value);
    return policy;
}

void PolicyField::read()
{
    const ReadNumber read = readNumber(m_field->text(), m_number);
    setInvalid(*m_field, !read.fault.isEmpty());
    m_fault->setText(read.fault);
    m_fault->setVisible(!read.fault.isEmpty());
    if (!read.fault.isEmpty() || shown(read.value) == shown(m_value))
        return;
    m_value = read.value;
    Q_EMIT edited();
}

} // namespace ballast

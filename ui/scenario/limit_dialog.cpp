#include "ui/scenario/limit_dialog.h"

#include "models/items/words.h"
#include "widgets/theming.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace ballast {

namespace {

constexpr LimitMetric metrics[] = {LimitMetric::DeltaCoin, LimitMetric::DeltaUsd,    LimitMetric::GammaUsd1pct,
                                   LimitMetric::VegaUsd,   LimitMetric::ThetaUsdDay, LimitMetric::VarUsd,
                                   LimitMetric::EsUsd,     LimitMetric::MarginUsd,   LimitMetric::LossUsd};

std::optional<double> numberIn(const QLineEdit& field)
{
    bool ok = false;
    QString text = field.text().trimmed();
    const double number = text.remove(QLatin1Char(',')).replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

bool isNoNumber(const QLineEdit& field)
{
    return !field.text().trimmed().isEmpty() && !numberIn(field);
}

QString shown(std::optional<double> value)
{
    return value ? QString::number(*value, 'g', 12) : QString();
}

} // namespace

LimitDialog::LimitDialog(const Limit& limit, bool known, QWidget* parent)
    : QDialog(parent),
      m_limit(limit),
      m_known(known),
      m_metric(new QComboBox(this)),
      m_underlying(new QLineEdit(words(limit.underlying), this)),
      m_softLower(new QLineEdit(shown(limit.soft.lower), this)),
      m_softUpper(new QLineEdit(shown(limit.soft.upper), this)),
      m_hardLower(new QLineEdit(shown(limit.hard.lower), this)),
      m_hardUpper(new QLineEdit(shown(limit.hard.upper), this)),
      m_problem(new QLabel(this))
{
    setWindowTitle(known ? tr("Change limit") : tr("Add limit"));
    for (const LimitMetric metric : metrics)
        m_metric->addItem(
            tr("%1, %2").arg(QString::fromUtf8(limitMetricWord(metric)), QString::fromUtf8(limitMetricUnit(metric))),
            static_cast<int>(metric));
    m_metric->setCurrentIndex(std::max(0, m_metric->findData(static_cast<int>(limit.metric))));
    m_metric->setEnabled(!known);
    m_underlying->setPlaceholderText(tr("whole book"));
    m_underlying->setEnabled(!known);
    const auto range = [this](QLineEdit* low, QLineEdit* high) {
        auto* const row = new QHBoxLayout;
        low->setPlaceholderText(tr("no lower end"));
        high->setPlaceholderText(tr("no upper end"));
        row->addWidget(low);
        row->addWidget(new QLabel(tr("to"), this));
        row->addWidget(high);
        return row;
    };
    auto* const form = new QFormLayout(this);
    form->addRow(tr("Bounds"), m_metric);
    form->addRow(tr("Underlying"), m_underlying);
    form->addRow(tr("Soft, warned beyond"), range(m_softLower, m_softUpper));
    form->addRow(tr("Hard, no worse beyond"), range(m_hardLower, m_hardUpper));
    form->addRow(m_problem);
    setTone(*m_problem, QStringLiteral("warn"));
    m_problem->setWordWrap(true);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    setPrimary(*buttons->button(QDialogButtonBox::Ok), true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &LimitDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &LimitDialog::reject);
}

Limit LimitDialog::entered() const
{
    Limit limit = m_limit;
    limit.metric = static_cast<LimitMetric>(m_metric->currentData().toInt());
    limit.underlying = m_underlying->text().trimmed().toUpper().toStdString();
    limit.soft = {numberIn(*m_softLower), numberIn(*m_softUpper)};
    limit.hard = {numberIn(*m_hardLower), numberIn(*m_hardUpper)};
    if (!m_known)
        limit.name =
            (limit.underlying.empty() ? std::string() : limit.underlying + " ") + limitMetricWord(limit.metric);
    return limit;
}

void LimitDialog::accept()
{
    for (QLineEdit* const field : {m_softLower, m_softUpper, m_hardLower, m_hardUpper}) {
        setInvalid(*field, isNoNumber(*field));
        if (isNoNumber(*field)) {
            m_problem->setText(tr("%1 is no number").arg(field->text()));
            return;
        }
    }
    const Limit limit = entered();
    const Status sound = checkLimitDefinition(limit);
    if (!sound) {
        m_problem->setText(words(sound.error().message));
        return;
    }
    Q_EMIT limitEntered(limit);
    QDialog::accept();
}

} // namespace ballast

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "ui/scenario/picture_export.h"
#include "ui/scenario/risk_panels.h"
#include "ui/scenario/scenario_content.h"
#include "widgets/combo_button.h"
#include "widgets/histogram_view.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QFileDialog>
#include <QLabel>
#include <QVBoxLayout>
#include <utility>

namespace ballast {

namespace {

constexpr double confidences[] = {0.95, 0.975, 0.99};
constexpr int horizons[] = {1, 5, 10};

// "BTC 210, ETH 118" in thousand USD: components sum to the total; marginal ones in the tooltip.
QString contributions(const VarReport& report, double VarContribution::*usd)
{
    QStringList parts;
    for (const VarContribution& each : report.byUnderlying)
        parts << words(each.name) + QLatin1Char(' ') + formatNumber(each.*usd / 1000.0, 0);
    return parts.join(QStringLiteral(", "));
}

QString sourceText(const VarPicture& var, bool noHistory)
{
    if (var.choice.method == VarMethod::Simulated)
        return noHistory ? VarPanel::tr("Simulated normal moves, no history open: %1.").arg(words(var.source))
                         : VarPanel::tr("Simulated normal moves with the covariance of %1.").arg(words(var.source));
    if (noHistory)
        return VarPanel::tr("No price history is open: normal moves, %1.").arg(words(var.source));
    return VarPanel::tr("Moves of %1.").arg(words(var.source));
}

} // namespace

VarPanel::VarPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("var"), tr("Value at risk"), selection, hub, Follows::Picture | Follows::Controls,
                    parent),
      m_figures(new QLabel(this)),
      m_source(new QLabel(this)),
      m_histogram(new HistogramView(this)),
      m_days(new VarDaysModel(this)),
      m_table(new TableView(this)),
      m_method(
          new ComboButton({tr("Parametric"), tr("Historical"), tr("Filtered"), tr("Simulated")}, tr("Method"), this)),
      m_confidence(new ComboButton({tr("95 %"), tr("97.5 %"), tr("99 %")}, tr("Confidence"), this)),
      m_horizon(new ComboButton({tr("1 d"), tr("5 d"), tr("10 d")}, tr("Horizon"), this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    for (QLabel* const label : {m_figures, m_source}) {
        label->setContentsMargins(12, 3, 12, 0);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    setTone(*m_figures, QStringLiteral("hi"));
    setTone(*m_source, QStringLiteral("muted"));
    column->addWidget(m_histogram, 3);
    column->addWidget(m_table, 4);
    m_table->setAccessibleName(tr("Worst days"));
    m_table->setModel(m_days);
    m_table->setColumnWidths({84, 190, 70});
    createHeader();
}

void VarPanel::createHeader()
{
    m_method->setCurrentIndex(static_cast<int>(VarMethod::FilteredHistorical));
    m_confidence->setCurrentIndex(2);
    for (ComboButton* const combo : {m_method, m_confidence, m_horizon}) {
        addHeaderWidget(combo);
        connect(combo, &QComboBox::activated, this, [this] { choose(); });
    }
    addMoreAction(tr("Open price history…"), [this] { askHistory(); });
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_days, QStringLiteral("worst-days.csv")); });
    addPictureActions(*this, *this, QStringLiteral("value-at-risk"));
}

void VarPanel::choose()
{
    VarChoice choice;
    choice.method = static_cast<VarMethod>(m_method->currentIndex());
    choice.confidence = confidences[std::max(0, m_confidence->currentIndex())];
    choice.horizonDays = horizons[std::max(0, m_horizon->currentIndex())];
    hub()->chooseVar(choice);
}

void VarPanel::askHistory()
{
    const QStringList files = QFileDialog::getOpenFileNames(
        this, tr("Open price history"), {}, tr("Daily or finer prices (*.csv *.csv.gz *.json);;All files (*)"));
    if (!files.isEmpty())
        Q_EMIT hub()->historyFilesChosen(files);
}

void VarPanel::refresh()
{
    const ScenarioPicture* const shown = hub()->picture();
    const VarPicture* const var = shown ? shown->var.get() : nullptr;
    setSubLine(hub()->bookWord());
    if (!var)
        return;
    // An edited shock leaves value at risk as it is: nothing is laid out again.
    const Shown now{shown->var, shown->shown, hub()->controls().historyName};
    if (std::exchange(m_shown, now) == now)
        return;
    const auto report = shown->shown < var->books.size() ? var->books[shown->shown] : nullptr;
    m_days->setReport(report);
    showReport(report, *var);
}

void VarPanel::showReport(const std::shared_ptr<const VarReport>& report, const VarPicture& var)
{
    HistogramContent content;
    content.emptyText = words(var.problem);
    m_source->setText(sourceText(var, hub()->controls().historyName.empty()));
    m_figures->clear();
    if (report) {
        const auto figure = [](const QString& name, double loss, std::optional<double> low,
                               std::optional<double> high) {
            const QString value = name + QLatin1Char(' ') + formatNumber(loss / 1000.0, 0);
            return low && high ? VarPanel::tr("%1 (%2 to %3)")
                                     .arg(value, formatNumber(*low / 1000.0, 0), formatNumber(*high / 1000.0, 0))
                               : value;
        };
        const auto& errors = report->errors;
        const auto bound = [&](double TailErrors::*end) {
            return errors ? std::optional((*errors).*end) : std::nullopt;
        };
        m_figures->setText(
            tr("%1, %2 kUSD")
                .arg(figure(tr("VaR"), report->risk.var, bound(&TailErrors::varLow), bound(&TailErrors::varHigh)),
                     figure(tr("ES"), report->risk.es, bound(&TailErrors::esLow), bound(&TailErrors::esHigh))));
        m_figures->setToolTip(errors ? tr("In brackets what %1 % of %2 samples drawn again from the scenarios give")
                                           .arg(formatNumber(100.0 * errors->coverage, 0))
                                           .arg(errors->draws)
                                     : tr("Normal moves: no sample, no error bars"));
        if (report->byUnderlying.size() > 1) {
            m_source->setText(
                m_source->text() +
                tr(" ES by underlying, kUSD: %1.").arg(contributions(*report, &VarContribution::componentEsUsd)));
            m_source->setToolTip(tr("VaR components, kUSD: %1\nVaR would fall without them by: %2")
                                     .arg(contributions(*report, &VarContribution::componentVarUsd),
                                          contributions(*report, &VarContribution::marginalVarUsd)));
        }
        for (const std::string& note : report->notes)
            m_source->setText(m_source->text() + tr(" %1.").arg(words(note)));
        content = varHistogram(*report);
        if (content.counts.isEmpty())
            content.emptyText = tr("A parametric VaR has no sample to show: choose Simulated for one.");
    }
    m_histogram->setContent(content);
    m_table->setVisible(m_days->rowCount() > 0);
}

} // namespace ballast

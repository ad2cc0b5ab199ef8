#include "ui/scenario/chart_panels.h"

#include "models/items/words.h"
#include "ui/scenario/picture_export.h"
#include "ui/scenario/scenario_content.h"
#include "widgets/combo_button.h"
#include "widgets/line_chart.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"
#include "widgets/theming.h"
#include "widgets/view_setup.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace ballast {

namespace {

QVBoxLayout* plainColumn(QWidget* panel)
{
    auto* const column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    return column;
}

} // namespace

SpotCurvesPanel::SpotCurvesPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("spotCurves"), tr("P&L over spot"), selection, hub, Follows::Picture, parent),
      m_chart(new LineChart(this))
{
    plainColumn(this)->addWidget(m_chart);
    m_chart->setAccessibleName(tr("P&L over spot at several dates"));
    addMoreAction(tr("Copy table"), [this] { putOnClipboard(m_chart->asTsv()); });
    addPictureActions(*this, *m_chart, QStringLiteral("pnl-over-spot"));
}

void SpotCurvesPanel::refresh()
{
    const ScenarioPicture* const shown = hub()->picture();
    if (!shown)
        return;
    QString subLine = tr("%1; scenario: all its shocks but spot").arg(hub()->bookWord());
    if (shown->curves && shown->curves->linesLeftOut > 0)
        subLine += tr(", without %1 lines").arg(shown->curves->linesLeftOut);
    if (shown->curves && !shown->curves->estimates.lines.empty())
        subLine += tr("; %1").arg(words(shown->curves->estimates.summary("point")));
    setSubLine(subLine);
    m_chart->setContent(spotCurvesChart(*shown));
}

FactorsPanel::FactorsPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("factors"), tr("Factors"), selection, hub, Follows::Picture, parent),
      m_bars(new TornadoBars(this)),
      m_mode(new SegmentedControl({tr("Tornado"), tr("Scenario")}, this))
{
    plainColumn(this)->addWidget(m_bars);
    m_mode->setAccessibleName(tr("What the bars show"));
    addHeaderWidget(m_mode);
    connect(m_mode, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { putOnClipboard(m_bars->asTsv()); });
    addPictureActions(*this, *m_bars, QStringLiteral("factors"));
}

void FactorsPanel::refresh()
{
    const ScenarioPicture* const shown = hub()->picture();
    if (!shown)
        return;
    const bool tornado = m_mode->currentIndex() == 0;
    const OtcEstimates* const estimates = tornado ? (shown->tornado ? &shown->tornado->estimates : nullptr)
                                                  : (shown->contributions ? &shown->contributions->estimates : nullptr);
    QString subLine = tornado ? tr("one at a time, kUSD") : tr("of %1, kUSD").arg(words(shown->chosen.name));
    if (estimates && !estimates->lines.empty())
        subLine += tr("; %1").arg(words(estimates->summary("scenario")));
    setSubLine(subLine);
    m_bars->setEmptyText(tr("The book holds nothing that can be revalued."));
    m_bars->setRows(tornado ? tornadoRows(*shown) : contributionRows(*shown));
}

ExplainPanel::ExplainPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("explain"), tr("P&L explain"), selection, hub, Follows::Picture | Follows::Controls,
                    parent),
      m_bars(new WaterfallBars(this)),
      m_from(new ComboButton({}, tr("From"), this)),
      m_to(new ComboButton({}, tr("To"), this)),
      m_foot(new QLabel(this))
{
    auto* const column = plainColumn(this);
    column->addWidget(m_bars, 1);
    column->addWidget(m_foot);
    m_foot->setContentsMargins(12, 2, 12, 6);
    m_foot->setWordWrap(true);
    setTone(*m_foot, QStringLiteral("muted"));
    m_bars->setDecimals(0);
    auto* const keep = new QPushButton(tr("Keep now"), this);
    keep->setProperty("compact", true);
    keep->setToolTip(tr("Keeps this moment to explain P&L from or to"));
    addHeaderWidget(m_from);
    addHeaderWidget(m_to);
    addHeaderWidget(keep);
    connect(keep, &QPushButton::clicked, hub, &ScenarioHub::momentKept);
    connect(m_from, &QComboBox::activated, this, [this] { choose(); });
    connect(m_to, &QComboBox::activated, this, [this] { choose(); });
    addMoreAction(tr("Copy table"), [this] { putOnClipboard(m_bars->asTsv()); });
    addPictureActions(*this, *m_bars, QStringLiteral("pnl-explain"));
}

void ExplainPanel::choose()
{
    Q_EMIT hub()->explainChosen(m_from->currentData().toULongLong(), m_to->currentData().toULongLong());
}

void ExplainPanel::showMoments()
{
    const LabControls& controls = hub()->controls();
    const auto fill = [&](ComboButton* combo, std::uint64_t chosen, bool withNow) {
        combo->clear();
        if (withNow)
            combo->addItem(tr("now"), QVariant::fromValue(qulonglong(0)));
        for (const MomentName& moment : controls.moments)
            combo->addItem(words(moment.name), QVariant::fromValue(qulonglong(moment.id)));
        combo->setCurrentIndex(std::max(0, combo->findData(QVariant::fromValue(qulonglong(chosen)))));
        combo->setVisible(combo->count() > 0);
    };
    if (m_from->count() == int(controls.moments.size()) && m_from->count() > 0 &&
        m_from->currentData().toULongLong() == controls.explainFrom)
        return;
    fill(m_from, controls.explainFrom, false);
    fill(m_to, controls.explainTo, true);
}

QString ExplainPanel::sentence() const
{
    const ScenarioPicture* const shown = hub()->picture();
    const ExplainPicture* const explained = shown ? shown->explain.get() : nullptr;
    if (!explained || !explained->explain)
        return {};
    const PnlExplain& explain = *explained->explain;
    QString text = tr("%1 to %2: %3 USD, gross %4; unexplained %5 % of gross")
                       .arg(clockText(explain.fromTime), clockText(explain.toTime), formatSigned(explain.pnlUsd, 2),
                            formatNumber(explain.grossUsd, 0), formatNumber(100.0 * explain.unexplainedShare, 2));
    if (explain.linesLeftOut > 0)
        text += tr("; without %1 lines that have no price").arg(explain.linesLeftOut);
    return text;
}

void ExplainPanel::refresh()
{
    showMoments();
    const ScenarioPicture* const shown = hub()->picture();
    const ExplainPicture* const explained = shown ? shown->explain.get() : nullptr;
    setSubLine(tr("live book, USD"));
    m_bars->setEmptyText(explained ? words(explained->problem) : QString());
    m_bars->setSteps(explained && explained->explain ? explainSteps(*explained->explain) : QList<WaterfallStep>{},
                     tr("P&L"));
    const QString text = sentence();
    m_foot->setText(text);
    m_foot->setVisible(!text.isEmpty());
    const bool flagged = explained && explained->explain && explained->explain->flagged;
    setTone(*m_foot, flagged ? QStringLiteral("critical") : QStringLiteral("muted"));
}

} // namespace ballast

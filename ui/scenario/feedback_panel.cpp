#include "ui/scenario/feedback_panel.h"

#include "models/items/words.h"
#include "ui/panels/table_export.h"
#include "widgets/number_format.h"
#include "widgets/table_view.h"
#include "widgets/theming.h"

#include <QLabel>
#include <QVBoxLayout>

namespace ballast {

namespace {

QString sentence(const FeedbackPicture& feedback)
{
    if (!feedback.result)
        return words(feedback.problem);
    const LoopResult& result = *feedback.result;
    const StressLoop& loop = *feedback.loop;
    const double spot = shockFor(result.scenario, loop.underlying).spot;
    const QString end = result.settled ? FeedbackPanel::tr("comes to rest at") : FeedbackPanel::tr("still moves at");
    return FeedbackPanel::tr(
               "%1 %2 %3 after %4 rounds; the book makes %5 USD there, hedging its delta on the way costs "
               "%6. Open interest %7 million USD on assumed leverage, turnover %8 million a day.")
        .arg(words(loop.underlying), end, formatPercent(spot, 1, SignMode::Always))
        .arg(result.rounds.size())
        .arg(formatSigned(result.pnlUsd, 0), formatNumber(result.ownHedgeCostUsd, 0),
             formatNumber(loop.forced.openInterestUsd / 1e6, 0), formatNumber(loop.market.dailyVolume / 1e6, 0));
}

} // namespace

FeedbackPanel::FeedbackPanel(Selection* selection, ScenarioHub* hub, QWidget* parent)
    : ScenarioPanel(QStringLiteral("feedback"), tr("Feedback"), selection, hub, Follows::Picture, parent),
      m_model(new LoopRoundsModel(this)),
      m_table(new TableView(this)),
      m_words(new QLabel(this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_words);
    column->addWidget(m_table, 1);
    m_words->setContentsMargins(12, 4, 12, 4);
    m_words->setWordWrap(true);
    setTone(*m_words, QStringLiteral("muted"));
    m_table->setAccessibleName(tr("Rounds of the feedback"));
    m_table->setModel(m_model);
    m_table->setColumnWidths({50, 70, 96, 104, 76, 90, 90});
    addMoreAction(tr("Export CSV…"), [this] { exportTable(this, *m_model, QStringLiteral("feedback.csv")); });
}

void FeedbackPanel::refresh()
{
    const ScenarioPicture* const shown = hub()->picture();
    if (!shown || !shown->feedback)
        return;
    setSubLine(tr("%1 as the first blow, %2").arg(words(shown->chosen.name), hub()->bookWord()));
    m_words->setText(sentence(*shown->feedback));
    m_model->setResult(shown->feedback->result);
}

} // namespace ballast

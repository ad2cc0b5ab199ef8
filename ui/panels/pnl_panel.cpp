#include "ui/panels/pnl_panel.h"

#include "models/items/words.h"
#include "widgets/line_chart.h"
#include "widgets/number_format.h"
#include "widgets/segmented_control.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QVBoxLayout>
#include <algorithm>

namespace ballast {

namespace {

QString lengthText(double days)
{
    return PnlPanel::tr("%1 d").arg(formatNumber(days, decimalsOf(days, 2)));
}

QString horizonText(const HedgedPnlCurves& curves)
{
    if (curves.expiry)
        return PnlPanel::tr("Expiry %1").arg(expiryText(*curves.expiry));
    return curves.days == 0.0 ? PnlPanel::tr("Now") : PnlPanel::tr("Horizon %1").arg(lengthText(curves.days));
}

QString horizonSentence(double days)
{
    return days == 0.0 ? PnlPanel::tr("at once, vols stay at their strikes")
                       : PnlPanel::tr("after %1, vols stay at their strikes").arg(lengthText(days));
}

QString estimatesText(const PnlCurve& curve)
{
    return curve.estimates.lines.empty() ? QString()
                                         : PnlPanel::tr("; %1").arg(words(curve.estimates.summary("point")));
}

} // namespace

PnlPanel::PnlPanel(Selection* selection, QWidget* parent)
    : HedgePanelBase(QStringLiteral("pnl"), tr("P&L over spot"), selection, parent),
      m_chart(new LineChart(this)),
      m_horizon(new SegmentedControl({tr("Now"), tr("1 d"), tr("7 d")}, this))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_chart);
    m_chart->setAccessibleName(tr("P&L over spot"));
    m_horizon->setAccessibleName(tr("Days that pass"));
    m_horizon->setCurrentIndex(1);
    addHeaderWidget(m_horizon);
    connect(m_horizon, &SegmentedControl::currentChanged, this, [this] { refreshSoon(); });
    addMoreAction(tr("Copy table"), [this] { QGuiApplication::clipboard()->setText(m_chart->asTsv()); });
}

void PnlPanel::refresh()
{
    const bool hedged = hedge().proposal && hedge().curves && !hedge().curves->empty() &&
                        hedge().proposal->policy.underlying == selection()->underlying();
    if (hedged)
        showHedged(*hedge().curves);
    else
        showBook();
}

void PnlPanel::showHedged(const std::vector<HedgedPnlCurves>& curves)
{
    QStringList horizons;
    for (const HedgedPnlCurves& each : curves)
        horizons << horizonText(each);
    m_horizon->setSegments(horizons);
    const auto chosen = static_cast<std::size_t>(std::clamp(m_horizon->currentIndex(), 0, int(curves.size()) - 1));
    const HedgedPnlCurves& shown = curves[chosen];
    setSubLine((shown.expiry ? tr("at %1, vols stay at their strikes").arg(expiryText(*shown.expiry))
                             : horizonSentence(shown.days)) +
               estimatesText(shown.sum));
    ChartContent content = pnlChart(shown);
    if (shown.days == 0.0)
        addPnlLimits(content, hedge().proposal->policy, shown.indexUsd);
    m_chart->setContent(content);
}

void PnlPanel::showBook()
{
    m_horizon->setSegments({tr("Now"), tr("1 d"), tr("7 d")});
    const auto horizon = static_cast<std::size_t>(std::max(0, m_horizon->currentIndex()));
    const UnderlyingPicture* const shown = underlying();
    const bool known = shown && horizon < shown->pnlOverSpot.size();
    setSubLine(horizonSentence(pnlHorizonDays[horizon]) +
               (known ? estimatesText(shown->pnlOverSpot[horizon]) : QString()));
    const IndexPrice* const index = shown ? picture()->market->index(shown->underlying) : nullptr;
    if (!index || horizon >= shown->pnlOverSpot.size())
        showNothing(picture() ? tr("The book holds nothing of this underlying that can be revalued.") : QString());
    else
        m_chart->setContent(bookPnlChart(shown->pnlOverSpot[horizon], index->priceUsd));
}

void PnlPanel::showNothing(const QString& sentence)
{
    ChartContent content;
    content.emptyText = sentence;
    m_chart->setContent(content);
}

} // namespace ballast

#include "ui/presenters/hedge_content.h"

#include "widgets/number_format.h"

#include <QCoreApplication>
#include <cmath>
#include <limits>

namespace ballast {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("ballast::hedge_content", text);
}

QList<QPointF> thousands(const PnlCurve& curve, double indexUsd)
{
    QList<QPointF> points;
    for (std::size_t i = 0; i < curve.spotMoves.size(); ++i)
        points << QPointF(indexUsd * (1.0 + curve.spotMoves[i]), curve.pnlUsd[i] / 1000.0);
    return points;
}

ChartCurve pnlLine(const QString& name, const QList<QPointF>& points, CurveRole role, CurveDash dash)
{
    ChartCurve curve;
    curve.name = name;
    curve.endLabel = name;
    curve.points = points;
    curve.role = role;
    curve.dash = dash;
    curve.decimals = 1;
    return curve;
}

ChartContent pnlAxes(double indexUsd)
{
    ChartContent content;
    content.x.compact = true;
    content.x.title = tr("index, USD");
    content.y.title = tr("P&L, thousand USD");
    content.y.printPlus = true;
    content.verticals << ChartVerticalLine{indexUsd, formatNumber(indexUsd, 0), true};
    return content;
}

} // namespace

ChartContent frontierChart(const HedgeProposal& proposal)
{
    ChartContent content;
    ChartCurve curve;
    curve.name = tr("risk");
    curve.role = CurveRole::Other;
    curve.marks = CurvePoints::Rings;
    int chosen = -1;
    double nearest = std::numeric_limits<double>::infinity();
    for (const FrontierPoint& point : proposal.frontier) {
        const double distance = std::abs(point.costUsd - proposal.costUsd());
        if (distance < nearest) {
            nearest = distance;
            chosen = static_cast<int>(curve.points.size());
        }
        curve.points << QPointF(point.costUsd / 1000.0, point.riskUsd / 1000.0);
    }
    content.emptyText = tr("The frontier comes with the next proposal.");
    content.x.title = tr("cost, thousand USD");
    content.y.title = tr("one-day risk, thousand USD after hedge");
    content.x.decimals = 1;
    content.y.decimals = 0;
    if (curve.points.isEmpty())
        return content;
    content.curves << curve;
    content.chosenPoint = QPoint(0, chosen);
    content.chosenTitle =
        tr("Proposal %1, point %2 of %3").arg(proposal.id.value).arg(chosen + 1).arg(curve.points.size());
    content.chosenLines
        << tr("cost %1, risk %2").arg(formatNumber(proposal.costUsd(), 0), formatNumber(proposal.riskAfterUsd, 0))
        << tr("%1 legs, rounded to lots").arg(proposal.trades.size());
    return content;
}

ChartContent pnlChart(const HedgedPnlCurves& curves)
{
    ChartContent content = pnlAxes(curves.indexUsd);
    content.curves << pnlLine(tr("sum"), thousands(curves.sum, curves.indexUsd), CurveRole::Main, CurveDash::Solid)
                   << pnlLine(tr("book"), thousands(curves.book, curves.indexUsd), CurveRole::Other, CurveDash::Solid)
                   << pnlLine(tr("hedge"), thousands(curves.hedge, curves.indexUsd), CurveRole::Other,
                              CurveDash::Dashed);
    return content;
}

ChartContent bookPnlChart(const PnlCurve& book, double indexUsd)
{
    ChartContent content = pnlAxes(indexUsd);
    content.curves << pnlLine(tr("book"), thousands(book, indexUsd), CurveRole::Main, CurveDash::Solid);
    return content;
}

} // namespace ballast

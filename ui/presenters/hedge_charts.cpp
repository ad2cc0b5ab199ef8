#include "ui/presenters/hedge_content.h"

#include "models/items/words.h"
#include "ui/presenters/hedge_words.h"
#include "widgets/number_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

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

// Where the main curve crosses zero: a ring with its price.
void addBreakEvens(ChartContent& content, const PnlCurve& curve, double indexUsd)
{
    constexpr double nextToNow = 0.002; // of spot: P&L at once is zero where spot is, and needs no mark
    ChartCurve marks;
    marks.role = CurveRole::Other;
    marks.marks = CurvePoints::Rings;
    for (const double move : breakEvens(curve)) {
        if (std::abs(move) < nextToNow)
            continue;
        const double spot = indexUsd * (1.0 + move);
        ChartCurve mark = marks;
        mark.points << QPointF(spot, 0.0);
        mark.notes << QStringList{
            tr("Break-even"), tr("%1 USD, %2").arg(formatNumber(spot, 0), formatPercent(move, 1, SignMode::Always))};
        content.curves << mark;
        content.verticals << ChartVerticalLine{spot, formatNumber(spot, 0), false};
    }
}

// Dollars per unit of an axis: whole thousands only where the figures are large enough to tell them apart.
double axisUnit(double largest)
{
    return largest >= 10'000.0 ? 1000.0 : 1.0;
}

struct FrontierUnits
{
    double cost = 1000.0;
    double risk = 1000.0;
};

FrontierUnits unitsOf(const std::vector<FrontierPoint>& points)
{
    double cost = 0.0;
    double risk = 0.0;
    for (const FrontierPoint& point : points) {
        cost = std::max(cost, std::abs(point.costUsd));
        risk = std::max(risk, point.riskUsd);
    }
    return {axisUnit(cost), axisUnit(risk)};
}

ChartContent frontierAxes(const FrontierUnits& units)
{
    const auto money = [](double unit) { return unit > 1.0 ? tr("thousand USD") : tr("USD"); };
    ChartContent content;
    content.x.title = tr("cost, %1").arg(money(units.cost));
    content.y.title = tr("one-day risk, %1 after hedge").arg(money(units.risk));
    content.x.decimals = units.cost > 1.0 ? 1 : 0;
    content.y.decimals = 0;
    return content;
}

QString costAndRisk(double costUsd, double riskUsd)
{
    return tr("cost %1, risk %2 USD").arg(formatNumber(costUsd, 0), formatNumber(riskUsd, 0));
}

// What the mouse reads at a ring: the whole proposal in a few lines.
QStringList notesOf(const FrontierPoint& point, std::size_t number, std::size_t all)
{
    constexpr std::size_t mostNamed = 6;
    QStringList notes{
        tr("Point %1 of %2%3").arg(number).arg(all).arg(point.keepsBands ? QString() : tr(", out of band")),
        costAndRisk(point.costUsd, point.riskUsd)};
    for (std::size_t i = 0; i < std::min(mostNamed, point.trades.size()); ++i)
        notes << legText(point.trades[i]);
    if (point.trades.size() > mostNamed)
        notes << tr("and %1 more").arg(legCount(point.trades.size() - mostNamed));
    if (point.trades.empty())
        notes << tr("no trade");
    return notes;
}

ChartCurve frontierCurve(const std::vector<FrontierPoint>& points, const FrontierUnits& units)
{
    ChartCurve curve;
    curve.name = tr("risk");
    curve.role = CurveRole::Other;
    curve.marks = CurvePoints::Rings;
    for (std::size_t i = 0; i < points.size(); ++i) {
        curve.points << QPointF(points[i].costUsd / units.cost, points[i].riskUsd / units.risk);
        curve.notes << notesOf(points[i], i + 1, points.size());
    }
    return curve;
}

// The proposal where it is none of the points: edited, or of one's own making.
ChartCurve alone(const HedgeProposal& proposal, const FrontierUnits& units)
{
    ChartCurve curve;
    curve.name = tr("this proposal");
    curve.role = CurveRole::Other;
    curve.marks = CurvePoints::Rings;
    curve.points << QPointF(proposal.costUsd() / units.cost, proposal.riskAfterUsd / units.risk);
    return curve;
}

bool sameLegs(const std::vector<HedgeTrade>& left, const std::vector<HedgeTrade>& right)
{
    return left.size() == right.size() && std::ranges::all_of(left, [&](const HedgeTrade& trade) {
               return std::ranges::any_of(right, [&](const HedgeTrade& other) {
                   return trade.instrument == other.instrument && trade.side == other.side &&
                          std::abs(trade.quantity - other.quantity) < 1e-9 * std::max(1.0, trade.quantity);
               });
           });
}

} // namespace

std::optional<std::size_t> frontierPointAt(const HedgeScreen& screen, int curve, int point)
{
    if (!screen.details || curve != 0 || point < 0 ||
        static_cast<std::size_t>(point) >= screen.details->frontier.size())
        return std::nullopt;
    return static_cast<std::size_t>(point);
}

ChartContent frontierChart(const HedgeScreen& screen)
{
    const FrontierUnits units = screen.details ? unitsOf(screen.details->frontier) : FrontierUnits();
    ChartContent content = frontierAxes(units);
    const bool working = screen.working || (screen.details && screen.details->working);
    content.emptyText = working ? tr("Working out the frontier…") : tr("The frontier comes with the next proposal.");
    if (!screen.details || screen.details->frontier.empty())
        return content;
    const std::vector<FrontierPoint>& points = screen.details->frontier;
    content.curves << frontierCurve(points, units);
    if (!screen.proposal)
        return content;
    const HedgeProposal& proposal = *screen.proposal;
    const auto same = std::ranges::find_if(
        points, [&](const FrontierPoint& point) { return sameLegs(point.trades, proposal.trades); });
    content.chosenTitle = tr("Proposal %1").arg(proposal.id.value);
    if (same != points.end()) {
        content.chosenPoint = QPoint(0, static_cast<int>(same - points.begin()));
        content.chosenTitle = tr("Proposal %1, point %2 of %3")
                                  .arg(proposal.id.value)
                                  .arg(content.chosenPoint->y() + 1)
                                  .arg(points.size());
    } else {
        content.curves << alone(proposal, units);
        content.chosenPoint = QPoint(1, 0);
    }
    content.chosenLines << costAndRisk(proposal.costUsd(), proposal.riskAfterUsd)
                        << tr("%1, rounded to lots").arg(legCount(proposal.trades.size()));
    return content;
}

ChartContent pnlChart(const HedgedPnlCurves& curves)
{
    ChartContent content = pnlAxes(curves.indexUsd);
    content.curves << pnlLine(tr("sum"), thousands(curves.sum, curves.indexUsd), CurveRole::Main, CurveDash::Solid)
                   << pnlLine(tr("book"), thousands(curves.book, curves.indexUsd), CurveRole::Other, CurveDash::Solid)
                   << pnlLine(tr("hedge"), thousands(curves.hedge, curves.indexUsd), CurveRole::Other,
                              CurveDash::Dashed);
    addBreakEvens(content, curves.sum, curves.indexUsd);
    return content;
}

ChartContent bookPnlChart(const PnlCurve& book, double indexUsd)
{
    ChartContent content = pnlAxes(indexUsd);
    content.curves << pnlLine(tr("book"), thousands(book, indexUsd), CurveRole::Main, CurveDash::Solid);
    addBreakEvens(content, book, indexUsd);
    return content;
}

void addPnlLimits(ChartContent& content, const HedgePolicy& policy, double indexUsd)
{
    const auto add = [&](const PnlAtMove& limit, const QString& word) {
        if (std::abs(limit.move) <= widestPnlMove)
            content.limits << ChartLimit{indexUsd * (1.0 + limit.move), limit.leastPnlUsd / 1000.0,
                                         word + QLatin1Char(' ') + formatCompact(limit.leastPnlUsd, SignMode::Always)};
    };
    for (const PnlAtMove& upside : policy.upside)
        add(upside, tr("upside"));
    for (const PnlAtMove& floor : policy.floor)
        add(floor, tr("floor"));
}

} // namespace ballast

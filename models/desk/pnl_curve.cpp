#include "models/desk/pnl_curve.h"

#include "models/risk/scenario_grid.h"

namespace ballast {

namespace {

// The trades as a book of their own, bought at their mark, so that the curve is P&L from mark.
Portfolio tradesAsBook(const HedgeProposal& proposal)
{
    Portfolio book;
    for (const HedgeTrade& trade : proposal.trades) {
        Position position;
        position.instrument = trade.instrument;
        position.quantity = trade.side == Side::Buy ? trade.quantity : -trade.quantity;
        position.averagePrice = trade.mark;
        book.positions.push_back(std::move(position));
    }
    return book;
}

} // namespace

PnlCurve pnlOverSpot(const RiskReport& report, std::string_view underlying, const std::vector<double>& spotMoves,
                     double days)
{
    PnlCurve curve;
    curve.spotMoves = spotMoves;
    curve.pnlUsd.assign(spotMoves.size(), 0.0);
    for (const RiskLine& line : report.lines) {
        if (line.instrument && line.instrument->underlying != underlying)
            continue;
        if (!line.values.ok()) {
            ++curve.linesLeftOut;
            continue;
        }
        for (std::size_t i = 0; i < spotMoves.size(); ++i) {
            if (!line.values->otc) {
                curve.pnlUsd[i] += linePnlUsd(line, spotMoves[i], 0.0, days);
                continue;
            }
            const OtcMove move = otcLineMove(line, spotMoves[i], 0.0, days);
            curve.estimates.note(line, move.refusal);
            curve.pnlUsd[i] += move.pnlUsd;
        }
    }
    return curve;
}

Result<RiskReport> tradesRisk(const RiskInputs& inputs, const HedgeProposal& proposal)
{
    RiskInputs hedgeInputs = inputs;
    hedgeInputs.book = std::make_shared<const Portfolio>(tradesAsBook(proposal));
    return computeRisk(hedgeInputs, {});
}

std::vector<double> breakEvens(const PnlCurve& curve)
{
    std::vector<double> moves;
    for (std::size_t i = 1; i < curve.pnlUsd.size(); ++i) {
        const double left = curve.pnlUsd[i - 1];
        const double right = curve.pnlUsd[i];
        if ((left < 0.0) == (right < 0.0) || left == right)
            continue;
        const double share = left / (left - right);
        moves.push_back(curve.spotMoves[i - 1] + share * (curve.spotMoves[i] - curve.spotMoves[i - 1]));
    }
    return moves;
}

Result<HedgedPnlCurves> hedgedPnlOverSpot(const RiskReport& risk, const RiskInputs& inputs,
                                          const HedgeProposal& proposal, const std::vector<double>& spotMoves,
                                          double days)
{
    const std::string& underlying = proposal.policy.underlying;
    const IndexPrice* index = inputs.market->index(underlying);
    if (!index)
        return Error{Errc::NotFound, "no index price of " + underlying + " in this market"};
    const Result<RiskReport> hedge = tradesRisk(inputs, proposal);
    if (!hedge)
        return hedge.error();

    HedgedPnlCurves curves;
    curves.indexUsd = index->priceUsd;
    curves.days = days;
    curves.book = pnlOverSpot(risk, underlying, spotMoves, days);
    curves.hedge = pnlOverSpot(*hedge, underlying, spotMoves, days);
    curves.sum = curves.book;
    for (std::size_t i = 0; i < spotMoves.size(); ++i) {
        curves.hedge.pnlUsd[i] -= proposal.costUsd();
        curves.sum.pnlUsd[i] += curves.hedge.pnlUsd[i];
    }
    curves.sum.linesLeftOut += curves.hedge.linesLeftOut;
    curves.sum.estimates.add(curves.hedge.estimates);
    return curves;
}

} // namespace ballast

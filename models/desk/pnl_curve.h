#pragma once

#include "models/hedging/proposal.h"
#include "models/risk/otc_estimates.h"
#include "models/risk/risk_engine.h"

#include <optional>
#include <stop_token>
#include <string_view>
#include <vector>

namespace ballast {

// P&L of one underlying's lines over moves of spot, by full revaluation: forwards move with spot, vols stay at their
// strikes, `days` pass (linePnlUsd).
struct PnlCurve
{
    std::vector<double> spotMoves; // returns
    std::vector<double> pnlUsd;    // parallel
    int linesLeftOut = 0;          // lines without values
    OtcEstimates estimates{};
    bool operator==(const PnlCurve&) const = default;
};

[[nodiscard]] PnlCurve pnlOverSpot(const RiskReport& report, std::string_view underlying,
                                   const std::vector<double>& spotMoves, double days);

// What the book gains, what the hedge gains (its cost taken off), and both together, on the same moves.
struct HedgedPnlCurves
{
    double indexUsd = 0.0; // where the move is zero
    double days = 0.0;
    PnlCurve book;
    PnlCurve hedge;
    PnlCurve sum;
    std::optional<Timestamp> expiry{}; // that `days` reach, where they reach one
    bool operator==(const HedgedPnlCurves&) const = default;
};

// `risk` is the report of the book, `inputs.market` the market that both are valued on. NotFound where the underlying
// has no index.
[[nodiscard]] Result<HedgedPnlCurves> hedgedPnlOverSpot(const RiskReport& risk, const RiskInputs& inputs,
                                                        const HedgeProposal& proposal,
                                                        const std::vector<double>& spotMoves, double days);

// The trades alone, held from their mark: what the curves of a hedge are drawn from.
[[nodiscard]] Result<RiskReport> tradesRisk(const RiskInputs& inputs, const HedgeProposal& proposal);

// Moves of spot at which the curve crosses zero, by straight lines between its points; rising. A curve that lies on
// zero crosses it nowhere.
[[nodiscard]] std::vector<double> breakEvens(const PnlCurve& curve);

} // namespace ballast

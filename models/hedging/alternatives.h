#pragma once

#include "models/hedging/hedger.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What one trade does on its own: the book with it alone, and the hedge without it.
struct TradeEffect
{
    std::size_t trade = 0;
    double riskAloneUsd = 0.0; // one-day standard deviation
    double riskWithoutUsd = 0.0;
    bool operator==(const TradeEffect&) const = default;
};

// The proposal when something is left out.
struct LeftOut
{
    std::string what; // "BTC-PERPETUAL", "venue deribit", "order book depth"
    HedgeStatus status = HedgeStatus::BadInput;
    double costUsd = 0.0;
    double riskAfterUsd = 0.0;
    std::vector<HedgeTrade> trades;
    bool operator==(const LeftOut&) const = default;
};

// Nearly the same payoff for less cost or less margin: by put-call parity the other type at the same strike and the
// future, or the same type at a neighbouring strike or expiry where that makes much the same over the scenarios.
struct CheaperTwin
{
    std::size_t trade = 0;
    std::vector<HedgeTrade> instead;
    double savesUsd = 0.0;
    double worstDifferenceUsd = 0.0; // of P&L over the horizon's scenarios between the two: basis and premium financing
    std::optional<double> freesMarginUsd{}; // initial margin of the book after; nullopt: the policy names no model
    [[nodiscard]] double freesUsd() const { return savesUsd + freesMarginUsd.value_or(0.0); }
    bool operator==(const CheaperTwin&) const = default;
};

// The proposal explained by what it could be instead.
struct HedgeAlternatives
{
    std::vector<TradeEffect> effects; // parallel to the trades
    std::vector<LeftOut> leftOut;
    std::vector<CheaperTwin> twins; // what frees most first
    bool operator==(const HedgeAlternatives&) const = default;
};

// Solves the hedge again without each of its instruments, without each venue that it trades on, and without each source
// of data that it rests on: the ladders behind the best price, the fitted surface, quotes implied from the chain. Stops
// between solves; what is done by then is returned.
[[nodiscard]] HedgeAlternatives explainAlternatives(const HedgeInputs& inputs, const HedgeProposal& proposal,
                                                    const std::stop_token& stop);

} // namespace ballast

#pragma once

#include "models/core/ids.h"
#include "models/hedging/policy.h"
#include "models/market/ladder.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct HedgeTrade
{
    InstrumentId instrument;
    std::size_t index = 0; // in the basis snapshot's table
    Side side = Side::Buy;
    double quantity = 0.0;      // positive, instrument's quantity unit
    double limitPrice = 0.0;    // quote unit; two ticks beyond the worst ladder level that the quantity needs
    double expectedPrice = 0.0; // quote unit
    std::optional<double> mark; // quote unit
    std::optional<double> vol;  // fraction; options only
    double spreadUsd = 0.0;     // what is lost against mid, depth included
    double feeUsd = 0.0;
    std::optional<double> depthShare; // of the visible depth of that side, fraction; nullopt: no amount is quoted
    Exposure exposure;                // what the trade adds to the book
    double depthUsd = 0.0;            // of spreadUsd: what is lost beyond the best price
    double carryUsd = 0.0; // funding and basis paid over the policy's horizon, negative received; not in the cost
    std::optional<double> policyDeltaCoin{}; // as the policy's bands count delta; nullopt: not revalued yet
    [[nodiscard]] double costUsd() const { return spreadUsd + feeUsd; }
    bool operator==(const HedgeTrade&) const = default;
};

// One band before and after, with what holding it costs.
struct BandOutcome
{
    Band band;
    double before = 0.0;
    double after = 0.0;
    bool insideBefore = false;
    bool insideAfter = false;
    bool operator==(const BandOutcome&) const = default;
};

// P&L at a named move before and after: upside, floor and stress limits, by full revaluation.
struct LimitOutcome
{
    std::string name;
    double leastPnlUsd = 0.0;
    double before = 0.0;
    double after = 0.0;
    bool keptBefore = false;
    bool keptAfter = false;
    bool operator==(const LimitOutcome&) const = default;
};

// Over the policy's scenarios and horizon, by full revaluation; positive is a loss.
struct TailOutcome
{
    double confidence = 0.0;
    double horizonDays = 0.0;
    int scenarios = 0;
    double varBeforeUsd = 0.0;
    double esBeforeUsd = 0.0;
    double varAfterUsd = 0.0;
    double esAfterUsd = 0.0;
    bool operator==(const TailOutcome&) const = default;
};

// By the policy's margin model, of the whole book.
struct MarginOutcome
{
    std::string model;
    std::optional<double> limitUsd; // of the initial margin after
    double initialBeforeUsd = 0.0;
    double initialAfterUsd = 0.0;
    double maintenanceBeforeUsd = 0.0;
    double maintenanceAfterUsd = 0.0;
    std::optional<double> cushionLimit{};  // shares of equity; nullopt: none asked for or no equity known
    std::optional<double> cushionBefore{}; // under the worst stress
    std::optional<double> cushionAfter{};
    [[nodiscard]] bool initialKept() const { return !limitUsd || initialAfterUsd <= *limitUsd * (1.0 + 1e-6); }
    [[nodiscard]] bool cushionKept() const { return !cushionLimit || *cushionAfter >= *cushionLimit - 1e-6; }
    [[nodiscard]] bool kept() const { return initialKept() && cushionKept(); }
    bool operator==(const MarginOutcome&) const = default;
};

// What holding over a box of errors costs more than a hedge that trusts the numbers.
struct RobustOutcome
{
    RobustBox box;
    double nominalCostUsd = 0.0; // of the hedge that trusts the numbers
    double robustCostUsd = 0.0;
    double nominalRiskUsd = 0.0; // one-day standard deviation after, at the numbers as they are
    double robustRiskUsd = 0.0;
    std::string worstCorner;                  // the limit with the least room, or where risk costs most
    std::vector<std::string> nominalMisses{}; // limits that the trusting hedge breaks in a corner
    [[nodiscard]] double priceUsd() const { return robustCostUsd - nominalCostUsd; }
    bool operator==(const RobustOutcome&) const = default;
};

} // namespace ballast

#pragma once

#include "models/pricing/black76.h"
#include "models/risk/otc_move.h"
#include "models/risk/risk_report.h"
#include "models/risk/scenario.h"

#include <optional>
#include <string>

namespace ballast {

// One priced line and what a revaluation under shocks needs beside it.
struct LineCase
{
    const RiskLine* line = nullptr;      // with values
    const VolSurface* surface = nullptr; // null: a sticky-moneyness strike keeps its vol
    std::optional<double> indexUsd;      // what the contract settles on; nullopt: its own forward
    double days = 0.0;                   // to expiry; 0 for spot and perpetuals
};

// The case of one line of a report; `market` and `surface` may be null.
[[nodiscard]] LineCase lineCase(const RiskLine& line, const MarketSnapshot* market, const VolSurface* surface);

// Settled on the way: at what price, for what value. Options are worth their intrinsic value then.
struct LegSettlement
{
    double priceUsd = 0.0;
    double valueUsd = 0.0; // of the whole line: options their payoff, futures their unrealised P&L
};

struct ShockedLine
{
    double pnlUsd = 0.0;
    Exposure after; // empty for a settled leg: it is cash
    std::optional<LegSettlement> settled;
    std::string estimate{}; // not empty: an engine refused the moved contract; what stands in for it, and why
};

// Full revaluation at the horizon. A P&L is the value in USD then less the value now, both on the line's own vol:
// nothing moved and no time passed is exactly zero.
[[nodiscard]] ShockedLine revalueLine(const LineCase& c, const UnderlyingShock& shock, double horizonDays,
                                      VolDynamics dynamics);
[[nodiscard]] double shockedPnlUsd(const LineCase& c, const UnderlyingShock& shock, double horizonDays,
                                   VolDynamics dynamics);

// The P&L of a whole OTC line alone, and the refusal where it is an estimate.
[[nodiscard]] OtcMove shockedOtcMove(const LineCase& c, const UnderlyingShock& shock, double horizonDays,
                                     VolDynamics dynamics);

// The option's terms at the horizon; a linear option's forward and strike are in its stablecoin.
[[nodiscard]] BlackTerms shockedTerms(const LineCase& c, const UnderlyingShock& shock, double horizonDays,
                                      VolDynamics dynamics);

// What a listed option adds at the horizon, from the Greeks of one coin on these terms.
[[nodiscard]] Exposure exposureAfter(const LineCase& c, const Greeks& unit, const BlackTerms& terms, double peg,
                                     double valueUsd);

// What the stablecoin of a linear contract is worth under the shock: 1 for inverse contracts.
[[nodiscard]] double stablecoinPrice(const Instrument& instrument, const UnderlyingShock& shock);

} // namespace ballast

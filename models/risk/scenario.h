#pragma once

#include "models/core/time.h"

#include <string>
#include <string_view>
#include <vector>

namespace ballast {

enum class VolDynamics
{
    StickyStrike,   // a strike keeps its vol while spot moves
    StickyMoneyness // the smile rides along: a strike takes the vol of the moneyness that it comes to have
};

// What a dollar coin is worth, USD.
struct StablecoinPeg
{
    std::string coin; // "USDC"
    double priceUsd = 1.0;
    bool operator==(const StablecoinPeg&) const = default;
};

// A point that spot passes on its way: `spot` is the return since the beginning.
struct PathPoint
{
    double days = 0.0;
    double spot = 0.0;
    bool operator==(const PathPoint&) const = default;
};

// What happens to one underlying until the horizon. The neutral value of every shock is the default.
//
// The vol of an option with x = ln(K / F) / (vol sqrt(T)) / 0.6745 (-1 at the 25-delta put, +1 at the 25-delta call,
// cut at +-2.5) and T days to expiry, both before the shock, becomes
//   vol (1 + volRelative m) + (volPoints m - skew25d x / 2 + curvature25d x^2) / 100,  m = (30 / max(T, 1))^termPower,
// never below zero.
struct UnderlyingShock
{
    std::string underlying;          // empty: every underlying that no other shock names
    double spot = 0.0;               // return of the index and of all forwards
    std::vector<PathPoint> path{};   // how spot gets there; empty: in a straight line over the horizon
    double volPoints = 0.0;          // added to every vol of 30 days to expiry
    double volRelative = 0.0;        // every vol of 30 days to expiry times 1 + this
    double skew25d = 0.0;            // vol points, on the vol of the 25-delta put less that of the 25-delta call
    double curvature25d = 0.0;       // vol points, on the mean of both less the vol at the money
    double termPower = 0.0;          // short expiries move more: see above
    double rate = 0.0;               // per year: dated forwards times exp(rate T)
    double funding = 0.0;            // per 8 hours, on top of today's: longs of perpetuals pay it over the horizon
    double basis = 0.0;              // every future, perpetual and forward against the index, fraction
    double spreadMultiple = 1.0;     // of every bid-ask spread
    double depthMultiple = 1.0;      // of every amount on a book
    double oracleDelaySeconds = 0.0; // settlement takes the index of this much earlier
    std::vector<StablecoinPeg> stablecoins{};
    std::vector<std::string> venuesHalted{}; // nothing trades there; positions stay and are valued

    bool operator==(const UnderlyingShock&) const = default;
};

// A named "what if": shocks that are complete at the horizon.
struct Scenario
{
    std::string name;
    double horizonDays = 0.0;
    VolDynamics dynamics = VolDynamics::StickyStrike;
    std::vector<UnderlyingShock> shocks{};
    bool operator==(const Scenario&) const = default;
};

// The shock of `underlying`: its own, else the one for every underlying, else none at all.
[[nodiscard]] UnderlyingShock shockFor(const Scenario& scenario, std::string_view underlying);

// Return of spot since the beginning, `days` into the scenario; at the horizon and beyond the shock's `spot`.
[[nodiscard]] double spotReturnAt(const UnderlyingShock& shock, double horizonDays, double days);

// First `first`, then `second`: horizons add; spot, relative vols and basis compound; the first's vol points move with
// the second's relative vol and add to its points; skew, curvature, rate, funding and delays add; multiples and pegs
// multiply; halts unite; spot takes the first's way, then the second's. The
// dynamics and the term power are the second's where it moves vols, else the first's.
[[nodiscard]] Scenario composed(const Scenario& first, const Scenario& second);

// "sticky-strike", "sticky-moneyness".
[[nodiscard]] const char* volDynamicsWord(VolDynamics dynamics);

} // namespace ballast

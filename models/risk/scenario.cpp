#include "models/risk/scenario.h"

#include <algorithm>
#include <set>

namespace ballast {
namespace {

bool movesVols(const UnderlyingShock& s)
{
    return s.volPoints != 0.0 || s.volRelative != 0.0 || s.skew25d != 0.0 || s.curvature25d != 0.0;
}

double compounded(double first, double second)
{
    return (1.0 + first) * (1.0 + second) - 1.0;
}

// The way of a shock with its beginning and end written out.
std::vector<PathPoint> fullPath(const UnderlyingShock& shock, double horizonDays)
{
    std::vector<PathPoint> path{{0.0, 0.0}};
    for (const PathPoint& point : shock.path) {
        if (point.days > 0.0 && point.days < horizonDays)
            path.push_back(point);
    }
    path.push_back({horizonDays, shock.spot});
    return path;
}

std::vector<PathPoint> joinedPath(const UnderlyingShock& first, double firstDays, const UnderlyingShock& second,
                                  double secondDays)
{
    auto path = fullPath(first, firstDays);
    for (const PathPoint& point : fullPath(second, secondDays))
        path.push_back({firstDays + point.days, compounded(first.spot, point.spot)});
    return path;
}

std::vector<StablecoinPeg> joinedPegs(std::vector<StablecoinPeg> pegs, const std::vector<StablecoinPeg>& more)
{
    for (const StablecoinPeg& peg : more) {
        const auto known = std::ranges::find(pegs, peg.coin, &StablecoinPeg::coin);
        if (known == pegs.end())
            pegs.push_back(peg);
        else
            known->priceUsd *= peg.priceUsd;
    }
    return pegs;
}

UnderlyingShock composedShock(const UnderlyingShock& first, double firstDays, const UnderlyingShock& second,
                              double secondDays)
{
    UnderlyingShock both = first;
    both.path = joinedPath(first, firstDays, second, secondDays);
    both.spot = compounded(first.spot, second.spot);
    both.volPoints = first.volPoints * (1.0 + second.volRelative) + second.volPoints;
    both.volRelative = compounded(first.volRelative, second.volRelative);
    both.skew25d += second.skew25d;
    both.curvature25d += second.curvature25d;
    both.termPower = movesVols(second) ? second.termPower : first.termPower;
    both.rate += second.rate;
    both.funding += second.funding;
    both.basis = compounded(first.basis, second.basis);
    both.spreadMultiple *= second.spreadMultiple;
    both.depthMultiple *= second.depthMultiple;
    both.oracleDelaySeconds += second.oracleDelaySeconds;
    both.stablecoins = joinedPegs(first.stablecoins, second.stablecoins);
    for (const std::string& venue : second.venuesHalted) {
        if (std::ranges::find(both.venuesHalted, venue) == both.venuesHalted.end())
            both.venuesHalted.push_back(venue);
    }
    return both;
}

} // namespace

UnderlyingShock shockFor(const Scenario& scenario, std::string_view underlying)
{
    for (const UnderlyingShock& shock : scenario.shocks) {
        if (shock.underlying == underlying)
            return shock;
    }
    for (const UnderlyingShock& shock : scenario.shocks) {
        if (shock.underlying.empty())
            return shock;
    }
    return {std::string(underlying)};
}

double spotReturnAt(const UnderlyingShock& shock, double horizonDays, double days)
{
    if (days >= horizonDays)
        return shock.spot;
    if (days <= 0.0)
        return 0.0;
    PathPoint before{0.0, 0.0};
    PathPoint after{horizonDays, shock.spot};
    for (const PathPoint& point : shock.path) {
        if (point.days > 0.0 && point.days <= days && point.days >= before.days)
            before = point;
        if (point.days > days && point.days < after.days)
            after = point;
    }
    return before.spot + (after.spot - before.spot) * (days - before.days) / (after.days - before.days);
}

Scenario composed(const Scenario& first, const Scenario& second)
{
    Scenario both;
    both.name = first.name + ", then " + second.name;
    both.horizonDays = first.horizonDays + second.horizonDays;
    const bool secondMoves = std::ranges::any_of(second.shocks, movesVols);
    both.dynamics = secondMoves ? second.dynamics : first.dynamics;
    std::set<std::string> underlyings;
    for (const Scenario* scenario : {&first, &second}) {
        for (const UnderlyingShock& shock : scenario->shocks)
            underlyings.insert(shock.underlying);
    }
    for (const std::string& underlying : underlyings)
        both.shocks.push_back(composedShock(shockFor(first, underlying), first.horizonDays,
                                            shockFor(second, underlying), second.horizonDays));
    for (auto [shock, name] = std::pair(both.shocks.begin(), underlyings.begin()); shock != both.shocks.end();
         ++shock, ++name)
        shock->underlying = *name;
    return both;
}

const char* volDynamicsWord(VolDynamics dynamics)
{
    return dynamics == VolDynamics::StickyStrike ? "sticky-strike" : "sticky-moneyness";
}

} // namespace ballast

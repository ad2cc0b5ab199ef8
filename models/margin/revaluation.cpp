#include "models/margin/revaluation.h"

#include "models/pricing/black76.h"
#include "models/pricing/settlement_window.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

double valueAt(const MarginLeg& leg, double forward, double years, double vol)
{
    return blackPrice({forward, leg.option->strike, years, vol, leg.option->type});
}

} // namespace

double optionValueUsd(const MarginLeg& leg, double move, double vol)
{
    return valueAt(leg, leg.forwardUsd * (1.0 + move), leg.years, vol);
}

double settlementPnl(const MarginLeg& leg, double move, VolMove vol, const VolShock& shock)
{
    if (leg.settlement == Settlement::Linear || leg.kind == InstrumentKind::Spot)
        return usdPnl(leg, move, vol, shock);
    if (!leg.option)
        return leg.coins * (1.0 - 1.0 / (1.0 + move));
    const double now = optionValueUsd(leg, 0.0, leg.option->vol) / leg.forwardUsd;
    const double then =
        optionValueUsd(leg, move, shockedVol(shock, leg.option->vol, leg.years, vol)) / (leg.forwardUsd * (1.0 + move));
    return leg.coins * (then - now);
}

double usdPnl(const MarginLeg& leg, double move, VolMove vol, const VolShock& shock)
{
    if (!leg.option)
        return leg.coins * leg.forwardUsd * move;
    const double now = optionValueUsd(leg, 0.0, leg.option->vol);
    return leg.coins * (optionValueUsd(leg, move, shockedVol(shock, leg.option->vol, leg.years, vol)) - now);
}

double openMarginShare(const MarginLeg& leg)
{
    return leg.option ? decayedMarginUsd(1.0, leg.years * minutesPerYear) : 1.0;
}

double thetaPnlUsd(const MarginLeg& leg, double days)
{
    if (!leg.option)
        return 0.0;
    const double later = std::max(leg.years - days / daysPerYear, 0.0);
    return leg.coins * (valueAt(leg, leg.forwardUsd, later, leg.option->vol) -
                        valueAt(leg, leg.forwardUsd, leg.years, leg.option->vol));
}

} // namespace ballast

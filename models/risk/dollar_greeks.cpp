#include "models/risk/dollar_greeks.h"

#include <fmt/format.h>

namespace ballast {
namespace {

double pnlOfBump(const ScenarioInputs& inputs, const std::string& underlying, double spot, double volPoints)
{
    UnderlyingShock shock;
    shock.underlying = underlying;
    shock.spot = spot;
    shock.volPoints = volPoints;
    return scenarioPnlUsd(inputs, {{}, 0.0, VolDynamics::StickyStrike, {shock}});
}

// Time passes for all; what it does to the other underlyings is not this one's.
double pnlOfTime(const ScenarioInputs& inputs, const std::string& underlying, double days)
{
    double sum = 0.0;
    for (const LineCase& c : lineCases(inputs)) {
        if (underlying.empty() || c.line->instrument->underlying == underlying)
            sum += shockedPnlUsd(c, {}, days, VolDynamics::StickyStrike);
    }
    return sum;
}

} // namespace

Result<DollarGreeks> dollarGreeks(const ScenarioInputs& inputs, const std::string& underlying, const GreekBumps& bumps)
{
    if (!(bumps.spot > 0.0 && bumps.spot < 1.0) || !(bumps.volPoints > 0.0) || !(bumps.days > 0.0))
        return Error{Errc::BadInput, "bumps must be above zero, that of spot below 100 %"};
    const auto pnl = [&](double spot, double vol) { return pnlOfBump(inputs, underlying, spot, vol); };
    const double up = pnl(bumps.spot, 0.0);
    const double down = pnl(-bumps.spot, 0.0);
    const double volUp = pnl(0.0, bumps.volPoints);
    const double volDown = pnl(0.0, -bumps.volPoints);
    DollarGreeks greeks;
    greeks.bumps = bumps;
    greeks.deltaUsd = 0.5 * (up - down);
    greeks.gammaUsd = up + down;
    greeks.vegaUsd = 0.5 * (volUp - volDown);
    greeks.volgaUsd = volUp + volDown;
    greeks.vannaUsd = 0.25 * (pnl(bumps.spot, bumps.volPoints) - pnl(bumps.spot, -bumps.volPoints) -
                              pnl(-bumps.spot, bumps.volPoints) + pnl(-bumps.spot, -bumps.volPoints));
    greeks.thetaUsd = pnlOfTime(inputs, underlying, bumps.days);
    return greeks;
}

std::string bumpText(const GreekBumps& bumps)
{
    return fmt::format("spot {:g} %, vol {:g} pt, {:g} d", bumps.spot * 100.0, bumps.volPoints, bumps.days);
}

} // namespace ballast

#include "models/risk/otc_line.h"

#include "models/risk/otc_move.h"

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

double estimatedPnlUsd(const Greeks& g, const OtcPoint& from, const OtcPoint& to)
{
    const double f = to.forward - from.forward;
    const double v = 100.0 * (to.vol - from.vol);
    const double days = daysPerYear * to.elapsedYears;
    return g.delta * f + 0.5 * g.gamma * f * f + g.vega * v + 0.5 * g.volga * v * v + g.vanna * f * v + g.theta * days;
}

} // namespace

OtcMove otcMove(const OtcLine& line, const OtcPoint& point)
{
    const auto then = otcPrice(*line.pricer, movedContract(line.contract, point), scenarioEngine(line.contract.terms));
    if (then)
        return {then->usd - line.scenarioUsd, {}};
    return {estimatedPnlUsd(line.greeks, line.unmoved(), point), then.error().message};
}

double OtcLine::pnlUsd(const OtcPoint& point) const
{
    return otcMove(*this, point).pnlUsd;
}

Result<OtcValues> OtcLine::greeksAt(const OtcPoint& point) const
{
    return otcGreeks(*pricer, movedContract(contract, point), scenarioEngine(contract.terms));
}

} // namespace ballast

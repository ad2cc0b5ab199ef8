#include "models/hedging/shifted_vols.h"

#include "models/pricing/greeks.h"
#include "models/risk/aggregate.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr double leastVol = 0.01;

} // namespace

LineValues atShiftedVol(const Instrument& instrument, const LineValues& values, double quantity, double volPoints)
{
    if (!isOption(instrument) || !values.vol || !(values.years > 0.0))
        return values;
    LineValues shifted = values;
    shifted.vol = std::max(*values.vol + 0.01 * volPoints, leastVol);
    shifted.unit = optionGreeks({values.forward, *instrument.strike, values.years, *shifted.vol, *instrument.type},
                                instrument.settlement);
    shifted.exposure = exposureOf(shifted.unit, quantity, values.forward, quantity * shifted.unit.priceUsd);
    addDeltaShift(shifted.exposure, values.deltaShift, quantity, values.forward);
    return shifted;
}

RiskReport atShiftedVols(const RiskReport& report, double volPoints)
{
    RiskReport shifted = report;
    for (RiskLine& line : shifted.lines) {
        if (line.values.ok() && line.instrument)
            line.values = atShiftedVol(*line.instrument, line.values.value(), line.holding.quantity, volPoints);
    }
    return shifted;
}

std::vector<HedgeCandidate> atShiftedVols(std::span<const HedgeCandidate> candidates, double volPoints)
{
    std::vector<HedgeCandidate> shifted(candidates.begin(), candidates.end());
    for (HedgeCandidate& candidate : shifted)
        candidate.unit = atShiftedVol(candidate.instrument, candidate.unit, 1.0, volPoints);
    return shifted;
}

} // namespace ballast

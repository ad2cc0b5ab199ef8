#include "models/risk/risk_engine.h"

#include "models/risk/aggregate.h"

#include <algorithm>

namespace ballast {

const VolSurface* surfaceFor(std::span<const VolSurfacePtr> surfaces, std::string_view underlying)
{
    for (const VolSurfacePtr& surface : surfaces) {
        if (surface && surface->underlying == underlying)
            return surface.get();
    }
    return nullptr;
}

Result<RiskReport> computeRisk(const RiskInputs& inputs, std::stop_token stop)
{
    RiskReport report;
    report.basis = inputs.market->id;
    report.asOf = inputs.market->asOf;
    report.vol = inputs.vol;
    report.delta = inputs.delta;
    report.lines.reserve(inputs.book->positions.size());
    for (std::size_t position = 0; position < inputs.book->positions.size(); ++position) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the risk was not finished: newer work replaced it"};
        report.lines.push_back(priceLine(inputs, position));
    }

    report.totals = totalOf(report.lines);
    report.pnlUsd = pnlOf(report.lines);
    report.byUnderlying = riskByUnderlying(report.lines, *inputs.market);
    report.byExpiry = riskByExpiry(report.lines, report.asOf);
    report.vegaBuckets = vegaByTenor(report.lines);
    const auto failed = std::ranges::count_if(report.lines, [](const RiskLine& line) { return !line.values; });
    report.linesFailed = static_cast<int>(failed);
    return report;
}

} // namespace ballast

#include "models/surface/vol_index_term.h"
#include "models/surface/quoted_vol_index.h"
#include "models/surface/surface_fit.h"

#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t enoughStrikes = 10;    // of an expiry: fewer leave the integral to its gaps
constexpr double enoughDeviations = 1.0;     // to both sides of the forward that quoted strikes have to reach
constexpr double greatestDisagreement = 0.1; // of the fit's index: then some quote is broken that the fit left out

// Strikes enough, and far enough out, that little of the swap lies beyond them.
bool suffices(const ReplicatedVariance& variance)
{
    if (variance.strikes.size() < enoughStrikes || !(variance.totalVariance > 0.0))
        return false;
    const double reach = enoughDeviations * std::sqrt(variance.totalVariance);
    return std::log(variance.strikes.front().strike / variance.forwardUsd) <= -reach &&
           std::log(variance.strikes.back().strike / variance.forwardUsd) >= reach;
}

} // namespace

std::vector<VolIndexTenor> volIndexTerm(const MarketSnapshot& snapshot, std::string_view underlying,
                                        const VolSurface* surface)
{
    std::vector<VolIndexTenor> points;
    for (const double days : volIndexTermDays) {
        const auto fromFit = surface != nullptr ? volIndex(*surface, days) : std::nullopt;
        const auto quoted = quotedVolIndex(snapshot, underlying, days);
        const bool sound = quoted && suffices(quoted->near) && suffices(quoted->next) &&
                           (!fromFit || std::abs(quoted->index / *fromFit - 1.0) <= greatestDisagreement);
        if (sound)
            points.push_back({days, quoted->index, VolIndexSource::Quotes});
        else if (fromFit)
            points.push_back({days, *fromFit, VolIndexSource::Surface});
    }
    return points;
}

const char* volIndexSourceWord(VolIndexSource source)
{
    return source == VolIndexSource::Quotes ? "quotes" : "surface";
}

} // namespace ballast

#include "models/surface/basis_curve.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double leastYears = 1.0 / (365.0 * 24.0); // within the last hour a rate is noise

std::optional<double> spotOf(const MarketSnapshot& snapshot, std::string_view underlying)
{
    if (const IndexPrice* index = snapshot.index(underlying); index != nullptr && index->priceUsd > 0.0)
        return index->priceUsd;
    const auto perpetual = perpetualOf(snapshot, underlying);
    const auto price = perpetual ? markOrMid(snapshot.quotes[*perpetual]) : std::nullopt;
    return price && *price > 0.0 ? price : std::nullopt;
}

} // namespace

std::optional<double> BasisCurve::rateAt(double years) const
{
    if (points.empty() || !(years > 0.0))
        return std::nullopt;
    const auto after = std::ranges::lower_bound(points, years, {}, &BasisPoint::years);
    if (after == points.begin())
        return points.front().impliedRate;
    if (after == points.end())
        return points.back().impliedRate;
    const BasisPoint& before = *std::prev(after);
    const double share = (years - before.years) / (after->years - before.years);
    return std::lerp(before.impliedRate * before.years, after->impliedRate * after->years, share) / years;
}

std::optional<BasisCurve> basisCurve(const MarketSnapshot& snapshot, std::string_view underlying,
                                     const std::vector<ForwardPoint>& forwards)
{
    const auto spot = spotOf(snapshot, underlying);
    if (!spot)
        return std::nullopt;
    BasisCurve curve{std::string(underlying), *spot, {}};
    for (const ForwardPoint& forward : forwards) {
        if (forward.source == ForwardSource::Interpolated || forward.years < leastYears || !(forward.forwardUsd > 0.0))
            continue;
        BasisPoint point{forward.expiry,
                         forward.years,
                         forward.forwardUsd,
                         forward.source,
                         forward.forwardUsd - *spot,
                         std::log(forward.forwardUsd / *spot) / forward.years,
                         std::nullopt};
        if (!curve.points.empty()) {
            const BasisPoint& before = curve.points.back();
            point.forwardRate = std::log(point.forwardUsd / before.forwardUsd) / (point.years - before.years);
        }
        curve.points.push_back(point);
    }
    return curve.points.empty() ? std::nullopt : std::optional(std::move(curve));
}

} // namespace ballast

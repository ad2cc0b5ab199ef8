#include "models/risk/factor_levels.h"

#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double tenorDays = 30.0;
constexpr double frontDays = 7.0;
constexpr double backDays = 90.0;

std::optional<double> volAtMoney(const VolSurface& surface, double days)
{
    const double years = days / daysPerYear;
    const auto variance = surface.totalVariance(0.0, years);
    return variance && *variance > 0.0 ? std::optional(std::sqrt(*variance / years)) : std::nullopt;
}

// Between the two slices around 30 days, linear in time; the nearest one beyond the ends.
std::optional<double> skewPoints(const VolSurface& surface)
{
    const double wanted = tenorDays / daysPerYear;
    const SviSlice* before = nullptr;
    for (const SviSlice& slice : surface.slices) {
        if (slice.years >= wanted) {
            if (!before)
                return slice.skew25d * 100.0;
            const double share = (wanted - before->years) / (slice.years - before->years);
            return (before->skew25d * (1.0 - share) + slice.skew25d * share) * 100.0;
        }
        before = &slice;
    }
    return before ? std::optional(before->skew25d * 100.0) : std::nullopt;
}

void addSurfaceLevels(std::vector<FactorLevel>& levels, const VolSurface& surface)
{
    const std::string& name = surface.underlying;
    if (const auto vol = volAtMoney(surface, tenorDays))
        levels.push_back({{FactorKind::Vol, name}, *vol * 100.0});
    if (const auto skew = skewPoints(surface))
        levels.push_back({{FactorKind::Skew, name}, *skew});
    const auto front = volAtMoney(surface, frontDays);
    const auto back = volAtMoney(surface, backDays);
    if (front && back)
        levels.push_back({{FactorKind::Term, name}, std::log(*front / *back)});
}

} // namespace

std::vector<FactorLevel> factorLevels(const MarketSnapshot& market, std::span<const VolSurfacePtr> surfaces)
{
    std::vector<FactorLevel> levels;
    for (const IndexPrice& index : market.indices) {
        if (index.priceUsd > 0.0)
            levels.push_back({{FactorKind::Spot, index.underlying}, index.priceUsd});
        for (const VolSurfacePtr& surface : surfaces) {
            if (surface && surface->underlying == index.underlying)
                addSurfaceLevels(levels, *surface);
        }
    }
    return levels;
}

} // namespace ballast

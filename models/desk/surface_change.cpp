#include "models/desk/surface_change.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr std::array shownPlaces{0.05, 0.10, 0.20, 0.25, 0.35, 0.50, 0.65, 0.75, 0.80, 0.90, 0.95};
constexpr double daysPerYear = 365.0;
constexpr double shortTermDays = 7.0;
constexpr double longTermDays = 49.0;

// Out of the money on both sides: under one half a put, over it a call.
std::optional<double> volAtPlace(const SviSlice& slice, double place)
{
    const bool put = place <= 0.5;
    const auto strike = strikeAtDelta(slice, put ? OptionType::Put : OptionType::Call, put ? place : 1.0 - place);
    return strike ? std::optional(slice.volAtStrike(*strike)) : std::nullopt;
}

SmileMove moveOf(const SviSlice& now, const SviSlice* earlier, const std::vector<double>& places)
{
    SmileMove move;
    move.expiry = now.expiry;
    move.days = now.years * daysPerYear;
    move.vols.resize(places.size());
    if (!earlier)
        return move;
    move.wasFitted = true;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const auto before = volAtPlace(*earlier, places[i]);
        const auto after = volAtPlace(now, places[i]);
        if (before && after)
            move.vols[i] = *after - *before;
    }
    move.level = now.atmVol - earlier->atmVol;
    move.skew = now.skew25d - earlier->skew25d;
    move.curvature = now.butterfly25d - earlier->butterfly25d;
    return move;
}

// Vol at the money less that of the longer term; nullopt where the surface does not reach so far.
std::optional<double> termSlope(const VolSurface& surface)
{
    const auto vol = [&](double days) -> std::optional<double> {
        const double years = days / daysPerYear;
        if (surface.empty() || years < surface.slices.front().years || years > surface.slices.back().years)
            return std::nullopt;
        const auto variance = surface.totalVariance(0.0, years);
        return variance ? std::optional(std::sqrt(*variance / years)) : std::nullopt;
    };
    const auto shortTerm = vol(shortTermDays);
    const auto longTerm = vol(longTermDays);
    return shortTerm && longTerm ? std::optional(*shortTerm - *longTerm) : std::nullopt;
}

} // namespace

const SmileMove* SurfaceChange::smile(Timestamp expiry) const
{
    const auto it = std::ranges::find(smiles, expiry, &SmileMove::expiry);
    return it == smiles.end() ? nullptr : &*it;
}

SurfaceChange surfaceChange(const VolSurface& now, SurfaceReferencePtr earlier)
{
    SurfaceChange change;
    change.places.assign(shownPlaces.begin(), shownPlaces.end());
    for (const SviSlice& slice : now.slices)
        change.smiles.push_back(moveOf(slice, earlier->surface->slice(slice.expiry), change.places));
    const auto before = termSlope(*earlier->surface);
    const auto after = termSlope(now);
    if (before && after)
        change.term = *after - *before;
    change.earlier = std::move(earlier);
    return change;
}

} // namespace ballast

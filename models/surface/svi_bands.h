#pragma once

#include "models/surface/svi.h"
#include "models/surface/vol_surface.h"

#include <span>
#include <vector>

namespace ballast {

inline constexpr double coreDelta = 0.05; // quotes with |delta| of this .. 1 - this are to hold the fit

[[nodiscard]] bool inCore(double k, double vol, double years);

// One strike as the fit has to respect it: total variances of bid and ask, and what it is drawn to when it is inside.
struct SviBand
{
    double k = 0.0;
    double low = 0.0;
    double high = 0.0;
    double target = 0.0;
    double quotes = 0.0; // of the core whose market this is; 0: only pulls
    double pull = 0.0;   // weight of the squared distance from the target where it only pulls
};

// Calls and puts of a strike share one band: what both markets allow, else the narrower one's.
[[nodiscard]] std::vector<SviBand> sviBands(std::span<const SmileQuote> quotes, double years);

// Half-width in total variance, floored.
[[nodiscard]] double bandScale(const SviBand& band);

// How far w lies outside the band, in half-widths; not positive: inside.
[[nodiscard]] double bandExcess(const SviBand& band, double w);

// Quotes of the core that do not hold the slice.
[[nodiscard]] double bandMisses(std::span<const SviBand> bands, const SviParams& params);

// How a slice at w is drawn by a band: towards its inside from without, weakly to the target from within.
struct BandLoss
{
    double towards = 0.0;
    double weight = 0.0;
};

enum class BandNorm
{
    Squares, // far misses count most: a rough fit
    Sparse   // the number of misses counts (iteratively reweighted absolute distances)
};

[[nodiscard]] BandLoss bandLoss(const SviBand& band, double w, BandNorm norm);

} // namespace ballast

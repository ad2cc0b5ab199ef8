#pragma once

#include "models/core/result.h"
#include "models/surface/essvi.h"
#include "models/surface/svi_bands.h"
#include "models/surface/svi_calibration.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

// One expiry on its way into a surface.
struct FittedSmile
{
    ForwardPoint forward;
    std::vector<SmileQuote> quotes;
    QuotedRange quoted;
    std::vector<SviBand> bands;
    SviParams alone;   // without neighbours, or as it was before
    bool kept = false; // its quotes have not moved since `alone` was fitted among its neighbours
    int keptTimes = 0; // in a row
};

// The slice without its neighbours; outliers are found and left out here. Searched from `before` where there is one,
// and from scratch too where that leaves a quote outside.
[[nodiscard]] Result<FittedSmile> fitAlone(std::vector<SmileQuote> quotes, const ForwardPoint& forward,
                                           const SviParams* before = nullptr);

// The slice as it was fitted before: kept where no quote moved by more than a little of its market's width and no more
// quotes miss it than did; not for ever, since small moves add up.
[[nodiscard]] std::optional<FittedSmile> fittedBefore(const std::vector<SmileQuote>& quotes,
                                                      const ForwardPoint& forward, const SviSlice& before);

// All slices of one way to fit them.
struct SurfaceCandidate
{
    std::vector<SviParams> params;
    std::vector<EssviSlice> essvi; // empty: raw SVI
    std::vector<double> minButterfly;
    std::vector<double> minCalendar;
    bool clean = false;
    double error = 0.0; // weighted rms distance from the markets over all expiries, vol points
};

[[nodiscard]] SurfaceCandidate rawSviCandidate(std::span<const FittedSmile> smiles);
[[nodiscard]] std::optional<SurfaceCandidate> essviCandidate(std::span<const FittedSmile> smiles);

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/surface/svi.h"
#include "models/surface/svi_box_fit.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

inline constexpr std::size_t minSviPoints = 5; // as many as the slice has parameters
inline constexpr std::size_t minSviStrikes = 3;

// Where an expiry is quoted, in k.
struct QuotedRange
{
    double low = 0.0;
    double high = 0.0;
};

// The k at which slices are checked, rising: dense over the quotes and half their width beyond and over the quotes of
// the later expiry, coarse over at least [-1.5, 1.5] and twice the farthest quote.
[[nodiscard]] std::vector<double> arbitrageGrid(const QuotedRange& quoted, const std::optional<QuotedRange>& later);

// Least Durrleman g over a rising grid, looked at more closely around the grid's least.
[[nodiscard]] double leastDurrleman(const SviParams& slice, std::span<const double> grid);
// Least w(k, later) - w(k, earlier), likewise: negative means that the two slices cross.
[[nodiscard]] double leastCalendarGap(const SviParams& earlier, const SviParams& later, std::span<const double> grid);

struct SviFit
{
    SviParams params;
    double cost = 0.0;         // weighted sum of squared errors of w at params, without penalties
    double minButterfly = 0.0; // least Durrleman g on the grid
    double minCalendar = 0.0;  // least gap to the later slice on the grid; 0 without one
    bool repaired = false;     // the free fit had arbitrage and was fitted again with penalties
    int evaluations = 0;       // of the outer search
};

// The quasi-explicit search alone, in Zeliade's domain (level a >= 0, wings within Lee's bound): a tame start for
// others.
[[nodiscard]] Result<SviParams> searchSvi(std::span<const SviSample> samples);

// Raw SVI through the samples (spec F4, Zeliade ZWP-0005): two-dimensional search over (m, sigma) from deterministic
// starts, exact inner least squares, Levenberg-Marquardt to finish; again with penalties where g < 0 or the slice rises
// above the later one on the grid.
[[nodiscard]] Result<SviFit> calibrateSvi(std::span<const SviSample> samples, std::span<const double> grid,
                                          const std::optional<SviParams>& later);

} // namespace ballast

#pragma once

#include "models/surface/slice_kernels.h"
#include "models/surface/svi_wings.h"

#include <optional>
#include <span>

namespace ballast {

// Where no-arbitrage is asked for, and how dearly. All prices start at zero: a free fit.
struct SviPenalties
{
    std::span<const double> grid;     // k of the checks
    std::span<const double> ceilingW; // w of the later expiry on the grid; empty: none
    double butterflyPrice = 0.0;      // per squared shortfall of g
    double levelPrice = 0.0;          // per squared a below zero
    double calendarPrice = 0.0;       // per squared shortfall of w
    double butterflyMargin = 1e-3;    // kept above zero, so that a penalty ends on the right side
    double calendarMargin = 1e-4;     // of the later w
};

struct SviPolish
{
    SviWings wings;
    double cost = 0.0; // weighted sum of squares with penalties
    int iterations = 0;
};

// The points of a fit, and how far they reach.
struct SviFitPoints
{
    explicit SviFitPoints(std::span<const SviSample> samples);

    SliceRows rows;
    double lowK = 0.0;
    double highK = 0.0;
    double maxW = 0.0;
    double weight = 0.0;         // sum
    double weightedSquare = 0.0; // sum of weight w^2
};

// Levenberg-Marquardt on all five parameters within their box, with analytic derivatives. Penalises g below a small
// margin and w above the later expiry (spec F4, "Post").
[[nodiscard]] SviPolish polishSvi(const SviFitPoints& points, const SviWings& start, const SviPenalties& penalties);

} // namespace ballast

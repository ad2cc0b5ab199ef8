#pragma once

#include "models/surface/vol_surface.h"

#include <vector>

namespace ballast {

// What a slice would say about one of its quotes if that quote had not been there.
struct LeftOutVol
{
    double vol = 0.0;       // fraction
    double errorBand = 0.0; // standard error of that vol, fraction
};

// Parallel to the slice's quotes. From the fit's own last least-squares system, linear in the level and the wings and
// linearised in m and sigma: one removed row moves the fit by its leverage (Cook and Weisberg 1982), no refit needed.
// Quotes that took no part in the fit: the slice itself.
[[nodiscard]] std::vector<LeftOutVol> leaveOneOut(const SviSlice& slice);

} // namespace ballast

#pragma once

#include "app/cli/output.h"
#include "models/core/result.h"
#include "models/desk/surface_change.h"
#include "models/surface/surface_move.h"

#include <optional>
#include <string>

namespace ballast {

// A surface against an earlier one: point by point at the same delta, and what the whole move was made of.
struct SurfaceComparison
{
    SurfaceChange change;
    std::optional<SurfaceMove> move; // nullopt: no expiry in common
};

// `earlier` is a surface that --save wrote, or a market to fit one to.
[[nodiscard]] Result<SurfaceComparison> comparedWith(const VolSurface& now, const std::string& earlier);

[[nodiscard]] Json comparisonJson(const SurfaceComparison& comparison);
void printComparison(const SurfaceComparison& comparison);

} // namespace ballast

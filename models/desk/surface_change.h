#pragma once

#include "models/desk/surface_samples.h"
#include "models/surface/vol_surface.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// A surface kept to compare later ones with.
struct SurfaceReference
{
    VolSurfacePtr surface; // never null
    SurfaceSamplesPtr samples;
    std::string name{}; // of the file that it was read from; empty: kept in this run
};
using SurfaceReferencePtr = std::shared_ptr<const SurfaceReference>;

// How one expiry moved: same listed expiry, fractions.
struct SmileMove
{
    Timestamp expiry{};
    double days = 0.0;
    bool wasFitted = false;                  // false: not listed or not fitted before, the rest is empty
    std::vector<std::optional<double>> vols; // parallel to SurfaceChange::places, at the same delta
    std::optional<double> level;             // of the vol at the money
    std::optional<double> skew;              // of the 25-delta put less the 25-delta call
    std::optional<double> curvature;         // of the mean of both less the middle
    bool operator==(const SmileMove&) const = default;
};

// A surface less an earlier one.
struct SurfaceChange
{
    SurfaceReferencePtr earlier;
    std::vector<double> places;    // on SmileAxis::Delta, rising: 0.05 is the 5-delta put
    std::vector<SmileMove> smiles; // parallel to the slices of the later surface
    std::optional<double> term;    // of the vol at the money at 7 days less that at 49 days, fraction

    [[nodiscard]] const SmileMove* smile(Timestamp expiry) const; // null: not fitted now
};

[[nodiscard]] SurfaceChange surfaceChange(const VolSurface& now, SurfaceReferencePtr earlier);

} // namespace ballast

#pragma once

#include "models/surface/vol_surface.h"

#include <optional>
#include <vector>

namespace ballast {

// A place on a smile by its delta: 0.25 put, at the money, 0.25 call.
struct SmilePlace
{
    OptionType type = OptionType::Call;
    double absDelta = 0.5; // 0.5: at k = 0
    bool operator==(const SmilePlace&) const = default;
};

// The places at which surfaces are compared: 10 and 25 delta on both sides and the money.
[[nodiscard]] const std::vector<SmilePlace>& comparedPlaces();

struct SurfaceDifference
{
    Timestamp expiry{};
    SmilePlace place;
    double volNow = 0.0;    // fraction
    double volBefore = 0.0; // at the same delta and expiry
};

// Change of a surface as least squares of level + term (ln T - mean ln T) + skew s + curvature c over the differences
// at 25 delta and the money, where s is +1/2 at the put and -1/2 at the call, and c is 1 at both and 0 at the money.
// All in vol points.
struct SurfaceMove
{
    double level = 0.0;       // at the money, mean over expiries
    double skew = 0.0;        // 25-delta put less call
    double curvature = 0.0;   // 25-delta butterfly
    double term = 0.0;        // at the money, per unit of ln T: positive where the long end rose more
    double unexplained = 0.0; // rms of what is left
    std::vector<SurfaceDifference> differences;
};

// Over the expiries that both surfaces have; nullopt where they share none.
[[nodiscard]] std::optional<SurfaceMove> surfaceMove(const VolSurface& now, const VolSurface& before);

} // namespace ballast

#pragma once

#include "models/surface/svi.h"
#include "models/surface/svi_box_fit.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

// One slice of an extended SSVI surface (Hendriks and Martini 2019; spec F5), with psi = theta phi:
//   w(k) = theta/2 (1 + rho phi k + sqrt((phi k + rho)^2 + 1 - rho^2)).
struct EssviSlice
{
    double theta = 0.0; // total variance at k = 0
    double rho = 0.0;
    double psi = 0.0;
    bool operator==(const EssviSlice&) const = default;
};

[[nodiscard]] double essviTotalVariance(const EssviSlice& slice, double k);
[[nodiscard]] SviParams toRaw(const EssviSlice& slice); // exact

// Sufficient for no butterfly (Gatheral and Jacquier 2014, theorem 4.2): psi (1 + |rho|) < 4, psi^2 (1 + |rho|) <= 4
// theta.
[[nodiscard]] bool essviFreeOfButterfly(const EssviSlice& slice);

// Sufficient for no crossing (Corbetta, Cohort, Laachir, Martini 2019): theta rises, psi (1 + rho) and psi (1 - rho) do
// not fall (both necessary), and psi / theta does not rise. The published proposition was corrected later: check a grid
// too.
[[nodiscard]] bool essviFreeOfCalendar(const EssviSlice& earlier, const EssviSlice& later);
[[nodiscard]] bool essviMeetsNecessaryCalendar(const EssviSlice& earlier, const EssviSlice& later);

// phi of the power law eta / (theta^gamma (1 + theta)^(1 - gamma)).
[[nodiscard]] double powerLawPhi(double theta, double eta, double gamma);

// The quotes of one expiry.
struct EssviInput
{
    std::span<const SviSample> samples; // weights of squared w
    double anchorK = 0.0;               // of the quote nearest the money
    double anchorW = 0.0;
};

// Fits expiry after expiry (rising), each slice through its anchor: theta = theta* - rho psi k*, so that (rho, psi) are
// free, within the conditions above. An anchor that lies below the earlier slices is lifted. nullopt where even that
// leaves no room.
[[nodiscard]] std::optional<std::vector<EssviSlice>> fitEssvi(std::span<const EssviInput> expiries);

} // namespace ballast

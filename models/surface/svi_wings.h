#pragma once

#include "models/surface/svi.h"

#include <array>

namespace ballast {

// Raw SVI in coordinates whose domain is a box. With x = k - m and R = sqrt(x^2 + sigma^2)
//   w = least - sigma sqrt(left right) + left (R - x)/2 + right (R + x)/2,
// left = b (1 - rho) and right = b (1 + rho) are the wings' slopes, least = a + b sigma sqrt(1 - rho^2) the lowest w.
// Zeliade's domain |d| <= c, |d| <= L sigma - c (spec F4) is 0 <= left, right <= L; positivity is least >= 0.
struct SviWings
{
    double least = 0.0;
    double left = 0.0;
    double right = 0.0;
    double m = 0.0;
    double sigma = 0.0;
};

// Lee's moment bound on the slope of total variance, b (1 + |rho|) <= 2, kept a little inside.
inline constexpr double maxWingSlope = 1.9999;
inline constexpr double minWingSlope = 1e-7;
inline constexpr double minSviSigma = 0.005; // spec F4
inline constexpr double maxSviSigma = 10.0;

[[nodiscard]] SviParams toRaw(const SviWings& wings);
[[nodiscard]] SviWings toWings(const SviParams& raw);

// w, w' and w'' at k with their derivatives by (least, left, right, m, sigma).
struct SviJet
{
    double w = 0.0;
    double slope = 0.0;
    double curvature = 0.0;
    std::array<double, 5> dW{};
    std::array<double, 5> dSlope{};
    std::array<double, 5> dCurvature{};
};

[[nodiscard]] SviJet sviJet(const SviWings& wings, double k);

} // namespace ballast

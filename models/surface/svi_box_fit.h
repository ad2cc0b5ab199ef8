#pragma once

#include <span>

namespace ballast {

// One point to fit: weight multiplies the squared error of total variance.
struct SviSample
{
    double k = 0.0;
    double w = 0.0;
    double weight = 1.0;
};

// Best level and wing slopes at fixed (m, sigma): w = level + left (R - x)/2 + right (R + x)/2.
struct SviBoxFit
{
    double level = 0.0; // a
    double left = 0.0;  // b (1 - rho)
    double right = 0.0; // b (1 + rho)
    double cost = 0.0;  // weighted sum of squares
};

// The inner problem of the quasi-explicit calibration (Zeliade ZWP-0005, 2009): convex least squares on the box
// 0 <= level <= max w, 0 <= left, right <= 2. Solved exactly: inside, else the best of all faces, edges and corners.
class SliceRows;
[[nodiscard]] SviBoxFit fitSviBox(const SliceRows& rows, double m, double sigma, double maxLevel);
[[nodiscard]] SviBoxFit fitSviBox(std::span<const SviSample> samples, double m, double sigma, double maxLevel);

} // namespace ballast

#pragma once

#include "models/surface/svi.h"
#include "models/surface/svi_wings.h"

#include <Eigen/Core>

namespace ballast {

// Raw SVI as straight wings: w = level + left (R - x)/2 + right (R + x)/2, x = k - m, R = sqrt(x^2 + sigma^2).
struct SviLines
{
    double level = 0.0; // a
    double left = 0.0;  // b (1 - rho)
    double right = 0.0; // b (1 + rho)
    double m = 0.0;
    double sigma = 0.0;
};

[[nodiscard]] SviParams toRaw(const SviLines& lines);

// w, w' and w'' at k with their derivatives by (level, left, right, m, sigma).
[[nodiscard]] SviJet sviJet(const SviLines& lines, double k);

using Vector5 = Eigen::Matrix<double, 5, 1>;
using Matrix5 = Eigen::Matrix<double, 5, 5>;

// Coordinates for a search: total variance at three strikes, m and ln sigma. Along m and sigma the smile near its
// quotes hardly changes then, so that long steps stay good ones (in raw coordinates they run along a bent valley).
class SviNodes
{
public:
    SviNodes(double lowK, double highK); // and their middle

    [[nodiscard]] Vector5 coordinates(const SviParams& params) const;
    [[nodiscard]] SviLines lines(const Vector5& coordinates) const;

    // Derivatives of (level, left, right, m, sigma) by the coordinates.
    [[nodiscard]] Matrix5 jacobian(const SviLines& at) const;

private:
    [[nodiscard]] Eigen::Matrix3d basis(double m, double sigma) const;

    Eigen::Vector3d m_k;
};

} // namespace ballast

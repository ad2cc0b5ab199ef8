#pragma once

#include "models/surface/svi.h"
#include "models/surface/svi_box_fit.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace ballast {

// Fit points as columns, filled up to whole vectors with points of weight 0.
class SliceRows
{
public:
    SliceRows() = default;
    explicit SliceRows(std::span<const SviSample> samples);

    void clear();
    void add(const SviSample& sample);
    void close(); // after the last add

    [[nodiscard]] std::size_t padded() const { return m_k.size(); }
    [[nodiscard]] const double* k() const { return m_k.data(); }
    [[nodiscard]] const double* w() const { return m_w.data(); }
    [[nodiscard]] const double* weight() const { return m_weight.data(); }

private:
    std::vector<double> m_k, m_w, m_weight;
};

// Raw SVI as w = level + tilt x + bend R with x = k - m, R = sqrt(x^2 + sigma^2): tilt = b rho, bend = b.
struct SviForm
{
    double level = 0.0;
    double tilt = 0.0;
    double bend = 0.0;
    double m = 0.0;
    double sigma = 0.0;
};

[[nodiscard]] inline SviForm toForm(const SviParams& p)
{
    return {p.a, p.b * p.rho, p.b, p.m, p.sigma};
}

// What a Gauss-Newton step needs of the rows. The derivatives of w by every parameter lie in the span of the five
// functions 1, x, R, x/R and 1/R.
struct SviNormal
{
    double cost = 0.0;                               // sum of weight (w - target)^2
    std::array<double, 5> pull{};                    // sum of weight (w - target) f_i
    std::array<std::array<double, 5>, 5> overlaps{}; // sum of weight f_i f_j
};
[[nodiscard]] SviNormal sviNormal(const SliceRows& rows, const SviForm& at);
[[nodiscard]] double sviCost(const SliceRows& rows, const SviForm& at);

// Sums of the inner problem at fixed (m, sigma): over 1, x, R and the target.
struct SviMoments
{
    double s = 0.0, x = 0.0, r = 0.0, xx = 0.0, xr = 0.0;
    double w = 0.0, wx = 0.0, wr = 0.0, ww = 0.0;
};
[[nodiscard]] SviMoments sviMoments(const SliceRows& rows, double m, double sigma);

// w, and w with Durrleman's g, at every k; outputs as long as `k`.
void sviVariances(const SviForm& slice, std::span<const double> k, std::span<double> w);
void sviShapes(const SviForm& slice, std::span<const double> k, std::span<double> w, std::span<double> g);

// Least over k and where; NaN counts as least.
struct LeastAt
{
    std::size_t index = 0;
    double value = 0.0;
};
[[nodiscard]] LeastAt leastDurrlemanOf(const SviForm& slice, std::span<const double> k);
[[nodiscard]] LeastAt leastGapOf(const SviForm& earlier, const SviForm& later, std::span<const double> k);

} // namespace ballast

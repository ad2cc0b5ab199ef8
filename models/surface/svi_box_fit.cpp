#include "models/surface/svi_box_fit.h"
#include "models/surface/slice_kernels.h"
#include "models/surface/svi_wings.h"

#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace ballast {
namespace {

using Vector3 = std::array<double, 3>;

// cost(x) = x'Ax - 2 x'r + c, A symmetric positive semidefinite.
struct Quadratic
{
    std::array<Vector3, 3> A{};
    Vector3 r{};
    double c = 0.0;

    [[nodiscard]] double at(const Vector3& x) const
    {
        double sum = c;
        for (std::size_t i = 0; i < 3; ++i)
            sum += x[i] * (A[i][0] * x[0] + A[i][1] * x[1] + A[i][2] * x[2] - 2.0 * r[i]);
        return sum;
    }
};

// Over (1, down, up) with down = (R - x)/2 and up = (R + x)/2: down up = sigma^2 / 4.
Quadratic normalEquations(const SviMoments& n, double sigma)
{
    const double square = sigma * sigma * n.s;
    const double sd = 0.5 * (n.r - n.x);
    const double su = 0.5 * (n.r + n.x);
    const double sdd = 0.25 * (2.0 * n.xx + square - 2.0 * n.xr);
    const double suu = 0.25 * (2.0 * n.xx + square + 2.0 * n.xr);
    const double sdu = 0.25 * square;
    return {{{{n.s, sd, su}, {sd, sdd, sdu}, {su, sdu, suu}}}, {n.w, 0.5 * (n.wr - n.wx), 0.5 * (n.wr + n.wx)}, n.ww};
}

enum class Bound
{
    Free,
    Low,
    High
};

// Cholesky on the free variables; nullopt where they are dependent.
std::optional<Vector3> stationaryPoint(const Quadratic& q, const std::array<Bound, 3>& bounds, const Vector3& high)
{
    std::array<std::size_t, 3> free{};
    std::size_t n = 0;
    Vector3 x{};
    for (std::size_t i = 0; i < 3; ++i) {
        if (bounds[i] == Bound::Free)
            free[n++] = i;
        else
            x[i] = bounds[i] == Bound::High ? high[i] : 0.0;
    }
    std::array<Vector3, 3> lower{};
    Vector3 z{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double sum = q.A[free[i]][free[j]];
            for (std::size_t l = 0; l < j; ++l)
                sum -= lower[i][l] * lower[j][l];
            if (i == j && sum <= 1e-13 * q.A[free[i]][free[i]])
                return std::nullopt;
            lower[i][j] = i == j ? std::sqrt(sum) : sum / lower[j][j];
        }
        double rhs = q.r[free[i]];
        for (std::size_t j = 0; j < 3; ++j)
            rhs -= bounds[j] == Bound::Free ? 0.0 : q.A[free[i]][j] * x[j];
        for (std::size_t l = 0; l < i; ++l)
            rhs -= lower[i][l] * z[l];
        z[i] = rhs / lower[i][i];
    }
    for (std::size_t i = n; i-- > 0;) {
        double sum = z[i];
        for (std::size_t l = i + 1; l < n; ++l)
            sum -= lower[l][i] * x[free[l]];
        x[free[i]] = sum / lower[i][i];
    }
    return x;
}

bool inside(const Vector3& x, const Vector3& high)
{
    for (std::size_t i = 0; i < 3; ++i) {
        if (!(x[i] >= 0.0 && x[i] <= high[i]))
            return false;
    }
    return true;
}

} // namespace

SviBoxFit fitSviBox(std::span<const SviSample> samples, double m, double sigma, double maxLevel)
{
    return fitSviBox(SliceRows(samples), m, sigma, maxLevel);
}

SviBoxFit fitSviBox(const SliceRows& rows, double m, double sigma, double maxLevel)
{
    const Quadratic q = normalEquations(sviMoments(rows, m, sigma), sigma);
    const Vector3 high{maxLevel, maxWingSlope, maxWingSlope};
    constexpr std::array choices{Bound::Free, Bound::Low, Bound::High};
    SviBoxFit best;
    best.cost = std::numeric_limits<double>::infinity();
    for (const Bound level : choices) {
        for (const Bound left : choices) {
            for (const Bound right : choices) {
                const auto x = stationaryPoint(q, {level, left, right}, high);
                if (!x || !inside(*x, high))
                    continue;
                const double cost = q.at(*x);
                if (cost < best.cost)
                    best = {(*x)[0], (*x)[1], (*x)[2], cost};
                if (level == Bound::Free && left == Bound::Free && right == Bound::Free)
                    return best; // the unconstrained minimum is inside
            }
        }
    }
    return best;
}

} // namespace ballast

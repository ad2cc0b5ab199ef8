#include "models/surface/svi_polish.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

using Vector5 = Eigen::Matrix<double, 5, 1>;
using Matrix5 = Eigen::Matrix<double, 5, 5>;

constexpr int maxIterations = 60;
constexpr double relativeCostTolerance = 1e-12;
constexpr double exactCost = 1e-24; // of the weighted sum of squared w: as exact as doubles are

struct Box
{
    Vector5 low;
    Vector5 high;
};

struct NormalSystem
{
    double cost = 0.0;
    Matrix5 hessian = Matrix5::Zero(); // Gauss-Newton, J'J
    Vector5 gradient = Vector5::Zero();
};

Vector5 toVector(const SviWings& wings)
{
    return Vector5(wings.least, wings.left, wings.right, wings.m, wings.sigma);
}

SviWings fromVector(const Vector5& v)
{
    return {v[0], v[1], v[2], v[3], v[4]};
}

Box domainOf(std::span<const SviSample> samples)
{
    const auto [first, last] = std::ranges::minmax_element(samples, {}, &SviSample::k);
    const double maxW = std::ranges::max_element(samples, {}, &SviSample::w)->w;
    const double span = std::max(last->k - first->k, minSviSigma);
    Box box;
    box.low << 1e-6 * maxW, minWingSlope, minWingSlope, first->k - span, minSviSigma;
    box.high << 4.0 * maxW, maxWingSlope, maxWingSlope, last->k + span, maxSviSigma;
    return box;
}

void addRow(NormalSystem& system, double price, double error, const Vector5& derivative)
{
    system.cost += price * error * error;
    system.gradient += price * error * derivative;
    system.hessian.selfadjointView<Eigen::Lower>().rankUpdate(derivative, price);
}

Vector5 asVector(const std::array<double, 5>& values)
{
    return Eigen::Map<const Vector5>(values.data());
}

// Derivatives of Durrleman's g by the parameters, by the chain rule through w, w', w''.
Vector5 durrlemanGradient(const SviJet& jet, double k)
{
    const double inverse = 1.0 / jet.w;
    const double tilt = 1.0 - 0.5 * k * jet.slope * inverse;
    const double byW = (tilt * k * jet.slope + 0.25 * jet.slope * jet.slope) * inverse * inverse;
    const double bySlope = -tilt * k * inverse - 0.5 * jet.slope * (inverse + 0.25);
    return byW * asVector(jet.dW) + bySlope * asVector(jet.dSlope) + 0.5 * asVector(jet.dCurvature);
}

void addGridPenalties(NormalSystem& system, const SviWings& wings, const SviPenalties& penalties)
{
    const SviParams raw = toRaw(wings);
    for (std::size_t i = 0; i < penalties.grid.size(); ++i) {
        const double k = penalties.grid[i];
        const double shortG = penalties.butterflyMargin - sviDurrleman(raw, k);
        if (shortG > 0.0 && penalties.butterflyPrice > 0.0)
            addRow(system, penalties.butterflyPrice, shortG, -durrlemanGradient(sviJet(wings, k), k));
        if (penalties.ceilingW.empty() || penalties.calendarPrice <= 0.0)
            continue;
        const double excessW = sviTotalVariance(raw, k) - penalties.ceilingW[i] * (1.0 - penalties.calendarMargin);
        if (excessW > 0.0)
            addRow(system, penalties.calendarPrice, excessW, asVector(sviJet(wings, k).dW));
    }
}

// a = least - sigma sqrt(left right), in Zeliade's domain not negative.
void addLevelPenalty(NormalSystem& system, const SviWings& wings, double price)
{
    const double mean = std::sqrt(wings.left * wings.right);
    const double level = wings.least - wings.sigma * mean;
    if (level >= 0.0)
        return;
    const Vector5 derivative(1.0, -0.5 * wings.sigma * wings.right / mean, -0.5 * wings.sigma * wings.left / mean, 0.0,
                             -mean);
    addRow(system, price, level, derivative);
}

NormalSystem systemAt(std::span<const SviSample> samples, const Vector5& at, const SviPenalties& penalties)
{
    const SviWings wings = fromVector(at);
    NormalSystem system;
    for (const SviSample& sample : samples) {
        const SviJet jet = sviJet(wings, sample.k);
        addRow(system, sample.weight, jet.w - sample.w, asVector(jet.dW));
    }
    if (penalties.levelPrice > 0.0)
        addLevelPenalty(system, wings, penalties.levelPrice);
    if (penalties.butterflyPrice > 0.0 || penalties.calendarPrice > 0.0)
        addGridPenalties(system, wings, penalties);
    return system;
}

// Marquardt's step on the variables that are free to move: those at a bound that descent would leave stay.
Vector5 boxedStep(const NormalSystem& system, const Vector5& at, const Box& box, double damping)
{
    Matrix5 lhs = system.hessian.selfadjointView<Eigen::Lower>();
    Vector5 rhs = -system.gradient;
    for (int i = 0; i < 5; ++i) {
        const bool atBound = (at[i] <= box.low[i] && rhs[i] < 0.0) || (at[i] >= box.high[i] && rhs[i] > 0.0);
        if (atBound) {
            lhs.row(i).setZero();
            lhs.col(i).setZero();
            lhs(i, i) = 1.0;
            rhs[i] = 0.0;
        } else {
            lhs(i, i) += damping * lhs(i, i) + std::numeric_limits<double>::min();
        }
    }
    return lhs.ldlt().solve(rhs);
}

} // namespace

SviPolish polishSvi(std::span<const SviSample> samples, const SviWings& start, const SviPenalties& penalties)
{
    const Box box = domainOf(samples);
    Vector5 at = toVector(start).cwiseMax(box.low).cwiseMin(box.high);
    NormalSystem system = systemAt(samples, at, penalties);
    double scale = 0.0;
    for (const SviSample& sample : samples)
        scale += sample.weight * sample.w * sample.w;
    double damping = 1e-3;
    int iteration = 0;
    for (; iteration < maxIterations && damping < 1e10; ++iteration) {
        const Vector5 step = boxedStep(system, at, box, damping);
        if (!step.allFinite())
            break;
        const Vector5 trial = (at + step).cwiseMax(box.low).cwiseMin(box.high);
        const NormalSystem next = systemAt(samples, trial, penalties);
        if (!(next.cost < system.cost)) {
            damping *= 8.0;
            continue;
        }
        const double gain = system.cost - next.cost;
        const double before = system.cost;
        at = trial;
        system = next;
        damping = std::max(damping * 0.1, 1e-14);
        if (gain <= relativeCostTolerance * before || system.cost <= exactCost * scale)
            break;
    }
    return {fromVector(at), system.cost, iteration};
}

} // namespace ballast

#include "models/surface/svi_polish.h"
#include "models/surface/fixed_cholesky.h"

#include <Eigen/Core>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace ballast {
namespace {

constexpr int maxIterations = 60;
constexpr double relativeCostTolerance = 1e-10;
constexpr double exactCost = 1e-24; // of the weighted sum of squared w: as exact as doubles are
constexpr std::size_t gridChunk = 64;

struct Box
{
    Vector5 low;
    Vector5 high;
};

struct NormalSystem
{
    double cost = 0.0;
    Matrix5 hessian = Matrix5::Zero(); // Gauss-Newton, J'J; its lower triangle
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

Box domainOf(const SviFitPoints& points)
{
    const double span = std::max(points.highK - points.lowK, minSviSigma);
    Box box;
    box.low << 1e-6 * points.maxW, minWingSlope, minWingSlope, points.lowK - span, minSviSigma;
    box.high << 4.0 * points.maxW, maxWingSlope, maxWingSlope, points.highK + span, maxSviSigma;
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
    std::array<double, gridChunk> w{};
    std::array<double, gridChunk> g{};
    const SviForm form = toForm(toRaw(wings));
    for (std::size_t first = 0; first < penalties.grid.size(); first += gridChunk) {
        const auto ks = penalties.grid.subspan(first, std::min(gridChunk, penalties.grid.size() - first));
        sviShapes(form, ks, w, g);
        for (std::size_t i = 0; i < ks.size(); ++i) {
            const double shortG = penalties.butterflyMargin - g[i];
            if (shortG > 0.0 && penalties.butterflyPrice > 0.0)
                addRow(system, penalties.butterflyPrice, shortG, -durrlemanGradient(sviJet(wings, ks[i]), ks[i]));
            if (penalties.ceilingW.empty() || penalties.calendarPrice <= 0.0)
                continue;
            const double excessW = w[i] - penalties.ceilingW[first + i] * (1.0 - penalties.calendarMargin);
            if (excessW > 0.0)
                addRow(system, penalties.calendarPrice, excessW, asVector(sviJet(wings, ks[i]).dW));
        }
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

// Derivatives of w by (least, left, right, m, sigma), over the functions 1, x, R, x/R and 1/R.
Matrix5 derivativesOver(const SviWings& wings, const SviForm& form)
{
    const double mean = std::sqrt(std::max(wings.left * wings.right, minWingSlope * minWingSlope));
    Matrix5 t = Matrix5::Zero();
    t.col(0) << 1.0, 0.0, 0.0, 0.0, 0.0;
    t.col(1) << -0.5 * wings.sigma * wings.right / mean, -0.5, 0.5, 0.0, 0.0;
    t.col(2) << -0.5 * wings.sigma * wings.left / mean, 0.5, 0.5, 0.0, 0.0;
    t.col(3) << -form.tilt, 0.0, 0.0, -form.bend, 0.0;
    t.col(4) << -mean, 0.0, 0.0, 0.0, form.bend * wings.sigma;
    return t;
}

SviForm formOf(const SviWings& wings)
{
    return {wings.least - wings.sigma * std::sqrt(wings.left * wings.right), 0.5 * (wings.right - wings.left),
            0.5 * (wings.left + wings.right), wings.m, wings.sigma};
}

NormalSystem systemAt(const SviFitPoints& points, const Vector5& at, const SviPenalties& penalties)
{
    const SviWings wings = fromVector(at);
    const SviForm form = formOf(wings);
    const SviNormal normal = sviNormal(points.rows, form);
    const Matrix5 t = derivativesOver(wings, form);
    const Matrix5 overlaps = Eigen::Map<const Matrix5>(normal.overlaps[0].data());
    NormalSystem system;
    system.cost = normal.cost;
    system.gradient.noalias() = t.transpose() * Eigen::Map<const Vector5>(normal.pull.data());
    const Matrix5 half = overlaps * t;
    system.hessian.noalias() = t.transpose() * half;
    if (penalties.levelPrice > 0.0)
        addLevelPenalty(system, wings, penalties.levelPrice);
    if (penalties.butterflyPrice > 0.0 || penalties.calendarPrice > 0.0)
        addGridPenalties(system, wings, penalties);
    return system;
}

// Marquardt's step on the variables that are free to move: those at a bound that descent would leave stay. Nothing
// where the damped system is singular.
std::optional<Vector5> boxedStep(const NormalSystem& system, const Vector5& at, const Box& box, double damping)
{
    Matrix5 lhs = system.hessian;
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
    const Vector5 step = FixedCholesky(lhs).solve(rhs);
    return step.allFinite() ? std::optional(step) : std::nullopt;
}

} // namespace

SviFitPoints::SviFitPoints(std::span<const SviSample> samples)
    : rows(samples), lowK(samples.front().k), highK(samples.front().k)
{
    for (const SviSample& sample : samples) {
        lowK = std::min(lowK, sample.k);
        highK = std::max(highK, sample.k);
        maxW = std::max(maxW, sample.w);
        weight += sample.weight;
        weightedSquare += sample.weight * sample.w * sample.w;
    }
}

SviPolish polishSvi(const SviFitPoints& points, const SviWings& start, const SviPenalties& penalties)
{
    const Box box = domainOf(points);
    Vector5 at = toVector(start).cwiseMax(box.low).cwiseMin(box.high);
    NormalSystem system = systemAt(points, at, penalties);
    double damping = 1e-3;
    int iteration = 0;
    for (; iteration < maxIterations && damping < 1e10; ++iteration) {
        const auto step = boxedStep(system, at, box, damping);
        if (!step) {
            damping *= 8.0;
            continue;
        }
        const Vector5 trial = (at + *step).cwiseMax(box.low).cwiseMin(box.high);
        const NormalSystem next = systemAt(points, trial, penalties);
        if (!(next.cost < system.cost)) {
            damping *= 8.0;
            continue;
        }
        const double gain = system.cost - next.cost;
        const double before = system.cost;
        at = trial;
        system = next;
        damping = std::max(damping * 0.1, 1e-14);
        if (gain <= relativeCostTolerance * before || system.cost <= exactCost * points.weightedSquare)
            break;
    }
    return {fromVector(at), system.cost, iteration};
}

} // namespace ballast

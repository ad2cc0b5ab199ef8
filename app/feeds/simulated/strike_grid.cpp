#include "app/feeds/simulated/strike_grid.h"

#include <cmath>
#include <cstddef>
#include <limits>

namespace ballast {
namespace {

// Steps on each side of the money, zone by zone; every zone's step is the next coarser one.
struct GridShape
{
    double nearStep = 0.0; // fraction of the forward, rounded up to a round number
    std::vector<int> below;
    std::vector<int> above;
};

GridShape shapeFor(double daysToExpiry)
{
    if (daysToExpiry < 6.0)
        return {0.0075, {10, 6, 4}, {10, 6, 4}};
    if (daysToExpiry < 25.0)
        return {0.0075, {10, 8, 4}, {10, 8, 5, 2}};
    if (daysToExpiry < 95.0)
        return {0.0150, {10, 6, 3}, {10, 7, 4, 5, 3}};
    return {0.0300, {10, 5, 2}, {10, 7, 6, 5}};
}

// The smallest mantissa times a power of ten that is not below `atLeast`.
double roundStep(double atLeast, const std::vector<double>& mantissas)
{
    const double power = std::pow(10.0, std::floor(std::log10(atLeast)));
    double best = std::numeric_limits<double>::infinity();
    for (const double mantissa : mantissas) {
        for (const double scale : {power, 10.0 * power}) {
            if (mantissa * scale >= atLeast * (1.0 - 1e-12))
                best = std::min(best, mantissa * scale);
        }
    }
    return best;
}

void extend(std::set<double>& strikes, double from, double nearStep, const std::vector<int>& zones, int direction,
            const std::vector<double>& mantissas)
{
    double step = nearStep;
    double strike = from;
    for (const int count : zones) {
        // Onto this zone's grid, away from the money.
        const double onGrid = strike / step;
        strike = step * (direction > 0 ? std::floor(onGrid + 1e-9) : std::ceil(onGrid - 1e-9));
        for (int i = 0; i < count; ++i) {
            strike += direction * step;
            if (strike > 0.15 * from)
                strikes.insert(strike);
        }
        step = roundStep(step * 1.01, mantissas);
    }
}

} // namespace

std::set<double> strikesAround(double forwardUsd, double stepReferenceUsd, double daysToExpiry,
                               const std::vector<double>& mantissas)
{
    const GridShape shape = shapeFor(daysToExpiry);
    const double step = roundStep(shape.nearStep * stepReferenceUsd, mantissas);
    const double centre = step * std::round(forwardUsd / step);
    std::set<double> strikes{centre};
    extend(strikes, centre, step, shape.below, -1, mantissas);
    extend(strikes, centre, step, shape.above, +1, mantissas);
    return strikes;
}

} // namespace ballast

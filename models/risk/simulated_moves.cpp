#include "models/risk/simulated_moves.h"

#include "models/pricing/normal.h"

#include <fmt/format.h>

#include <cmath>
#include <random>

namespace ballast {
namespace {

// Lower triangle L with L L' = covariance. Factors may repeat each other (an underlying that moves as another): such a
// one adds nothing of its own.
std::optional<std::vector<double>> rootOf(const FactorModel& model)
{
    constexpr double leastPivot = 1e-12; // of the diagonal
    const std::size_t n = model.factors.size();
    std::vector<double> root(n * n, 0.0);
    for (std::size_t j = 0; j < n; ++j) {
        const double diagonal = model.covarianceOf(j, j);
        double pivot = diagonal;
        for (std::size_t k = 0; k < j; ++k)
            pivot -= root[j * n + k] * root[j * n + k];
        if (!std::isfinite(pivot) || pivot < -1e-9 * diagonal || diagonal < 0.0)
            return std::nullopt;
        if (!(pivot > leastPivot * diagonal))
            continue;
        root[j * n + j] = std::sqrt(pivot);
        for (std::size_t i = j + 1; i < n; ++i) {
            double sum = model.covarianceOf(i, j);
            for (std::size_t k = 0; k < j; ++k)
                sum -= root[i * n + k] * root[j * n + k];
            root[i * n + j] = sum / root[j * n + j];
        }
    }
    return root;
}

// By inversion: std::normal_distribution differs between libraries.
double normalDraw(std::mt19937_64& random)
{
    constexpr double step = 0x1p-53;
    return inverseNormalCdf((static_cast<double>(random() >> 11U) + 0.5) * step);
}

} // namespace

// x = L z sqrt(h) with z independent standard normal (Glasserman 2004, section 2.3.3).
Result<MoveScenarios> simulatedMoves(const FactorModel& model, const SimulationOptions& options)
{
    if (options.draws < 2 || options.horizonDays < 1 || options.horizonDays > 10)
        return Error{Errc::BadInput, "simulated moves need two draws or more and a horizon of 1 to 10 days"};
    const auto root = rootOf(model);
    if (!root)
        return Error{Errc::BadInput, "the covariance of the factors is none: moves cannot be drawn from it"};
    const std::size_t n = model.factors.size();
    const double scale = std::sqrt(static_cast<double>(options.horizonDays));
    std::mt19937_64 random(options.seed);
    MoveScenarios scenarios{model.factors, {}, {}, {}};
    std::vector<double> z(n);
    for (int draw = 1; draw <= options.draws; ++draw) {
        for (double& each : z)
            each = normalDraw(random);
        std::vector<double> moves(n, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            for (std::size_t k = 0; k <= i; ++k)
                moves[i] += scale * (*root)[i * n + k] * z[k];
        }
        scenarios.names.push_back(fmt::format("draw {}", draw));
        scenarios.logMoves.push_back(std::move(moves));
    }
    return scenarios;
}

} // namespace ballast

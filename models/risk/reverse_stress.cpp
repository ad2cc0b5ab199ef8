#include "models/risk/reverse_stress.h"

#include "models/risk/book_revaluer.h"
#include "models/risk/linear_solve.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <numbers>
#include <random>

namespace ballast {
namespace {

using Vector = std::vector<double>;

constexpr int scanSteps = 40;         // outwards along one direction
constexpr double bracketWidth = 1e-7; // in deviations
constexpr std::size_t refined = 6;    // of the best directions
constexpr int pathPoints = 21;

// Looks along directions of the whitened factors.
class Search
{
public:
    Search(Vector factor, const FactorModel& model, std::span<const StressTarget> targets, double widest)
        : m_factor(std::move(factor)),
          m_n(model.factors.size()),
          m_factors(model.factors),
          m_targets(targets),
          m_widest(widest)
    {}

    [[nodiscard]] bool isLog(std::size_t factor) const
    {
        return m_factors[factor].kind == FactorKind::Spot || m_factors[factor].kind == FactorKind::Vol;
    }

    [[nodiscard]] Vector movesAt(const Vector& direction, double radius) const
    {
        Vector moves(m_n, 0.0);
        for (std::size_t i = 0; i < m_n; ++i) {
            for (std::size_t k = 0; k <= i; ++k)
                moves[i] += m_factor[i * m_n + k] * direction[k] * radius;
        }
        return moves;
    }

    // Least headroom of all targets, and whose it is.
    [[nodiscard]] std::pair<double, std::size_t> headroomAt(const Vector& moves)
    {
        ++m_evaluations;
        std::pair<double, std::size_t> least{std::numeric_limits<double>::infinity(), 0};
        for (std::size_t t = 0; t < m_targets.size(); ++t) {
            const double headroom = m_targets[t].headroom(moves);
            if (headroom < least.first)
                least = {headroom, t};
        }
        return least;
    }

    // First radius below `within` at which something breaks; infinity where nothing does.
    [[nodiscard]] double firstBreak(const Vector& direction, double within)
    {
        const double reach = std::min(within, m_widest);
        double inside = 0.0;
        for (int step = 1; step <= scanSteps; ++step) {
            const double radius = reach * step / scanSteps;
            if (headroomAt(movesAt(direction, radius)).first < 0.0)
                return bisected(direction, inside, radius);
            inside = radius;
        }
        return std::numeric_limits<double>::infinity();
    }

    [[nodiscard]] int evaluations() const { return m_evaluations; }

private:
    [[nodiscard]] double bisected(const Vector& direction, double inside, double outside)
    {
        while (outside - inside > bracketWidth) {
            const double middle = 0.5 * (inside + outside);
            (headroomAt(movesAt(direction, middle)).first < 0.0 ? outside : inside) = middle;
        }
        return outside;
    }

    Vector m_factor; // Cholesky factor of the covariance over the horizon
    std::size_t m_n;
    std::span<const RiskFactor> m_factors;
    std::span<const StressTarget> m_targets;
    double m_widest;
    int m_evaluations = 0;
};

void normalise(Vector& v)
{
    double square = 0.0;
    for (const double x : v)
        square += x * x;
    for (double& x : v)
        x /= std::sqrt(square);
}

// Axes, diagonals of every face and corners of the cube: each factor down, still or up.
std::vector<Vector> cubeDirections(std::size_t n)
{
    constexpr std::size_t mostFactors = 4; // 80 directions; beyond it axes only
    std::vector<Vector> directions;
    if (n > mostFactors) {
        for (std::size_t i = 0; i < n; ++i) {
            for (const double sign : {-1.0, 1.0}) {
                directions.emplace_back(n, 0.0);
                directions.back()[i] = sign;
            }
        }
        return directions;
    }
    const auto count = static_cast<std::size_t>(std::lround(std::pow(3.0, static_cast<double>(n))));
    for (std::size_t code = 0; code < count; ++code) {
        Vector v;
        for (std::size_t k = 0, rest = code; k < n; ++k, rest /= 3)
            v.push_back(static_cast<double>(rest % 3) - 1.0);
        if (std::ranges::all_of(v, [](double x) { return x == 0.0; }))
            continue;
        normalise(v);
        directions.push_back(std::move(v));
    }
    return directions;
}

std::vector<Vector> directionsOf(std::size_t n, const ReverseStressOptions& options)
{
    std::vector<Vector> directions = cubeDirections(n);
    if (n == 2) {
        for (int i = 0; i < options.directions; ++i) {
            const double angle = 2.0 * std::numbers::pi * i / options.directions;
            directions.push_back({std::cos(angle), std::sin(angle)});
        }
        return directions;
    }
    std::mt19937_64 random(options.seed);
    std::normal_distribution<double> normal;
    for (int i = 0; i < options.directions * static_cast<int>(n - 1); ++i) {
        Vector v;
        for (std::size_t k = 0; k < n; ++k)
            v.push_back(normal(random));
        normalise(v);
        directions.push_back(std::move(v));
    }
    return directions;
}

struct Break
{
    Vector direction;
    double radius = std::numeric_limits<double>::infinity();
};

// Turns the direction a little about each axis, both ways, by ever smaller angles.
Break turned(Search& search, Break best, const std::stop_token& stop)
{
    for (double step = 0.2; step > 1e-5;) {
        bool better = false;
        for (std::size_t i = 0; i < best.direction.size(); ++i) {
            for (const double sign : {-1.0, 1.0}) {
                if (stop.stop_requested())
                    return best;
                Vector direction = best.direction;
                direction[i] += sign * step;
                normalise(direction);
                const double radius = search.firstBreak(direction, best.radius);
                if (radius < best.radius - bracketWidth) {
                    best = {std::move(direction), radius};
                    better = true;
                }
            }
        }
        if (!better)
            step *= 0.5;
    }
    return best;
}

std::vector<StressPoint> pathTo(Search& search, const Break& end)
{
    std::vector<StressPoint> path;
    for (int i = 0; i < pathPoints; ++i) {
        const double radius = end.radius * i / (pathPoints - 1);
        Vector moves = search.movesAt(end.direction, radius);
        const double headroom = search.headroomAt(moves).first;
        for (std::size_t f = 0; f < moves.size(); ++f) {
            if (search.isLog(f))
                moves[f] = std::expm1(moves[f]);
        }
        path.push_back({radius, std::move(moves), headroom});
    }
    return path;
}

std::optional<Vector> factorOver(const FactorModel& model, double days)
{
    Vector covariance = model.covariance;
    for (double& value : covariance)
        value *= days;
    return choleskyFactor(std::move(covariance));
}

void fillFound(ReverseStress& result, const FactorModel& model, std::span<const StressTarget> targets, Search& search,
               const Break& found, double days)
{
    result.status = ReverseStressStatus::Found;
    result.deviations = found.radius;
    result.logMoves = search.movesAt(found.direction, found.radius);
    result.broken = targets[search.headroomAt(result.logMoves).second].name;
    for (std::size_t i = 0; i < result.logMoves.size(); ++i)
        result.factorDeviations.push_back(result.logMoves[i] / (model.deviation(i) * std::sqrt(days)));
    result.path = pathTo(search, found);
    result.residual = bracketWidth;
}

} // namespace

StressTarget lossTarget(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, double lossUsd,
                        VolDynamics dynamics)
{
    const auto book = std::make_shared<const BookRevaluer>(inputs, std::move(factors), dynamics);
    return {"loss", [book, lossUsd](std::span<const double> moves) { return lossUsd + book->pnlUsd(moves); }};
}

StressTarget limitTarget(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, const Limit& limit,
                         VolDynamics dynamics)
{
    return {limit.name, [inputs, factors = std::move(factors), limit, dynamics](std::span<const double> moves) {
                const auto after = runScenario(inputs, scenarioOf(factors, moves, dynamics), {});
                if (!after)
                    return std::numeric_limits<double>::infinity();
                Exposure exposure = after->totalsAfter;
                if (!limit.underlying.empty()) {
                    exposure = {};
                    for (const UnderlyingOutcome& outcome : after->byUnderlying) {
                        if (outcome.underlying == limit.underlying)
                            exposure = outcome.after;
                    }
                }
                const LimitCheck check = checkLimit(limit, limitValue(exposure, limit.metric));
                return check.headroom.value_or(std::numeric_limits<double>::infinity());
            }};
}

Result<ReverseStress> reverseStress(const FactorModel& model, std::span<const StressTarget> targets,
                                    const ReverseStressOptions& options, std::stop_token stop)
{
    const std::size_t n = model.factors.size();
    const auto factor = factorOver(model, options.horizonDays);
    if (n == 0 || targets.empty() || !factor)
        return Error{Errc::Undetermined, "the factors' covariance is singular or nothing is there to break"};

    Search search(*factor, model, targets, options.widestDeviations);
    ReverseStress result;
    result.factors = model.factors;
    result.logMoves.assign(n, 0.0);
    if (const auto now = search.headroomAt(result.logMoves); now.first < 0.0) {
        result.status = ReverseStressStatus::AlreadyBroken;
        result.broken = targets[now.second].name;
        return result;
    }
    std::vector<Break> breaks;
    for (Vector& direction : directionsOf(n, options)) {
        if (stop.stop_requested()) {
            result.status = ReverseStressStatus::Cancelled;
            return result;
        }
        const double radius = search.firstBreak(direction, options.widestDeviations);
        if (std::isfinite(radius))
            breaks.push_back({std::move(direction), radius});
    }
    std::ranges::sort(breaks, {}, &Break::radius);
    Break best;
    for (std::size_t i = 0; i < std::min(refined, breaks.size()) && !stop.stop_requested(); ++i) {
        Break candidate = turned(search, breaks[i], stop);
        if (candidate.radius < best.radius)
            best = std::move(candidate);
    }
    if (stop.stop_requested())
        result.status = ReverseStressStatus::Cancelled;
    else if (std::isfinite(best.radius))
        fillFound(result, model, targets, search, best, options.horizonDays);
    result.evaluations = search.evaluations();
    return result;
}

const char* reverseStressWord(ReverseStressStatus status)
{
    constexpr std::array<const char*, 4> words{"found", "already-broken", "not-reached", "cancelled"};
    return words[static_cast<std::size_t>(status)];
}

} // namespace ballast

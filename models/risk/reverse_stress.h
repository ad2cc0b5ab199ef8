#pragma once

#include "models/risk/factor_history.h"
#include "models/risk/limits.h"
#include "models/risk/scenario_engine.h"

#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// Something that a move can break: headroom falls below zero there. Moves are logs, one for each factor of the model.
struct StressTarget
{
    std::string name;
    std::function<double(std::span<const double> logMoves)> headroom;
};

// A loss of `lossUsd` or more by full revaluation. The inputs must outlive the target.
[[nodiscard]] StressTarget lossTarget(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, double lossUsd,
                                      VolDynamics dynamics);
// The hard level (else the soft one) of an exposure limit on the book after the move.
[[nodiscard]] StressTarget limitTarget(const ScenarioInputs& inputs, std::vector<RiskFactor> factors,
                                       const Limit& limit, VolDynamics dynamics);

enum class ReverseStressStatus
{
    Found,
    AlreadyBroken, // without any move
    NotReached,    // not within the widest move searched
    Cancelled
};

// Looked along where the search runs again and again beside a live market: on small books of four factors the refined
// answer is still that of brute force.
inline constexpr int quickDirections = 48;

struct ReverseStressOptions
{
    double horizonDays = 1.0; // one standard deviation is that of the model over so many days
    double widestDeviations = 10.0;
    int directions = 96; // first looked along; the best are then refined
    unsigned seed = 7;
};

// A point of the straight way to the break.
struct StressPoint
{
    double deviations = 0.0;
    std::vector<double> moves; // fractions: spot return, relative vol move; skew in points, term as it is counted
    double headroom = 0.0;
};

struct ReverseStress
{
    ReverseStressStatus status = ReverseStressStatus::NotReached;
    std::string broken;      // name of the target
    double deviations = 0.0; // sqrt(x' S^-1 x): how unlikely the move is as a whole
    std::vector<RiskFactor> factors;
    std::vector<double> logMoves;
    std::vector<double> factorDeviations; // each factor's move in its own standard deviations
    std::vector<StressPoint> path;        // from nothing to the break
    double residual = 0.0;                // width of the last bracket, in deviations
    int evaluations = 0;
};

// The smallest joint move, in standard deviations of the model, that breaks a target: directions on the sphere are
// looked along outwards, the best ones turned by pattern search. Undetermined where the covariance is singular.
[[nodiscard]] Result<ReverseStress> reverseStress(const FactorModel& model, std::span<const StressTarget> targets,
                                                  const ReverseStressOptions& options, std::stop_token stop);

[[nodiscard]] const char* reverseStressWord(ReverseStressStatus status); // "found", "already-broken", ...

} // namespace ballast

#pragma once

#include "models/hedging/hedge_problem.h"

#include <optional>
#include <stop_token>

namespace ballast {

struct HedgeLimits
{
    double seconds = 5.0;
    double relativeGap = 1e-4; // an answer this close to the bound counts as proved optimal
    std::size_t keepLegs = 40; // legs that the first integer solve sees; the rest is proved irrelevant or added later
    // Set: the first whole-lot answer is improved by a fixed number of steps and given with its gap, unproved; only
    // where these take longer than so long after the start does the clock end them. `seconds` bounds the search for one.
    std::optional<double> quickSeconds = std::nullopt;
};

struct HedgeSolution
{
    LpStatus status = LpStatus::Failed;
    std::vector<double> quantities; // signed, parallel to the legs
    double cost = 0.0;
    double gap = 0.0;             // relative, over all legs
    double kkt = 0.0;             // of the relaxation
    std::vector<double> rowDuals; // of the relaxation: cost per unit of the row's own quantity
};

// False: no quantities within the order books keep every row, lots and the number of legs ignored.
[[nodiscard]] bool rowsCanHold(const HedgeProblem& problem, double seconds, const std::stop_token& stop);

// Lots and the number of legs ignored.
[[nodiscard]] HedgeSolution solveRelaxed(const HedgeProblem& problem, double seconds, const std::stop_token& stop);

// Whole lots and at most maxLegs legs. Relaxation first; integers on the legs that it finds worth while; legs left out
// are excluded by their reduced costs where these prove it, else a second solve takes them in.
[[nodiscard]] HedgeSolution solveHedge(const HedgeProblem& problem, const HedgeLimits& limits,
                                       const std::stop_token& stop);

// The `most` legs nearest to paying for themselves, best first; none where the relaxation has no answer.
[[nodiscard]] std::vector<std::size_t> worthwhileLegs(const HedgeProblem& problem, std::size_t most,
                                                      const std::stop_token& stop);

} // namespace ballast

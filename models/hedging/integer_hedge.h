#pragma once

#include "models/hedging/hedge_problem.h"

#include <stop_token>

namespace ballast {

enum class LegCount
{
    Ignored,
    Limited
};

struct IntegerLimits
{
    double seconds = 5.0;
    double relativeGap = 1e-4;
    LegCount legCount = LegCount::Limited;
    double fineLotCost = 0.0;       // see hasFineLot; 0: every lot is an integer
    double costAtMost = lpInfinity; // of an answer already known: only a cheaper one is asked for
};

struct IntegerAnswer
{
    LpStatus status = LpStatus::Failed;
    std::vector<double> quantities; // whole lots
    double cost = 0.0;
    double bound = 0.0;    // no answer on these legs costs less
    bool legsBind = false; // a cheaper answer would have too many legs
};

// Branch and cut over all legs of the problem: lots as integers, a 0/1 switch per leg where their number is limited.
[[nodiscard]] IntegerAnswer solveInteger(const HedgeProblem& problem, const IntegerLimits& limits,
                                         const std::stop_token& stop);

// Without the pieces of order books that no answer of at most this cost can reach.
[[nodiscard]] HedgeProblem withinCost(HedgeProblem problem, double costAtMost);

// The program that it solves: the relaxation's columns and rows first, then lots and switches.
[[nodiscard]] HedgeProgram integerProgram(const HedgeProblem& problem, const IntegerLimits& limits);

} // namespace ballast

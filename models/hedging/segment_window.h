#pragma once

#include "models/hedging/hedge_problem.h"

#include <cstddef>
#include <span>
#include <vector>

namespace ballast {

// A problem seen through the first segments of each side: an order book of ten levels has twenty segments a leg, and a
// hedge uses few. Where no side is used up by an optimum, the optimum is the whole problem's: costs rise along a side,
// so what lies behind an unused piece cannot pay. Costs that fall along a side or lie below zero: the whole is seen.
class SegmentWindow
{
public:
    explicit SegmentWindow(const HedgeProblem& whole);

    [[nodiscard]] const HedgeProblem& problem() const { return m_problem; }
    // Shows more of every side that these quantities use up. False: none was, or nothing is left to show.
    bool widen(std::span<const double> quantities);
    // False: it is the whole problem already.
    bool widenAll();
    // Everything not shown costs as little as the last shown piece of its side: no optimum of the whole lies below.
    void widenCheaply();

private:
    const HedgeProblem& m_whole; // not owned
    HedgeProblem m_problem;
};

// The same feasible quantities with one segment a side and no costs: enough to know whether rows can hold.
[[nodiscard]] HedgeProblem withoutCosts(const HedgeProblem& problem);

} // namespace ballast

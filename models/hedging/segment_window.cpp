#include "models/hedging/segment_window.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t firstShown = 2;
constexpr double usedShare = 1.0 - 1e-4; // of what is shown; an interior point ends short of a bound

bool rises(std::span<const LegSegment> side)
{
    return std::ranges::is_sorted(side, {}, &LegSegment::unitCost) && (side.empty() || side.front().unitCost >= 0.0);
}

void show(std::vector<LegSegment>& shown, const std::vector<LegSegment>& side, std::size_t count)
{
    shown.assign(side.begin(), side.begin() + static_cast<std::ptrdiff_t>(std::min(count, side.size())));
}

bool showMore(std::vector<LegSegment>& shown, const std::vector<LegSegment>& side, double quantity)
{
    if (shown.size() == side.size() || quantity < usedShare * sideCapacity(shown))
        return false;
    show(shown, side, 2 * shown.size());
    return true;
}

} // namespace

SegmentWindow::SegmentWindow(const HedgeProblem& whole) : m_whole(whole), m_problem(whole)
{
    const bool convex =
        std::ranges::all_of(whole.legs, [](const HedgeLeg& leg) { return rises(leg.buy) && rises(leg.sell); });
    if (!convex)
        return;
    for (HedgeLeg& leg : m_problem.legs) {
        leg.buy.resize(std::min(leg.buy.size(), firstShown));
        leg.sell.resize(std::min(leg.sell.size(), firstShown));
    }
}

bool SegmentWindow::widen(std::span<const double> quantities)
{
    bool more = false;
    for (std::size_t j = 0; j < quantities.size(); ++j) {
        more = showMore(m_problem.legs[j].buy, m_whole.legs[j].buy, quantities[j]) || more;
        more = showMore(m_problem.legs[j].sell, m_whole.legs[j].sell, -quantities[j]) || more;
    }
    return more;
}

bool SegmentWindow::widenAll()
{
    const bool all = m_problem.legs == m_whole.legs;
    m_problem.legs = m_whole.legs;
    return !all;
}

void SegmentWindow::widenCheaply()
{
    const auto stretch = [](std::vector<LegSegment>& shown, const std::vector<LegSegment>& side) {
        if (!shown.empty() && shown.size() < side.size())
            shown.back().quantity += std::max(0.0, sideCapacity(side) - sideCapacity(shown));
    };
    for (std::size_t j = 0; j < m_problem.legs.size(); ++j) {
        stretch(m_problem.legs[j].buy, m_whole.legs[j].buy);
        stretch(m_problem.legs[j].sell, m_whole.legs[j].sell);
    }
}

HedgeProblem withoutCosts(const HedgeProblem& problem)
{
    HedgeProblem free = problem;
    for (HedgeLeg& leg : free.legs) {
        for (std::vector<LegSegment>* side : {&leg.buy, &leg.sell}) {
            if (!side->empty())
                *side = {{sideCapacity(*side), 0.0}};
        }
    }
    free.riskCuts.clear();
    free.fixedPerLeg = 0.0;
    return free;
}

} // namespace ballast

#include "models/hedging/worst_risk.h"

#include "models/hedging/cutting_plane.h"

#include <algorithm>
#include <numeric>

namespace ballast {

WorstRisk::WorstRisk(std::vector<Corner> corners) : m_corners(std::move(corners)) {}

const WorstRisk::Corner& WorstRisk::worstAt(std::span<const double> quantities) const
{
    return *std::ranges::max_element(m_corners, {}, [&](const Corner& c) { return c.risk->costAt(quantities); });
}

double WorstRisk::costAt(std::span<const double> quantities) const
{
    return worstAt(quantities).risk->costAt(quantities);
}

RiskCut WorstRisk::cutAt(std::span<const double> quantities) const
{
    return worstAt(quantities).risk->cutAt(quantities);
}

RelaxedHedge WorstRisk::relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                  const std::stop_token& stop) const
{
    if (weight == 1.0)
        return solveByCuts(problem, *this, {.seconds = seconds, .gap = 1e-5}, stop);
    std::vector<std::size_t> legs(problem.legs.size());
    std::iota(legs.begin(), legs.end(), std::size_t{0});
    return onLegs(legs, weight)->relaxed(problem, seconds, stop);
}

std::unique_ptr<HedgeRisk> WorstRisk::onLegs(std::span<const std::size_t> legs, double weight) const
{
    std::vector<Corner> corners;
    for (const Corner& corner : m_corners)
        corners.push_back({corner.name, corner.risk->onLegs(legs, weight)});
    return std::make_unique<WorstRisk>(std::move(corners));
}

} // namespace ballast

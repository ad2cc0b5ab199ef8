#pragma once

#include "models/hedging/hedge_risk.h"

#include <memory>
#include <string>
#include <vector>

namespace ballast {

// One price of risk per corner of a box of errors; what counts is the largest. Convex as each of them is; solved by
// cutting planes.
class WorstRisk final : public HedgeRisk
{
public:
    struct Corner
    {
        std::string name;
        std::shared_ptr<const HedgeRisk> risk;
    };
    explicit WorstRisk(std::vector<Corner> corners); // at least one

    [[nodiscard]] double costAt(std::span<const double> quantities) const override;
    [[nodiscard]] RiskCut cutAt(std::span<const double> quantities) const override;
    [[nodiscard]] RelaxedHedge relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                         const std::stop_token& stop) const override;
    [[nodiscard]] std::unique_ptr<HedgeRisk> onLegs(std::span<const std::size_t> legs, double weight) const override;
    [[nodiscard]] const Corner& worstAt(std::span<const double> quantities) const;

private:
    std::vector<Corner> m_corners;
};

} // namespace ballast

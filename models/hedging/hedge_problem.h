#pragma once

#include "models/hedging/linear_program.h"
#include "models/market/ladder.h"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

// A hedge as plain numbers: which quantities of which legs bring sums into their ranges at least cost.

struct LegSegment
{
    double quantity = 0.0; // finite
    double unitCost = 0.0;
    bool operator==(const LegSegment&) const = default;
};

struct HedgeLeg
{
    std::vector<LegSegment> buy; // cheapest first
    std::vector<LegSegment> sell;
    double lot = 0.0; // 0: any quantity
    bool operator==(const HedgeLeg&) const = default;
};

enum class RowSum
{
    Signed,  // buys add, sells subtract: an exposure
    Absolute // both add: a notional
};

// lower <= sum of perUnit x quantity <= upper; what the book already holds is taken off the bounds.
struct HedgeRow
{
    std::string name;
    std::string unit;
    double lower = -lpInfinity;
    double upper = lpInfinity;
    RowSum sum = RowSum::Signed;
    std::vector<double> perUnit; // parallel to the legs
    bool operator==(const HedgeRow&) const = default;
};

// A price of risk that is never below `constant` + sum of perLeg x quantity.
struct RiskCut
{
    double constant = 0.0;
    std::vector<double> perLeg; // parallel to the legs
    bool operator==(const RiskCut&) const = default;
};

struct HedgeProblem
{
    std::vector<HedgeLeg> legs;
    std::vector<HedgeRow> rows;
    std::optional<int> maxLegs;
    std::vector<RiskCut> riskCuts;  // their largest is added to the cost; none: risk has no price
    double riskFloor = -lpInfinity; // the price of risk is never below it
    double fixedPerLeg = 0.0;       // what a leg costs whatever its size; the relaxation leaves it out
    bool operator==(const HedgeProblem&) const = default;
};

// A row's bounds and coefficients are divided by this before the solver sees them, so that deltas near 1, gammas near
// 1e-5 and vegas near 1e3 weigh alike.
[[nodiscard]] double rowScale(const HedgeRow& row);

[[nodiscard]] double sideCapacity(std::span<const LegSegment> side);
[[nodiscard]] double costOf(const HedgeLeg& leg, double quantity);
// With the price of risk.
[[nodiscard]] double costOf(const HedgeProblem& problem, std::span<const double> quantities);
[[nodiscard]] double riskOf(const HedgeProblem& problem, std::span<const double> quantities); // 0 without cuts
[[nodiscard]] double activityOf(const HedgeRow& row, std::span<const double> quantities);
[[nodiscard]] int legsOf(std::span<const double> quantities);

// Largest amount by which a row is missed, in units of its scale; 0: all kept.
[[nodiscard]] double worstMiss(const HedgeProblem& problem, std::span<const double> quantities);
// Branch and cut keeps rows to 1e-7 of their scaled size; a bound missed by less counts as kept.
inline constexpr double rowTolerance = 5e-7;
[[nodiscard]] bool keepsRows(const HedgeProblem& problem, std::span<const double> quantities);

// The same problem on fewer legs.
[[nodiscard]] HedgeProblem onLegs(const HedgeProblem& problem, std::span<const std::size_t> legs);

// Where a leg's segments stand among the columns of its linear program.
struct LegColumns
{
    std::size_t buy = 0; // first of leg.buy.size()
    std::size_t sell = 0;
};

// The relaxation: rows in the problem's order, then risk cuts; lots and the number of legs are ignored.
struct HedgeProgram
{
    LinearProgram program;
    std::vector<LegColumns> legs;
    std::optional<std::size_t> riskColumn; // the price of risk, where the problem has cuts

    [[nodiscard]] std::vector<double> quantities(const HedgeProblem& problem, std::span<const double> x) const;
};
[[nodiscard]] HedgeProgram relaxationOf(const HedgeProblem& problem);

// theta - sum of perLeg x quantity >= constant, scaled.
[[nodiscard]] LpRow cutRow(const HedgeProgram& program, const HedgeProblem& problem, const RiskCut& cut);

} // namespace ballast

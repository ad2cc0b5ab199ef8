#pragma once

#include "models/hedging/hedge_problem.h"
#include "models/hedging/hedge_solver.h"
#include "models/hedging/qp_problem.h"

#include <cstddef>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// The best hedge without lots and leg limits.
struct RelaxedHedge
{
    HedgeSolution solution;     // cost: of trades and risk together
    double bound = -lpInfinity; // no hedge costs less
    std::vector<RiskCut> cuts;  // planes that hold the bound up
};

// A convex price of what the hedged book may lose, as a function of the legs' quantities.
class HedgeRisk
{
public:
    virtual ~HedgeRisk() = default;
    [[nodiscard]] virtual double costAt(std::span<const double> quantities) const = 0; // USD
    // A plane that touches costAt at `quantities` and lies nowhere above it.
    [[nodiscard]] virtual RiskCut cutAt(std::span<const double> quantities) const = 0;
    // With the price of risk times `weight`.
    [[nodiscard]] virtual RelaxedHedge relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                                 const std::stop_token& stop) const = 0;
    // The same risk times `weight` of hedges on these legs only.
    [[nodiscard]] virtual std::unique_ptr<HedgeRisk> onLegs(std::span<const std::size_t> legs, double weight) const = 0;
    [[nodiscard]] RelaxedHedge relaxed(const HedgeProblem& problem, double seconds, const std::stop_token& stop) const
    {
        return relaxedAt(problem, 1.0, seconds, stop);
    }
};

// aversion / 2 x |F x + f|^2: F the factors of the covariance, in USD. Solved by the low-rank interior point.
class VarianceRisk final : public HedgeRisk
{
public:
    // `factors`: one row per factor, legs across, row-major; aversion per USD.
    VarianceRisk(std::vector<double> factors, std::vector<double> offset, double aversion);

    [[nodiscard]] double costAt(std::span<const double> quantities) const override;
    [[nodiscard]] RiskCut cutAt(std::span<const double> quantities) const override;
    [[nodiscard]] RelaxedHedge relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                         const std::stop_token& stop) const override;
    [[nodiscard]] std::unique_ptr<HedgeRisk> onLegs(std::span<const std::size_t> legs, double weight) const override;
    [[nodiscard]] double varianceAt(std::span<const double> quantities) const; // USD squared
    // The relaxed hedge with this risk times `weight`.
    [[nodiscard]] QpProblem qpOf(const HedgeProblem& problem, double weight) const;

private:
    [[nodiscard]] std::vector<double> residual(std::span<const double> quantities) const;

    std::vector<double> m_factors;
    std::vector<double> m_offset;
    double m_aversion;
};

// What the shortfall is measured from.
enum class TailOrigin
{
    Zero,
    Mean // of every instrument: a hedge is not paid for implied vols that the scenarios do not earn
};

// How often a loss counts: weight x expected shortfall - meanWeight x expected P&L.
struct TailWeights
{
    double confidence = 0.975;
    double shortfall = 1.0;
    double mean = 0.0;
    TailOrigin origin = TailOrigin::Zero;
    bool operator==(const TailWeights&) const = default;
};

// P&L of the book and per unit of each leg over scenarios.
struct TailScenarios
{
    std::vector<double> probability;
    std::vector<double> book;              // USD
    std::vector<std::vector<double>> legs; // per leg: USD per unit, parallel to the scenarios
};

struct TailLoss
{
    double valueAtRisk = 0.0; // USD, positive is a loss
    double shortfall = 0.0;
    std::vector<double> tail; // per scenario: its share of the shortfall's mean; adds up to 1
};
// Expected shortfall of a sample: the mean over the worst 1 - confidence of probability, the last one in part
// (Rockafellar and Uryasev, Journal of Risk 2, 2000). It is the least over t of t + E[loss - t]+ / (1 - confidence).
[[nodiscard]] TailLoss tailLoss(std::span<const double> pnl, std::span<const double> probability, double confidence);

// Solved by cutting planes.
class TailRisk final : public HedgeRisk
{
public:
    TailRisk(TailScenarios scenarios, const TailWeights& weights);

    [[nodiscard]] double costAt(std::span<const double> quantities) const override;
    [[nodiscard]] RiskCut cutAt(std::span<const double> quantities) const override;
    [[nodiscard]] RelaxedHedge relaxedAt(const HedgeProblem& problem, double weight, double seconds,
                                         const std::stop_token& stop) const override;
    [[nodiscard]] std::unique_ptr<HedgeRisk> onLegs(std::span<const std::size_t> legs, double weight) const override;
    [[nodiscard]] TailLoss lossAt(std::span<const double> quantities) const;
    [[nodiscard]] const TailScenarios& scenarios() const { return m_scenarios; }
    [[nodiscard]] const TailWeights& weights() const { return m_weights; }

private:
    void takeMeansOut();
    [[nodiscard]] std::vector<double> pnlAt(std::span<const double> quantities) const;

    TailScenarios m_scenarios;
    std::vector<double> m_byScenario; // of the legs, leg by leg within a scenario: a plane reads few scenarios whole
    TailWeights m_weights;
    std::vector<double> m_meanPerLeg;
    double m_meanBook = 0.0;
    double m_gap = wholeGap; // at which cutting planes end
    static constexpr double wholeGap = 1e-7;
    static constexpr double partGap = 1e-4; // of a few legs: it decides which of them go
};

} // namespace ballast

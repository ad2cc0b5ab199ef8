#include "models/hedging/margin_limit.h"

#include "models/hedging/constraints.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double keptTolerance = 1e-9; // share of the limit

// Sum of a linear form at these coins.
double at(double constant, const std::vector<double>& perCoin, std::span<const double> coins)
{
    double sum = constant;
    for (std::size_t j = 0; j < coins.size(); ++j)
        sum += perCoin[j] * coins[j];
    return sum;
}

double lossOf(const MarginRow& row, std::span<const double> coins)
{
    return at(row.constantUsd + row.bookLossUsd, row.unitLossUsd, coins);
}

void addTimes(std::vector<double>& sum, const std::vector<double>& part, double factor)
{
    for (std::size_t j = 0; j < sum.size(); ++j)
        sum[j] += factor * part[j];
}

std::vector<MarginLeg> unitsOf(std::span<const HedgeCandidate> candidates, const MarketSnapshot& market)
{
    std::vector<MarginLeg> units;
    for (const HedgeCandidate& candidate : candidates) {
        const IndexPrice* index = market.index(candidate.instrument.underlying);
        units.push_back(
            unitLeg(candidate.instrument, candidate.unit, index ? index->priceUsd : candidate.unit.forward));
    }
    return units;
}

} // namespace

MarginLimit::MarginLimit(std::shared_ptr<const MarginModel> model, double maxInitialUsd, const RiskReport& book,
                         std::span<const HedgeCandidate> candidates, const MarketSnapshot& market)
    : m_rows(model->rows(marginInputs(book), unitsOf(candidates, market))), m_maxInitialUsd(maxInitialUsd)
{}

bool MarginLimit::keeps(std::span<const double> coins) const
{
    return m_rows.initialUsd(coins) <= m_maxInitialUsd * (1.0 + keptTolerance) + keptTolerance;
}

HedgeRow MarginLimit::rowAt(std::span<const double> coins) const
{
    HedgeRow row{"initial margin", "USD", -lpInfinity, m_maxInitialUsd, RowSum::Signed, {}};
    row.perUnit.assign(coins.size(), 0.0);
    for (const MarginGroup& group : m_rows.groups) {
        const auto worst =
            std::ranges::max_element(group.rows, {}, [&](const MarginRow& one) { return lossOf(one, coins); });
        if (worst != group.rows.end() && lossOf(*worst, coins) > 0.0) {
            addTimes(row.perUnit, worst->unitLossUsd, group.initialFactor);
            row.upper -= group.initialFactor * (worst->constantUsd + worst->bookLossUsd);
        }
        for (const MarginTerm& term : group.terms) {
            const double net = at(term.bookCoins, term.unitCoins, coins);
            const double slope = net < 0.0 ? -1.0 : (term.shape == MarginTermShape::Absolute ? 1.0 : 0.0);
            addTimes(row.perUnit, term.unitCoins, slope * term.initialUsdPerCoin);
            row.upper -= slope * term.initialUsdPerCoin * term.bookCoins;
        }
    }
    moveInBySolverTolerance(row);
    return row;
}

Result<std::shared_ptr<const MarginLimit>> marginLimitFor(const HedgePolicy& policy, const RiskReport& book,
                                                          std::span<const HedgeCandidate> candidates,
                                                          const MarketSnapshot& market)
{
    if (!policy.margin.maxInitialUsd)
        return std::shared_ptr<const MarginLimit>();
    auto model = marginModel(policy.margin.model);
    if (!model)
        return model.error();
    return std::shared_ptr<const MarginLimit>(
        std::make_shared<MarginLimit>(std::shared_ptr<const MarginModel>(std::move(model).value()),
                                      *policy.margin.maxInitialUsd, book, candidates, market));
}

std::optional<MarginOutcome> marginOutcome(const HedgePolicy& policy, const RiskReport& before, const RiskReport& after)
{
    const auto model = marginModel(policy.margin.model);
    if (!model)
        return std::nullopt;
    MarginOutcome outcome;
    outcome.model = policy.margin.model;
    outcome.limitUsd = policy.margin.maxInitialUsd;
    const MarginLevel first = (*model)->level(marginInputs(before));
    const MarginLevel last = (*model)->level(marginInputs(after));
    outcome.initialBeforeUsd = first.initialUsd;
    outcome.initialAfterUsd = last.initialUsd;
    outcome.maintenanceBeforeUsd = first.maintenanceUsd;
    outcome.maintenanceAfterUsd = last.maintenanceUsd;
    return outcome;
}

} // namespace ballast

#include "models/hedging/margin_limit.h"

#include "models/hedging/constraints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

namespace ballast {
namespace {

constexpr double keptTolerance = 1e-9; // share of the limit

struct VenueMargin
{
    std::string_view venue;
    std::string_view word;
};
constexpr std::array<VenueMargin, 3> venueMargins{
    {{"deribit", "deribit-pm"}, {"okx", "okx-pm"}, {"derive", "derive-pm"}}};

std::string_view portfolioMarginOf(const VenueId& venue)
{
    const auto known = std::ranges::find(venueMargins, std::string_view(venue.value), &VenueMargin::venue);
    return known == venueMargins.end() ? std::string_view() : known->word;
}

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

MarginLimit::MarginLimit(std::shared_ptr<const MarginModel> model, MarginBounds bounds, const RiskReport& book,
                         std::span<const HedgeCandidate> candidates, const MarketSnapshot& market)
    : m_rows(model->rows(marginInputs(book), unitsOf(candidates, market))), m_bounds(std::move(bounds))
{}

MarginLimit::Excess MarginLimit::worstAt(std::span<const double> coins) const
{
    const double initial = m_rows.initialUsd(coins);
    Excess worst{-lpInfinity, std::nullopt};
    if (const auto& most = m_bounds.maxInitialUsd)
        worst.usd = initial - *most * (1.0 + keptTolerance);
    if (!m_bounds.mostMarginUsd)
        return worst;
    for (std::size_t s = 0; s < m_bounds.stress.bookPnlUsd.size(); ++s) {
        const double pnl = at(m_bounds.stress.bookPnlUsd[s], m_bounds.stress.legPnlUsd[s], coins);
        const double over = initial - pnl - *m_bounds.mostMarginUsd - keptTolerance * std::abs(initial);
        if (over > worst.usd)
            worst = {over, s};
    }
    return worst;
}

bool MarginLimit::keeps(std::span<const double> coins) const
{
    return worstAt(coins).usd <= keptTolerance;
}

HedgeRow MarginLimit::rowAt(std::span<const double> coins) const
{
    const auto stress = worstAt(coins).stress;
    HedgeRow row{stress ? "margin cushion" : "initial margin", "USD", -lpInfinity, 0.0, RowSum::Signed, {}};
    row.perUnit.assign(coins.size(), 0.0);
    row.upper = stress ? *m_bounds.mostMarginUsd + m_bounds.stress.bookPnlUsd[*stress] : *m_bounds.maxInitialUsd;
    if (stress)
        addTimes(row.perUnit, m_bounds.stress.legPnlUsd[*stress], -1.0);
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
                                                          const MarketSnapshot& market,
                                                          std::span<const PnlLimit> cushionMoves)
{
    const MarginRule& rule = policy.margin;
    const bool cushion = rule.minCushionUnderStress && rule.equityUsd && !rule.model.empty();
    if (!rule.maxInitialUsd && !cushion)
        return std::shared_ptr<const MarginLimit>();
    auto model = marginModel(rule.model);
    if (!model)
        return model.error();
    MarginBounds bounds{rule.maxInitialUsd, std::nullopt, {}};
    if (cushion) {
        bounds.mostMarginUsd = *rule.equityUsd * (1.0 - *rule.minCushionUnderStress);
        bounds.stress.bookPnlUsd = pnlAtLimits(book, cushionMoves, policy.underlying);
        for (HedgeRow& row : pnlRows(cushionMoves, bounds.stress.bookPnlUsd, candidates))
            bounds.stress.legPnlUsd.push_back(std::move(row.perUnit));
    }
    return std::shared_ptr<const MarginLimit>(std::make_shared<MarginLimit>(
        std::shared_ptr<const MarginModel>(std::move(model).value()), std::move(bounds), book, candidates, market));
}

std::vector<PnlLimit> cushionMoves(const HedgePolicy& policy, const LimitMarket& market)
{
    std::vector<PnlLimit> moves;
    for (const StressMove& move : policy.stress.moves.empty() ? defaultStressMoves() : policy.stress.moves)
        moves.push_back(stressLimit(move, 0.0, policy.underlying, market));
    return moves;
}

void setCushion(MarginOutcome& outcome, const HedgePolicy& policy, std::span<const PnlLimit> moves,
                const RiskReport& before, const RiskReport& after)
{
    const auto& rule = policy.margin;
    if (!rule.minCushionUnderStress || !rule.equityUsd)
        return;
    const auto share = [&](const RiskReport& book, double initialUsd) {
        const auto pnl = pnlAtLimits(book, moves, policy.underlying);
        return (*rule.equityUsd + std::ranges::min(pnl) - initialUsd) / *rule.equityUsd;
    };
    outcome.cushionLimit = rule.minCushionUnderStress;
    outcome.cushionBefore = share(before, outcome.initialBeforeUsd);
    outcome.cushionAfter = share(after, outcome.initialAfterUsd);
}

std::string marginWordFor(const HedgePolicy& policy, const RiskReport& book)
{
    if (!policy.margin.model.empty())
        return policy.margin.model;
    std::optional<VenueId> venue;
    for (const RiskLine& line : book.lines) {
        if (!line.instrument || line.instrument->underlying != policy.underlying)
            continue;
        if (venue && *venue != line.instrument->id.venue)
            return {};
        venue = line.instrument->id.venue;
    }
    return venue ? std::string(portfolioMarginOf(*venue)) : std::string();
}

std::optional<MarginLevel> marginLevel(const std::string& word, const RiskReport& book)
{
    if (word.empty())
        return std::nullopt;
    const auto model = marginModel(word);
    return model ? std::optional((*model)->level(marginInputs(book))) : std::nullopt;
}

MarginOutcome marginOutcome(const HedgePolicy& policy, const std::string& word, const MarginLevel& before,
                            const MarginLevel& after)
{
    MarginOutcome outcome;
    outcome.model = word;
    outcome.limitUsd = policy.margin.maxInitialUsd;
    outcome.initialBeforeUsd = before.initialUsd;
    outcome.initialAfterUsd = after.initialUsd;
    outcome.maintenanceBeforeUsd = before.maintenanceUsd;
    outcome.maintenanceAfterUsd = after.maintenanceUsd;
    return outcome;
}

} // namespace ballast

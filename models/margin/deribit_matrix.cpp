#include "models/margin/deribit_matrix.h"

#include "models/margin/revaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

// Which of the venue's three entries per move is which is not documented; its samples hold futures only.
constexpr std::array volOrder{VolMove::Up, VolMove::Same, VolMove::Down};

double sign(double x)
{
    return x < 0.0 ? -1.0 : 1.0;
}

std::string lower(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return text;
}

// A far move counts as much as the range's end: scaled by range / |move|, and in coin by (1 + move) / (1 +- range),
// so that a future counts the same everywhere (spec B2 step 2).
MatrixScenario extendedScenario(const DeribitPair& pair, double move)
{
    const double range = pair.parameters.priceRange;
    const double end = 1.0 + sign(move) * range;
    const bool coin = pair.settlement == Settlement::Inverse;
    MatrixScenario s;
    s.move = move;
    s.vol = VolMove::Up;
    s.extended = true;
    s.scale = pair.parameters.extendedTableFactor * range / std::abs(move) * (coin ? (1.0 + move) / end : 1.0);
    s.dampener = (std::max(std::abs(move) / range, 1.0) - 1.0) * pair.currency.extendedDampenerUsd /
                 (coin ? end * pair.indexUsd : 1.0);
    return s;
}

} // namespace

std::string scenarioName(const MatrixScenario& scenario)
{
    const double percent = std::round(scenario.move * 1e4) / 100.0;
    const std::string move = percent == 0.0 ? "0 %" : fmt::format("{:+g} %", percent);
    return fmt::format("{}{}, vol {}", scenario.extended ? "extended " : "", move, volMoveWord(scenario.vol));
}

std::string DeribitPair::name() const
{
    const std::string base = lower(underlying);
    return base + "_" + (settlement == Settlement::Inverse ? base : "usdc");
}

DeribitPair deribitPair(const DeribitPortfolioParameters& parameters, const std::string& underlying,
                        Settlement settlement, double indexUsd)
{
    DeribitPair pair{
        underlying, settlement, indexUsd, parameters.pair(underlying), parameters.currency(underlying, settlement), {}};
    const int side = parameters.bucketsPerSide;
    for (int bucket = -side; bucket <= side; ++bucket) {
        for (const VolMove vol : volOrder) {
            MatrixScenario s;
            s.move = pair.parameters.priceRange * bucket / side;
            s.vol = vol;
            pair.scenarios.push_back(s);
        }
    }
    for (const double move : parameters.extendedMoves)
        pair.scenarios.push_back(extendedScenario(pair, move));
    for (std::size_t i = 0; i < pair.scenarios.size(); ++i)
        pair.scenarios[i].index = static_cast<int>(i);
    return pair;
}

std::vector<double> riskVector(const MarginLeg& leg, const DeribitPair& pair)
{
    std::vector<double> vector;
    vector.reserve(pair.scenarios.size());
    const double share = openMarginShare(leg);
    for (const MatrixScenario& s : pair.scenarios)
        vector.push_back(share * s.scale * settlementPnl(leg, s.move, s.vol, pair.parameters.vol));
    return vector;
}

std::vector<double> aggregated(const std::vector<double>& sum, const DeribitPair& pair)
{
    std::vector<double> after = sum;
    const double cap = pair.currency.maxOffsetablePnlUsd / pair.usdPerUnit();
    for (std::size_t i = 0; i < after.size(); ++i) {
        const double left = std::max(std::abs(after[i]) - pair.scenarios[i].dampener, 0.0);
        after[i] = left == 0.0 ? 0.0 : sign(after[i]) * left;
        if (after[i] > 0.0)
            after[i] = std::min(after[i] * pair.currency.pnlOffset, cap);
    }
    return after;
}

double rollRate(const DeribitCurrencyParameters& currency, double years)
{
    return std::max(std::expm1(currency.annualisedMoveRisk * years), currency.minAnnualisedMove);
}

double shockedDelta(double longOptionDelta, double otherDelta)
{
    const double together = longOptionDelta + otherDelta;
    if (otherDelta < 0.0)
        return std::min(std::max(together, otherDelta), 0.0);
    return std::max(std::min(together, otherDelta), 0.0);
}

double deltaShock(double shockedDeltaCoins, double indexUsd, const DeribitPairParameters& parameters)
{
    const double coins = std::abs(shockedDeltaCoins);
    const double excessUsd = std::max(coins * indexUsd - parameters.deltaThresholdUsd, 0.0);
    return coins * std::min(parameters.marginIncrement * excessUsd / indexUsd, parameters.maxDeltaShock);
}

} // namespace ballast

#include "models/pricing/scenario_columns.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace ballast {
namespace {

// Stands for 0 where a reciprocal or a logarithm is taken: the price is its limit to the last digit long before.
constexpr double tiny = 1e-30;
constexpr double tinyFactor = 1e-200;
// Above it the price is its maximum.
constexpr double hugeFactor = 1e12;

std::tuple<std::size_t, double, double, double, double> keyOf(const HeldOption& o)
{
    return {o.factor, o.terms.years, o.terms.strike, o.terms.forward, o.terms.vol};
}

double deviationRoot(const BlackTerms& t)
{
    return std::sqrt(std::max(t.years, 0.0));
}

void addStrike(StrikeColumns& columns, const HeldOption& o)
{
    columns.factor.push_back(o.factor);
    columns.forward.push_back(o.terms.forward);
    columns.strike.push_back(o.terms.strike);
    columns.logMoney.push_back(std::log(o.terms.forward / o.terms.strike));
    columns.rootT.push_back(deviationRoot(o.terms));
    columns.vol.push_back(std::max(o.terms.vol, 0.0));
    columns.calls.push_back(0.0);
    columns.puts.push_back(0.0);
    columns.firstHeld.push_back(columns.held.size());
}

void setMove(MoveBlock& block, std::size_t i, double forwardFactor, double volFactor, double volShift)
{
    const double forward = std::clamp(forwardFactor, 0.0, hugeFactor);
    const double vol = std::clamp(volFactor, 0.0, hugeFactor);
    block.forwardFactor.cells[i] = forward;
    block.logFactor.cells[i] = std::log(std::max(forward, tinyFactor));
    block.volFactor.cells[i] = vol;
    block.inverseVolFactor.cells[i] = 1.0 / std::max(vol, tiny);
    block.volShift.cells[i] = volShift;
}

} // namespace

bool canBePriced(const HeldOption& o)
{
    const auto usual = [](double x) { return x >= 1e-75 && x <= 1e75; };
    const BlackTerms& t = o.terms;
    return usual(t.forward) && usual(t.strike) && std::isfinite(t.years) && std::isfinite(t.vol) && t.years < 1e6 &&
           t.vol < 1e6 && std::abs(o.coins) < 1e100;
}

StrikeColumns mergeByStrike(std::span<const HeldOption> options)
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (canBePriced(options[i]))
            order.push_back(i);
    }
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::tuple(keyOf(options[a]), a) < std::tuple(keyOf(options[b]), b);
    });

    StrikeColumns columns;
    for (std::size_t n = 0; n < order.size(); ++n) {
        const HeldOption& option = options[order[n]];
        if (n == 0 || keyOf(option) != keyOf(options[order[n - 1]]))
            addStrike(columns, option);
        const bool call = option.terms.type == OptionType::Call;
        (call ? columns.calls : columns.puts).back() += option.coins;
        columns.held.push_back({order[n], call ? option.coins : 0.0, call ? 0.0 : option.coins});
    }
    columns.firstHeld.push_back(columns.held.size());
    return columns;
}

MoveColumns moveColumns(const FactorMoves& moves)
{
    const std::size_t scenarios = moves.forwardFactor.size();
    MoveColumns columns;
    columns.blocks.resize((scenarios + scenarioBlock - 1) / scenarioBlock);
    for (std::size_t n = 0; n < columns.blocks.size() * scenarioBlock; ++n) {
        MoveBlock& block = columns.blocks[n / scenarioBlock];
        if (n < scenarios)
            setMove(block, n % scenarioBlock, moves.forwardFactor[n], moves.volFactor[n],
                    moves.volShift.empty() ? 0.0 : moves.volShift[n]);
        else
            setMove(block, n % scenarioBlock, 1.0, 1.0, 0.0);
    }
    columns.shifted = std::ranges::any_of(moves.volShift, [](double shift) { return shift != 0.0; });
    return columns;
}

} // namespace ballast

#include "models/pricing/scenario_columns.h"

#include <algorithm>
#include <cmath>
#include <compare>

namespace ballast {
namespace {

// Stands for 0 where a reciprocal or a logarithm is taken: the price is its limit to the last digit long before.
constexpr double tiny = 1e-30;
constexpr double tinyFactor = 1e-200;
// Above it the price is its maximum.
constexpr double hugeFactor = 1e12;

// The same option but for its type.
bool samePlace(const HeldOption& a, const HeldOption& b)
{
    return a.terms.strike == b.terms.strike && a.terms.years == b.terms.years && a.terms.forward == b.terms.forward &&
           a.terms.vol == b.terms.vol && a.factor == b.factor;
}

struct ByStrike
{
    double strike = 0.0;
    double years = 0.0;
    std::size_t row = 0; // of the caller's list
    auto operator<=>(const ByStrike&) const = default;

    [[nodiscard]] bool samePlace(const ByStrike& other) const { return strike == other.strike && years == other.years; }
};

void reserve(StrikeColumns& columns, std::size_t strikes)
{
    for (std::vector<double>* column : {&columns.forward, &columns.strike, &columns.logMoney, &columns.rootT,
                                        &columns.vol, &columns.calls, &columns.puts})
        column->reserve(strikes);
    columns.factor.reserve(strikes);
    columns.firstHeld.reserve(strikes + 1);
    columns.held.reserve(strikes);
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

void addHolding(StrikeColumns& columns, const HeldOption& option, std::size_t row)
{
    const double calls = option.terms.type == OptionType::Call ? option.coins : 0.0;
    const double puts = option.terms.type == OptionType::Put ? option.coins : 0.0;
    columns.calls.back() += calls;
    columns.puts.back() += puts;
    columns.held.push_back({row, calls, puts});
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
    std::vector<ByStrike> sorted;
    sorted.reserve(options.size());
    for (std::size_t i = 0; i < options.size(); ++i) {
        if (canBePriced(options[i]))
            sorted.push_back({options[i].terms.strike, options[i].terms.years, i});
    }
    std::ranges::sort(sorted);

    StrikeColumns columns;
    reserve(columns, sorted.size());
    std::vector<bool> taken(sorted.size(), false);
    for (std::size_t n = 0; n < sorted.size(); ++n) {
        if (taken[n])
            continue;
        const HeldOption& first = options[sorted[n].row];
        addStrike(columns, first);
        for (std::size_t other = n; other < sorted.size() && sorted[other].samePlace(sorted[n]); ++other) {
            if (taken[other] || !samePlace(first, options[sorted[other].row]))
                continue;
            taken[other] = true;
            addHolding(columns, options[sorted[other].row], sorted[other].row);
        }
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

#include "models/pricing/scenario_batch.h"
#include "models/pricing/scenario_columns.h"
#include "models/pricing/simd/targets.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pricing/scenario_batch.cpp"
#include <hwy/foreach_target.h>

#include "models/pricing/simd/black_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

// One strike in every lane, the scenarios across the lanes.
struct StrikeLanes
{
    V forward, strike, logMoney, rootT, vol, halfDeviation, inverseDeviation;
};

// Stands for a deviation of 0: the price is the intrinsic value to the last digit.
constexpr double leastDeviation = 1e-30;

HWY_INLINE StrikeLanes strikeLanes(const StrikeColumns& strikes, std::size_t k)
{
    const double s = std::max(strikes.vol[k] * strikes.rootT[k], leastDeviation);
    return {all(strikes.forward[k]),
            all(strikes.strike[k]),
            all(strikes.logMoney[k]),
            all(strikes.rootT[k]),
            all(strikes.vol[k]),
            all(0.5 * s),
            all(1.0 / s)};
}

struct MovedLanes
{
    V forward;
    GaussLanes gauss;
};

// Fills in place: a copied struct of vectors would travel through memory.
template <bool Shifted>
HWY_INLINE void moveLanes(MovedLanes& moved, const StrikeLanes& k, const MoveBlock& moves, std::size_t i)
{
    const Lanes d;
    moved.forward = hn::Mul(k.forward, hn::Load(d, &moves.forwardFactor.cells[i]));
    const V x = hn::Abs(hn::Add(k.logMoney, hn::Load(d, &moves.logFactor.cells[i])));
    const V low = hn::Min(moved.forward, k.strike);
    if constexpr (Shifted) {
        const V shift = hn::Load(d, &moves.volShift.cells[i]);
        const V vol = hn::MulAdd(k.vol, hn::Load(d, &moves.volFactor.cells[i]), shift);
        const V s = hn::Max(hn::Mul(vol, k.rootT), all(leastDeviation));
        moved.gauss = gaussLanes(low, hn::Div(x, s), hn::Mul(s, all(0.5)));
    } else {
        const V halfS = hn::Mul(k.halfDeviation, hn::Load(d, &moves.volFactor.cells[i]));
        const V inverse = hn::Mul(k.inverseDeviation, hn::Load(d, &moves.inverseVolFactor.cells[i]));
        moved.gauss = gaussLanes(low, hn::Mul(x, inverse), halfS);
    }
}

// Calls and puts of the strike together, by parity: the money side holds the intrinsic value.
HWY_INLINE V heldValue(V forward, V otm, const StrikeLanes& k, V calls, V puts)
{
    const V money = hn::Sub(forward, k.strike);
    const V inside = hn::IfThenElse(hn::Gt(money, hn::Zero(Lanes())), calls, hn::Neg(puts));
    return hn::MulAdd(hn::Add(calls, puts), otm, hn::Mul(inside, money));
}

struct HeldLanes
{
    V calls;
    V puts;
    V now;
};

HWY_INLINE void addPnl(const MovedLanes& moved, const StrikeLanes& lanes, const HeldLanes& held, double* sums)
{
    const Lanes d;
    const V before = hn::Load(d, sums);
    const V value = heldValue(moved.forward, otmPriceFrom(moved.gauss), lanes, held.calls, held.puts);
    hn::Store(hn::Add(before, hn::Sub(value, held.now)), d, sums);
}

template <bool Shifted>
HWY_INLINE void addStrikePnl(const StrikeColumns& strikes, std::size_t k, const MoveBlock& moves, double* sums)
{
    const std::size_t width = hn::Lanes(Lanes());
    const StrikeLanes lanes = strikeLanes(strikes, k);
    HeldLanes held;
    held.calls = all(strikes.calls[k]);
    held.puts = all(strikes.puts[k]);
    held.now = heldValue(lanes.forward, all(strikes.otmNow[k]), lanes, held.calls, held.puts);
    // Two vectors at a time: their chains of dependent operations overlap.
    for (std::size_t i = 0; i < scenarioBlock; i += 2 * width) {
        MovedLanes even;
        MovedLanes odd;
        moveLanes<Shifted>(even, lanes, moves, i);
        moveLanes<Shifted>(odd, lanes, moves, i + width);
        addPnl(even, lanes, held, sums + i);
        addPnl(odd, lanes, held, sums + i + width);
    }
}

void sumsKernel(const StrikeColumns& strikes, const std::vector<MoveColumns>& moves, std::size_t block, double* sums)
{
    for (std::size_t k = 0; k < strikes.size(); ++k) {
        const MoveColumns& own = moves[strikes.factor[k]];
        if (own.shifted)
            addStrikePnl<true>(strikes, k, own.blocks[block], sums);
        else
            addStrikePnl<false>(strikes, k, own.blocks[block], sums);
    }
}

template <bool Shifted>
HWY_INLINE void fillStrikeRows(const StrikeColumns& strikes, std::size_t k, const MoveBlock& moves, double* rows)
{
    const Lanes d;
    const StrikeLanes lanes = strikeLanes(strikes, k);
    const std::size_t firstHeld = strikes.firstHeld[k];
    const std::size_t held = strikes.firstHeld[k + 1] - firstHeld;
    for (std::size_t i = 0; i < scenarioBlock; i += hn::Lanes(d)) {
        MovedLanes moved;
        moveLanes<Shifted>(moved, lanes, moves, i);
        const V otm = otmPriceFrom(moved.gauss);
        for (std::size_t j = 0; j < held; ++j) {
            const V calls = all(strikes.held[firstHeld + j].calls);
            const V puts = all(strikes.held[firstHeld + j].puts);
            const V now = heldValue(lanes.forward, all(strikes.otmNow[k]), lanes, calls, puts);
            hn::StoreU(hn::Sub(heldValue(moved.forward, otm, lanes, calls, puts), now), d,
                       rows + j * scenarioBlock + i);
        }
    }
}

// Rows of the strike's holdings, each of one block's length.
void rowsKernel(const StrikeColumns& strikes, std::size_t k, const MoveColumns& moves, std::size_t block, double* rows)
{
    if (moves.shifted)
        fillStrikeRows<true>(strikes, k, moves.blocks[block], rows);
    else
        fillStrikeRows<false>(strikes, k, moves.blocks[block], rows);
}

// Out-of-the-money prices before any move, by the very instructions that price the moved ones: an unmoved scenario
// gives a P&L of exactly 0.
void pricesNowKernel(StrikeColumns& strikes, const std::vector<MoveColumns>& moves, const MoveBlock& unmoved)
{
    strikes.otmNow.resize(strikes.size());
    for (std::size_t k = 0; k < strikes.size(); ++k) {
        const StrikeLanes lanes = strikeLanes(strikes, k);
        MovedLanes moved;
        if (moves[strikes.factor[k]].shifted)
            moveLanes<true>(moved, lanes, unmoved, 0);
        else
            moveLanes<false>(moved, lanes, unmoved, 0);
        strikes.otmNow[k] = hn::GetLane(otmPriceFrom(moved.gauss));
    }
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ballast {

HWY_EXPORT(sumsKernel);
HWY_EXPORT(rowsKernel);
HWY_EXPORT(pricesNowKernel);

namespace {

bool sound(const FactorMoves& moves, std::size_t scenarios)
{
    const auto finite = [](const std::vector<double>& column) {
        return std::ranges::all_of(column, [](double x) { return std::isfinite(x); });
    };
    return moves.forwardFactor.size() == scenarios && moves.volFactor.size() == scenarios &&
           (moves.volShift.empty() || moves.volShift.size() == scenarios) && finite(moves.forwardFactor) &&
           finite(moves.volFactor) && finite(moves.volShift);
}

} // namespace

BlockRange blockShare(std::size_t blocks, std::size_t part, std::size_t parts)
{
    assert(part < parts);
    return {blocks * part / parts, blocks * (part + 1) / parts};
}

FactorMoves gridMoves(std::span<const double> forwardFactors, std::span<const double> volFactors)
{
    FactorMoves moves;
    for (const double forward : forwardFactors) {
        for (const double vol : volFactors) {
            moves.forwardFactor.push_back(forward);
            moves.volFactor.push_back(vol);
        }
    }
    return moves;
}

Result<RevaluationPlan> RevaluationPlan::prepare(std::span<const HeldOption> options,
                                                 std::span<const FactorMoves> factors)
{
    const std::size_t scenarios = factors.empty() ? 0 : factors.front().forwardFactor.size();
    if (!std::ranges::all_of(factors, [&](const FactorMoves& f) { return sound(f, scenarios); }))
        return Error{Errc::BadInput, "every factor needs one finite move of forward and vol for each scenario"};
    if (!std::ranges::all_of(options, [&](const HeldOption& o) { return o.factor < factors.size(); }))
        return Error{Errc::BadInput, "an option follows a factor that has no moves"};

    RevaluationPlan plan;
    plan.m_scenarios = scenarios;
    plan.m_options = options.size();
    auto strikes = std::make_shared<StrikeColumns>(mergeByStrike(options));
    plan.m_leftOut = static_cast<int>(options.size() - strikes->held.size());
    std::vector<MoveColumns> moves;
    std::ranges::transform(factors, std::back_inserter(moves), moveColumns);
    HWY_DYNAMIC_DISPATCH(pricesNowKernel)(*strikes, moves, moveColumns({{1.0}, {1.0}, {}}).blocks.front());
    plan.m_strikes = std::move(strikes);
    plan.m_moves = std::make_shared<const std::vector<MoveColumns>>(std::move(moves));
    return plan;
}

std::size_t RevaluationPlan::blocks() const
{
    return (m_scenarios + scenarioBlock - 1) / scenarioBlock;
}

RunStatus RevaluationPlan::addPnl(BlockRange range, std::span<double> pnlUsd, const std::stop_token& stop) const
{
    assert(range.last <= blocks() && pnlUsd.size() == m_scenarios);
    for (std::size_t block = range.first; block < range.last; ++block) {
        if (stop.stop_requested())
            return RunStatus::Cancelled;
        const std::size_t first = block * scenarioBlock;
        AlignedBlock sums;
        HWY_DYNAMIC_DISPATCH(sumsKernel)(*m_strikes, *m_moves, block, sums.cells.data());
        const std::size_t count = std::min(scenarioBlock, m_scenarios - first);
        for (std::size_t i = 0; i < count; ++i)
            pnlUsd[first + i] += sums.cells[i];
    }
    return RunStatus::Finished;
}

RunStatus RevaluationPlan::fillCube(BlockRange range, std::span<double> pnlUsd, const std::stop_token& stop) const
{
    assert(range.last <= blocks() && pnlUsd.size() == m_scenarios * m_options);
    std::vector<double> rows;
    for (std::size_t block = range.first; block < range.last; ++block) {
        if (stop.stop_requested())
            return RunStatus::Cancelled;
        const std::size_t first = block * scenarioBlock;
        const std::size_t count = std::min(scenarioBlock, m_scenarios - first);
        for (std::size_t k = 0; k < m_strikes->size(); ++k) {
            const std::size_t firstHeld = m_strikes->firstHeld[k];
            const std::size_t held = m_strikes->firstHeld[k + 1] - firstHeld;
            rows.resize(std::max(rows.size(), held * scenarioBlock));
            HWY_DYNAMIC_DISPATCH(rowsKernel)
            (*m_strikes, k, (*m_moves)[m_strikes->factor[k]], block, rows.data());
            for (std::size_t j = 0; j < held; ++j) {
                double* row = pnlUsd.data() + m_strikes->held[firstHeld + j].row * m_scenarios + first;
                std::copy_n(rows.data() + j * scenarioBlock, count, row);
            }
        }
    }
    return RunStatus::Finished;
}

} // namespace ballast
#endif

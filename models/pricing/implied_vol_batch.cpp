#include "models/pricing/implied_vol_batch.h"
#include "models/pricing/simd/targets.h"

#include <cassert>
#include <cmath>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pricing/implied_vol_batch.cpp"
#include <hwy/foreach_target.h>

#include "models/pricing/simd/columns-inl.h"
#include "models/pricing/simd/implied_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

struct PricedLanes
{
    PriceLanes price;
    M usual; // there is a vol, and the vector solver can find it
};

PricedLanes pricedLanes(const ContractLanes& c, V forward, V strike, M put, V priceUsd)
{
    const V maximum = hn::IfThenElse(put, strike, forward);
    const V intrinsic = intrinsicValue(forward, strike, put);
    const V timeValue = hn::Sub(priceUsd, intrinsic);
    const V noise = hn::Mul(hn::Max(priceUsd, intrinsic), all(4.0 * std::numeric_limits<double>::epsilon()));
    PricedLanes p;
    p.usual = hn::And(hn::Lt(priceUsd, maximum), hn::Gt(timeValue, hn::Max(noise, all(1e-200))));
    // Lanes without a vol carry a harmless price through the solver.
    const V sound = hn::IfThenElse(p.usual, timeValue, hn::Mul(maximum, all(0.5)));
    p.price.beta = hn::Mul(sound, c.inverseRoot);
    p.price.room = hn::Max(hn::Mul(hn::Sub(maximum, priceUsd), c.inverseRoot), all(1e-290));
    p.price.logBeta = logRatio(p.price.beta, all(1.0));
    p.price.high = hn::Gt(p.price.beta, hn::Mul(c.betaMax, all(0.5)));
    p.price.low = hn::AndNot(p.price.high, hn::Lt(p.price.beta, hn::Mul(c.money, all(0.3))));
    return p;
}

V startOf(const ContractLanes& c, const PriceLanes& p, const QuoteColumns& side, std::size_t i, std::size_t count)
{
    if (side.startVol.empty())
        return coldStart(c, p.beta, p.logBeta);
    const V warm = hn::Mul(loadPart(&side.startVol[i], count), c.rootT);
    // Where the start has no density to speak of, a step leads nowhere.
    const M usable = hn::And(within(warm, 1e-12, 8.0), hn::Lt(c.absX, hn::Mul(warm, all(8.0))));
    if (hn::AllTrue(Lanes(), usable))
        return warm;
    return hn::IfThenElse(usable, warm, coldStart(c, p.beta, p.logBeta));
}

QuoteVolStatus statusOf(VolStatus status)
{
    switch (status) {
    case VolStatus::Ok:
        return QuoteVolStatus::Ok;
    case VolStatus::BelowIntrinsic:
        return QuoteVolStatus::BelowIntrinsic;
    case VolStatus::AboveMaximum:
        return QuoteVolStatus::AboveMaximum;
    case VolStatus::Undetermined:
        break;
    }
    return QuoteVolStatus::Undetermined;
}

// Whatever the vector solver did not settle.
void solveOne(const ContractColumns& in, const QuoteColumns& side, std::size_t i)
{
    side.vol[i] = std::numeric_limits<double>::quiet_NaN();
    side.status[i] = QuoteVolStatus::NoQuote;
    if (std::isnan(side.priceUsd[i]))
        return;
    const ImpliedVol found = impliedVol(in.forward[i], in.strike[i], in.years[i], in.type[i], side.priceUsd[i]);
    side.status[i] = statusOf(found.status);
    if (found.status == VolStatus::Ok)
        side.vol[i] = found.vol;
}

struct ColumnPlace
{
    std::size_t first;
    std::size_t count;
};

HWY_INLINE void solveSide(const ContractColumns& in, const QuoteColumns& side, const ContractLanes& c, V forward,
                          V strike, M put, M ordinary, ColumnPlace at)
{
    const PricedLanes p = pricedLanes(c, forward, strike, put, loadPart(&side.priceUsd[at.first], at.count));
    const M wanted = hn::And(ordinary, p.usual);
    const SolvedLanes solved = solveLanes(c, p.price, startOf(c, p.price, side, at.first, at.count), wanted);
    storePart(hn::Mul(solved.deviation, c.inverseRootT), &side.vol[at.first], at.count);
    std::fill_n(&side.status[at.first], at.count, QuoteVolStatus::Ok);
    if (HWY_LIKELY(hn::AllTrue(Lanes(), solved.done)))
        return;
    const unsigned good = maskBits(solved.done, at.count);
    for (std::size_t lane = 0; lane < at.count; ++lane) {
        if ((good >> lane & 1u) == 0)
            solveOne(in, side, at.first + lane);
    }
}

void impliedKernel(const ContractColumns& in, const QuoteColumns* sides, std::size_t sideCount)
{
    const std::size_t width = hn::Lanes(Lanes());
    const std::size_t options = in.forward.size();
    std::size_t count = std::min(lanesToAlignment(in.forward.data()), options);
    for (std::size_t i = 0; i < options; i += count, count = std::min(width, options - i)) {
        const V forward = loadPart(&in.forward[i], count);
        const V strike = loadPart(&in.strike[i], count);
        const V years = loadPart(&in.years[i], count);
        const M put = loadSecond(&in.type[i], count);
        const M ordinary = isOrdinaryContract(forward, strike, years);
        const ContractLanes c = contractLanes(forward, strike, years);
        for (std::size_t side = 0; side < sideCount; ++side)
            solveSide(in, sides[side], c, forward, strike, put, ordinary, {i, count});
    }
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ballast {
namespace {

[[maybe_unused]] bool sameLength(const ContractColumns& in, std::span<const QuoteColumns> sides)
{
    const std::size_t n = in.forward.size();
    bool same = in.strike.size() == n && in.years.size() == n && in.type.size() == n;
    for (const QuoteColumns& side : sides)
        same = same && side.priceUsd.size() == n && (side.startVol.empty() || side.startVol.size() == n) &&
               side.vol.size() == n && side.status.size() == n;
    return same;
}

} // namespace

HWY_EXPORT(impliedKernel);

void impliedVols(const ContractColumns& contracts, std::span<const QuoteColumns> sides)
{
    assert(sameLength(contracts, sides));
    HWY_DYNAMIC_DISPATCH(impliedKernel)(contracts, sides.data(), sides.size());
}

const char* quoteVolStatusWord(QuoteVolStatus status)
{
    switch (status) {
    case QuoteVolStatus::Ok:
        return volStatusWord(VolStatus::Ok);
    case QuoteVolStatus::BelowIntrinsic:
        return volStatusWord(VolStatus::BelowIntrinsic);
    case QuoteVolStatus::AboveMaximum:
        return volStatusWord(VolStatus::AboveMaximum);
    case QuoteVolStatus::Undetermined:
        return volStatusWord(VolStatus::Undetermined);
    case QuoteVolStatus::NoQuote:
        return "no-quote";
    }
    return "no-quote";
}

} // namespace ballast
#endif

#include "models/pricing/black_batch.h"
#include "models/pricing/black_limits.h"
#include "models/pricing/simd/targets.h"

#include <cassert>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/pricing/black_batch.cpp"
#include <hwy/foreach_target.h>

#include "models/pricing/simd/black_lanes-inl.h"
#include "models/pricing/simd/columns-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

TermLanes loadTerms(const BlackColumns& in, std::size_t i, std::size_t count)
{
    return {loadPart(in.forward.data() + i, count), loadPart(in.strike.data() + i, count),
            loadPart(in.years.data() + i, count), loadPart(in.vol.data() + i, count),
            loadSecond(in.type.data() + i, count)};
}

BlackTerms termsAt(const BlackColumns& in, std::size_t i)
{
    return {in.forward[i], in.strike[i], in.years[i], in.vol[i], in.type[i]};
}

// What one vector of a batch holds.
struct Part
{
    std::size_t first;
    std::size_t count;
    TermLanes terms;
    MoneynessLanes moneyness;
};

// Fills in place: a copied struct of vectors would travel through memory.
HWY_INLINE void loadInto(Part& part, const BlackColumns& in, std::size_t first, std::size_t mostCount)
{
    part.first = first;
    part.count = std::min(mostCount, in.forward.size() - first);
    part.terms = loadTerms(in, first, part.count);
    part.moneyness = moneynessLanes(part.terms);
}

// Rows of the lanes that are not ordinary.
template <std::size_t N, class Scalar>
HWY_INLINE void finishPart(const Part& part, const std::array<double*, N>& columns, PriceStatus* status, Scalar scalar)
{
    std::fill_n(status + part.first, part.count, PriceStatus::Ok);
    const M ordinary = isOrdinary(part.terms);
    if (HWY_LIKELY(hn::AllTrue(Lanes(), ordinary)))
        return;
    const unsigned good = maskBits(ordinary, part.count);
    for (std::size_t lane = 0; lane < part.count; ++lane) {
        if ((good >> lane & 1u) != 0)
            continue;
        const CheckedRow<N> row = scalar(part.first + lane);
        status[part.first + lane] = row.status;
        for (std::size_t column = 0; column < N; ++column)
            columns[column][part.first + lane] = row.columns[column];
    }
}

// Runs `lanes` (vector results into `columns`) over a batch and `scalar` on what is not ordinary. Two vectors take
// turns: the long chain of one's first half runs beside the other's second half.
template <std::size_t N, class Vector, class Scalar>
HWY_INLINE void runBatch(const BlackColumns& in, const std::array<double*, N>& columns, PriceStatus* status,
                         Vector lanes, Scalar scalar)
{
    const std::size_t width = hn::Lanes(Lanes());
    Part even;
    Part odd;
    loadInto(even, in, 0, lanesToAlignment(in.forward.data()));
    while (even.count > 0) {
        loadInto(odd, in, even.first + even.count, width);
        lanes(even);
        finishPart(even, columns, status, scalar);
        if (odd.count == 0)
            return;
        loadInto(even, in, odd.first + odd.count, width);
        lanes(odd);
        finishPart(odd, columns, status, scalar);
    }
}

void pricesKernel(const BlackColumns& in, double* price, PriceStatus* status)
{
    runBatch<1>(
        in, {price}, status,
        [&](const Part& p)
            __attribute__((always_inline)) { storePart(priceLanes(p.terms, p.moneyness), price + p.first, p.count); },
        [&](std::size_t i) { return checkedPrice(termsAt(in, i)); });
}

void valuesKernel(const BlackColumns& in, const std::array<double*, valueColumnCount>& out, PriceStatus* status)
{
    runBatch<valueColumnCount>(
        in, out, status,
        [&](const Part& p) __attribute__((always_inline)) {
            const std::size_t i = p.first;
            const std::size_t count = p.count;
            const ValueLanes v = valueLanes(p.terms, p.moneyness);
            storePart(v.price, out[0] + i, count);
            storePart(v.delta, out[1] + i, count);
            storePart(v.gamma, out[2] + i, count);
            storePart(v.vega, out[3] + i, count);
            storePart(v.theta, out[4] + i, count);
            storePart(v.vanna, out[5] + i, count);
            storePart(v.volga, out[6] + i, count);
            storePart(v.charm, out[7] + i, count);
            storePart(v.speed, out[8] + i, count);
            storePart(v.rho, out[9] + i, count);
        },
        [&](std::size_t i) { return checkedValues(termsAt(in, i)); });
}

// One day's theta, or what is left of it: never more than the remaining life brings, never more than the premium.
V deskTheta(const ValueLanes& v, V years)
{
    const V days = hn::Min(all(1.0), hn::Mul(years, all(365.0)));
    return hn::Neg(hn::Min(hn::Mul(hn::Mul(v.theta, all(-1.0 / 365.0)), days), v.price));
}

void greeksKernel(const BlackColumns& in, const Settlement* settlement,
                  const std::array<double*, greekColumnCount>& out, PriceStatus* status)
{
    runBatch<greekColumnCount>(
        in, out, status,
        [&](const Part& p) __attribute__((always_inline)) {
            const std::size_t i = p.first;
            const std::size_t count = p.count;
            const ValueLanes v = valueLanes(p.terms, p.moneyness);
            const V inverseF = p.moneyness.inverseF;
            const V priceCoin = hn::Mul(v.price, inverseF);
            const V net = hn::Sub(v.delta, priceCoin);
            const M linear = loadSecond(settlement + i, count);
            const V coinDelta = hn::Mul(net, inverseF);
            storePart(v.price, out[0] + i, count);
            storePart(priceCoin, out[1] + i, count);
            storePart(v.delta, out[2] + i, count);
            storePart(hn::IfThenElse(linear, v.delta, net), out[3] + i, count);
            storePart(v.gamma, out[4] + i, count);
            storePart(hn::Mul(v.vega, all(0.01)), out[5] + i, count);
            storePart(deskTheta(v, p.terms.years), out[6] + i, count);
            storePart(hn::Mul(v.vanna, all(0.01)), out[7] + i, count);
            storePart(hn::Mul(v.volga, all(1e-4)), out[8] + i, count);
            storePart(hn::Mul(v.charm, all(1.0 / 365.0)), out[9] + i, count);
            storePart(v.speed, out[10] + i, count);
            storePart(hn::Mul(v.rho, all(0.01)), out[11] + i, count);
            storePart(coinDelta, out[12] + i, count);
            storePart(hn::Mul(hn::NegMulAdd(all(2.0), coinDelta, v.gamma), inverseF), out[13] + i, count);
        },
        [&](std::size_t i) { return checkedGreeks(termsAt(in, i), settlement[i]); });
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ballast {
namespace {

[[maybe_unused]] bool sameLength(const BlackColumns& in, std::size_t outputs)
{
    const std::size_t n = in.forward.size();
    return in.strike.size() == n && in.years.size() == n && in.vol.size() == n && in.type.size() == n && outputs == n;
}

} // namespace

HWY_EXPORT(pricesKernel);
HWY_EXPORT(valuesKernel);
HWY_EXPORT(greeksKernel);

void blackPrices(const BlackColumns& options, std::span<double> price, std::span<PriceStatus> status)
{
    assert(sameLength(options, price.size()) && status.size() == price.size());
    HWY_DYNAMIC_DISPATCH(pricesKernel)(options, price.data(), status.data());
}

void blackValues(const BlackColumns& options, const BlackValueColumns& v)
{
    assert(sameLength(options, v.status.size()));
    const std::array<double*, valueColumnCount> columns{v.price.data(), v.delta.data(), v.gamma.data(), v.vega.data(),
                                                        v.theta.data(), v.vanna.data(), v.volga.data(), v.charm.data(),
                                                        v.speed.data(), v.rho.data()};
    HWY_DYNAMIC_DISPATCH(valuesKernel)(options, columns, v.status.data());
}

void optionGreeks(const BlackColumns& options, std::span<const Settlement> settlement, const GreekColumns& g)
{
    assert(sameLength(options, g.status.size()) && settlement.size() == g.status.size());
    const std::array<double*, greekColumnCount> columns{
        g.priceUsd.data(), g.priceCoin.data(), g.delta.data(),     g.netDelta.data(), g.gamma.data(),
        g.vega.data(),     g.theta.data(),     g.vanna.data(),     g.volga.data(),    g.charm.data(),
        g.speed.data(),    g.rho.data(),       g.coinDelta.data(), g.coinGamma.data()};
    HWY_DYNAMIC_DISPATCH(greeksKernel)(options, settlement.data(), columns, g.status.data());
}

} // namespace ballast
#endif

// Included once per instruction set, by foreach_target.h: the guard toggles.
#if defined(BALLAST_BLACK_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BALLAST_BLACK_LANES_INL_H
#undef BALLAST_BLACK_LANES_INL_H
#else
#define BALLAST_BLACK_LANES_INL_H
#endif

#include "models/pricing/simd/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

struct TermLanes
{
    V forward;
    V strike;
    V years;
    V vol;
    M put;
};

HWY_INLINE M within(V x, double low, double high)
{
    return hn::And(hn::Ge(x, all(low)), hn::Le(x, all(high)));
}

// Lanes on which no step below can overflow, underflow into another result or meet a NaN. The others go the scalar way.
HWY_INLINE M isOrdinaryContract(V forward, V strike, V years)
{
    return hn::And(hn::And(within(forward, 1e-75, 1e75), within(strike, 1e-75, 1e75)), within(years, 1e-30, 1e6));
}

HWY_INLINE M isOrdinary(const TermLanes& t)
{
    return hn::And(isOrdinaryContract(t.forward, t.strike, t.years), within(t.vol, 1e-15, 1e6));
}

// Beyond it a normal tail is below 1e-250 and counts as nothing. Bounding h and s / 2 by it keeps every exponential,
// ratio and product a normal number: arithmetic with subnormal ones costs a hundred cycles.
inline constexpr double farthestDeviation = 34.0;

// The out-of-the-money option of a strike: a call on `low` = min(F, K) struck at `high` = max(F, K), whichever of call
// and put that is (the put is the call with F and K exchanged). h = |ln(F/K)| / s >= 0.
struct OtmLanes
{
    V d1;       // s / 2 - h
    V d2;       // -h - s / 2, never positive
    V gauss;    // e^(-d1^2 / 2)
    V weighted; // low gauss = high e^(-d2^2 / 2)
    V tail1;    // N(-|d1|) / gauss
    V tail2;    // N(d2) / e^(-d2^2 / 2)
    V price;
};

// low N(d1) - high N(d2) with the exponential common to both terms, so that far out of the money the price keeps its
// relative precision (Jaeckel 2015 writes the same with erfcx).
HWY_INLINE OtmLanes otmPrice(V low, V h, V halfS)
{
    const V boundedH = hn::Min(h, all(farthestDeviation));
    const V boundedS = hn::Min(halfS, all(farthestDeviation));
    OtmLanes o;
    o.d1 = hn::Sub(boundedS, boundedH);
    const V minusD2 = hn::Add(boundedS, boundedH);
    o.d2 = hn::Neg(minusD2);
    o.gauss = expNegative(hn::Mul(hn::Mul(o.d1, o.d1), all(-0.5)));
    o.weighted = hn::Mul(low, o.gauss);
    const TailRatio one = tailRatio(hn::Abs(o.d1));
    const TailRatio two = tailRatio(minusD2);
    const V reciprocal = hn::Div(all(1.0), hn::Mul(one.below, two.below));
    o.tail1 = hn::Mul(hn::Mul(one.above, two.below), reciprocal);
    o.tail2 = hn::Mul(hn::Mul(two.above, one.below), reciprocal);
    const V below = hn::Mul(o.weighted, hn::Sub(o.tail1, o.tail2));
    const V above = hn::NegMulAdd(o.weighted, hn::Add(o.tail1, o.tail2), low);
    o.price = hn::IfThenElse(hn::Gt(o.d1, hn::Zero(Lanes())), above, below);
    return o;
}

// Price only, in two halves: the long chain of the exponential, and the rest.
struct GaussLanes
{
    V low;
    V minusD1;
    V minusD2;
    V weighted; // low e^(-d1^2 / 2)
};

HWY_INLINE GaussLanes gaussLanes(V low, V h, V halfS)
{
    const V boundedH = hn::Min(h, all(farthestDeviation));
    const V boundedS = hn::Min(halfS, all(farthestDeviation));
    GaussLanes g;
    g.low = low;
    g.minusD1 = hn::Sub(boundedH, boundedS);
    g.minusD2 = hn::Add(boundedH, boundedS);
    g.weighted = hn::Mul(low, expNegative(hn::Mul(hn::Mul(g.minusD1, g.minusD1), all(-0.5))));
    return g;
}

// N(d1) = [d1 > 0] -+ gauss tail1: the sign goes on the first tail.
HWY_INLINE V otmPriceFrom(const GaussLanes& g)
{
    const TailRatio one = tailRatio(hn::Abs(g.minusD1));
    const TailRatio two = tailRatio(g.minusD2);
    const V first = hn::CopySignToAbs(hn::Mul(one.above, two.below), g.minusD1);
    const V difference = hn::NegMulAdd(two.above, one.below, first);
    const V scale = hn::Div(g.weighted, hn::Mul(one.below, two.below));
    return hn::MulAdd(scale, difference, hn::IfThenElseZero(hn::Lt(g.minusD1, hn::Zero(Lanes())), g.low));
}

// max(+-(F - K), 0).
HWY_INLINE V intrinsicValue(V forward, V strike, M put)
{
    const V call = hn::Sub(forward, strike);
    return hn::Max(hn::IfThenElse(put, hn::Neg(call), call), hn::Zero(Lanes()));
}

// The first half of the work, which hangs on a root, a division and a logarithm one after the other.
struct MoneynessLanes
{
    V rootT;
    V halfS;
    V h; // |ln(F/K)| / s
    V inverseS;
    V inverseF;
    V inverseDeviationUsd; // 1 / (s F)
};

HWY_INLINE MoneynessLanes moneynessLanes(const TermLanes& t)
{
    MoneynessLanes m;
    m.rootT = hn::Sqrt(t.years);
    const V s = hn::Mul(t.vol, m.rootT);
    m.halfS = hn::Mul(s, all(0.5));
    const LogParts parts = logParts(t.forward, t.strike);
    // One division for the logarithm, 1 / s and 1 / F.
    const V deviationUsd = hn::Mul(s, t.forward);
    const V common = hn::Div(all(1.0), hn::Mul(parts.sum, deviationUsd));
    m.inverseDeviationUsd = hn::Mul(common, parts.sum);
    m.inverseS = hn::Mul(m.inverseDeviationUsd, t.forward);
    m.inverseF = hn::Mul(m.inverseDeviationUsd, s);
    const V x = logOf(parts.exponent, hn::Mul(parts.difference, hn::Mul(common, deviationUsd)));
    m.h = hn::Mul(hn::Abs(x), m.inverseS);
    return m;
}

HWY_INLINE V priceLanes(const TermLanes& t, const MoneynessLanes& m)
{
    const V otm = otmPriceFrom(gaussLanes(hn::Min(t.forward, t.strike), m.h, m.halfS));
    return hn::Add(intrinsicValue(t.forward, t.strike, t.put), otm);
}

struct ValueLanes
{
    V price, delta, gamma, vega, theta, vanna, volga, charm, speed, rho;
};

// Formulas of spec F1 (Black 1976) in the units of BlackValues.
HWY_INLINE ValueLanes valueLanes(const TermLanes& t, const MoneynessLanes& m)
{
    const V inverseF = m.inverseF;
    const V inverseVol = hn::Mul(m.rootT, m.inverseS);
    const V inverseRootT = hn::Mul(t.vol, m.inverseS);
    const M callIsOtm = hn::Le(t.forward, t.strike);
    const V low = hn::Min(t.forward, t.strike);
    const OtmLanes o = otmPrice(low, m.h, m.halfS);

    // d1 and d2 of the strike itself; those of `o` are the mirrored ones where the put is out of the money.
    const V d1 = hn::IfThenElse(callIsOtm, o.d1, hn::Neg(o.d2));
    const V d2 = hn::IfThenElse(callIsOtm, o.d2, hn::Neg(o.d1));
    const V weighted = hn::Mul(o.weighted, all(inverseSqrtTwoPi)); // F phi(d1) = K phi(d2)
    const V phi = hn::Mul(weighted, inverseF);

    const V tail1 = hn::Mul(o.gauss, o.tail1);
    const V cdf1 = hn::IfThenElse(hn::Gt(o.d1, hn::Zero(Lanes())), hn::Sub(all(1.0), tail1), tail1); // N(o.d1)
    const V highCdf2 = hn::Mul(o.weighted, o.tail2);                                                 // high N(o.d2)
    const V deltaOtm = hn::IfThenElse(callIsOtm, cdf1, hn::Mul(highCdf2, inverseF));
    const V strikeOtm = hn::IfThenElse(callIsOtm, highCdf2, hn::Mul(low, cdf1)); // K N(+-d2)
    const M isOtm = hn::Xor(callIsOtm, t.put);
    const V delta = hn::IfThenElse(isOtm, deltaOtm, hn::Sub(all(1.0), deltaOtm));
    const V strikePart = hn::Mul(hn::IfThenElse(isOtm, strikeOtm, hn::Sub(t.strike, strikeOtm)), t.years);

    ValueLanes v;
    v.price = hn::Add(intrinsicValue(t.forward, t.strike, t.put), o.price);
    v.delta = hn::IfThenElse(t.put, hn::Neg(delta), delta);
    v.gamma = hn::Mul(phi, m.inverseDeviationUsd);
    v.vega = hn::Mul(weighted, m.rootT);
    v.theta = hn::Mul(hn::Mul(weighted, all(-0.5)), hn::Mul(t.vol, inverseRootT));
    v.vanna = hn::Neg(hn::Mul(hn::Mul(phi, d2), inverseVol));
    v.volga = hn::Mul(hn::Mul(v.vega, inverseVol), hn::Mul(d1, d2));
    v.charm = hn::Mul(hn::Mul(phi, d2), hn::Mul(hn::Mul(inverseRootT, inverseRootT), all(0.5)));
    v.speed = hn::Neg(hn::Mul(hn::Mul(v.gamma, inverseF), hn::MulAdd(d1, m.inverseS, all(1.0))));
    v.rho = hn::IfThenElse(t.put, hn::Neg(strikePart), strikePart);
    return v;
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#endif

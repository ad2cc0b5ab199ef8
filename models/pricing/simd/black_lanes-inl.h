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

// The out-of-the-money option of a strike: a call on `low` = min(F, K) struck at `high` = max(F, K), whichever of call
// and put that is (the put is the call with F and K exchanged). h = |ln(F/K)| / s >= 0.
struct OtmLanes
{
    V d1;       // s / 2 - h
    V d2;       // -h - s / 2, never positive
    V density;  // phi(d1)
    V weighted; // low phi(d1) = high phi(d2)
    V mills1;   // of |d1|
    V mills2;   // of -d2
    V price;
};

// low N(d1) - high N(d2) by Mills' ratios: the exponential is common to both terms, so far out of the money the price
// keeps its relative precision (Jaeckel 2015 writes the same with erfcx).
HWY_INLINE OtmLanes otmPrice(V low, V h, V halfS)
{
    OtmLanes o;
    o.d1 = hn::Sub(halfS, h);
    o.d2 = hn::Neg(hn::Add(h, halfS));
    o.density = hn::Mul(expLanes(hn::Mul(hn::Mul(o.d1, o.d1), all(-0.5))), all(inverseSqrtTwoPi));
    o.weighted = hn::Mul(low, o.density);
    const MillsRatio one = millsRatio(hn::Abs(o.d1));
    const MillsRatio two = millsRatio(hn::Neg(o.d2));
    const V reciprocal = hn::Div(all(1.0), hn::Mul(one.below, two.below));
    o.mills1 = hn::Mul(hn::Mul(one.above, two.below), reciprocal);
    o.mills2 = hn::Mul(hn::Mul(two.above, one.below), reciprocal);
    const V below = hn::Mul(o.weighted, hn::Sub(o.mills1, o.mills2));
    const V above = hn::NegMulAdd(o.weighted, hn::Add(o.mills1, o.mills2), low);
    o.price = hn::IfThenElse(hn::Gt(o.d1, hn::Zero(Lanes())), above, below);
    return o;
}

// Price only, one division for both ratios.
HWY_INLINE V otmPriceOnly(V low, V h, V halfS)
{
    const V d1 = hn::Sub(halfS, h);
    const V weighted = hn::Mul(low, hn::Mul(expLanes(hn::Mul(hn::Mul(d1, d1), all(-0.5))), all(inverseSqrtTwoPi)));
    const MillsRatio one = millsRatio(hn::Abs(d1));
    const MillsRatio two = millsRatio(hn::Add(h, halfS));
    const V first = hn::Mul(one.above, two.below);
    const V second = hn::Mul(two.above, one.below);
    const V scale = hn::Div(weighted, hn::Mul(one.below, two.below));
    const V below = hn::Mul(scale, hn::Sub(first, second));
    const V above = hn::NegMulAdd(scale, hn::Add(first, second), low);
    return hn::IfThenElse(hn::Gt(d1, hn::Zero(Lanes())), above, below);
}

// max(+-(F - K), 0).
HWY_INLINE V intrinsicValue(V forward, V strike, M put)
{
    const V call = hn::Sub(forward, strike);
    return hn::Max(hn::IfThenElse(put, hn::Neg(call), call), hn::Zero(Lanes()));
}

HWY_INLINE V priceLanes(const TermLanes& t)
{
    const V s = hn::Mul(t.vol, hn::Sqrt(t.years));
    const V h = hn::Div(hn::Abs(logRatio(t.forward, t.strike)), s);
    const V otm = otmPriceOnly(hn::Min(t.forward, t.strike), h, hn::Mul(s, all(0.5)));
    return hn::Add(intrinsicValue(t.forward, t.strike, t.put), otm);
}

struct ValueLanes
{
    V price, delta, gamma, vega, theta, vanna, volga, charm, speed, rho;
};

// Formulas of spec F1 (Black 1976) in the units of BlackValues.
HWY_INLINE ValueLanes valueLanes(const TermLanes& t)
{
    const V rootT = hn::Sqrt(t.years);
    const V s = hn::Mul(t.vol, rootT);
    const V inverseS = hn::Div(all(1.0), s);
    const V inverseF = hn::Div(all(1.0), t.forward);
    const V rootTOverS = hn::Mul(rootT, inverseS); // 1 / vol
    const V volOverS = hn::Mul(t.vol, inverseS);   // 1 / sqrt(T)
    const V h = hn::Mul(hn::Abs(logRatio(t.forward, t.strike)), inverseS);
    const M callIsOtm = hn::Le(t.forward, t.strike);
    const V low = hn::Min(t.forward, t.strike);
    const OtmLanes o = otmPrice(low, h, hn::Mul(s, all(0.5)));

    // d1 and d2 of the strike itself; those of `o` are the mirrored ones where the put is out of the money.
    const V d1 = hn::IfThenElse(callIsOtm, o.d1, hn::Neg(o.d2));
    const V d2 = hn::IfThenElse(callIsOtm, o.d2, hn::Neg(o.d1));
    const V phi = hn::Mul(o.weighted, inverseF); // phi(d1)

    const V tail1 = hn::Mul(o.density, o.mills1);
    const V cdf1 = hn::IfThenElse(hn::Gt(o.d1, hn::Zero(Lanes())), hn::Sub(all(1.0), tail1), tail1); // N(o.d1)
    const V highCdf2 = hn::Mul(o.weighted, o.mills2);                                                // high N(o.d2)
    const V deltaOtm = hn::IfThenElse(callIsOtm, cdf1, hn::Mul(highCdf2, inverseF));
    const V strikeOtm = hn::IfThenElse(callIsOtm, highCdf2, hn::Mul(low, cdf1)); // K N(+-d2)
    const M isOtm = hn::Xor(callIsOtm, t.put);
    const V delta = hn::IfThenElse(isOtm, deltaOtm, hn::Sub(all(1.0), deltaOtm));
    const V strikePart = hn::Mul(hn::IfThenElse(isOtm, strikeOtm, hn::Sub(t.strike, strikeOtm)), t.years);

    ValueLanes v;
    v.price = hn::Add(intrinsicValue(t.forward, t.strike, t.put), o.price);
    v.delta = hn::IfThenElse(t.put, hn::Neg(delta), delta);
    v.gamma = hn::Mul(hn::Mul(phi, inverseF), inverseS);
    v.vega = hn::Mul(o.weighted, rootT);
    v.theta = hn::Mul(hn::Mul(o.weighted, all(-0.5)), hn::Mul(t.vol, volOverS));
    v.vanna = hn::Neg(hn::Mul(hn::Mul(phi, d2), rootTOverS));
    v.volga = hn::Mul(hn::Mul(v.vega, rootTOverS), hn::Mul(d1, d2));
    v.charm = hn::Mul(hn::Mul(phi, d2), hn::Mul(hn::Mul(volOverS, volOverS), all(0.5)));
    v.speed = hn::Neg(hn::Mul(hn::Mul(v.gamma, inverseF), hn::MulAdd(d1, inverseS, all(1.0))));
    v.rho = hn::IfThenElse(t.put, hn::Neg(strikePart), strikePart);
    return v;
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#endif

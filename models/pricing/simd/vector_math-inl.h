// Included once per instruction set, by foreach_target.h: the guard toggles.
#if defined(BALLAST_VECTOR_MATH_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BALLAST_VECTOR_MATH_INL_H
#undef BALLAST_VECTOR_MATH_INL_H
#else
#define BALLAST_VECTOR_MATH_INL_H
#endif

#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Lanes = hn::ScalableTag<double>;
using Bits = hn::ScalableTag<std::uint64_t>;
using V = hn::Vec<Lanes>;
using M = hn::Mask<Lanes>;

inline constexpr double inverseSqrtTwoPi = 0.39894228040143267794;
// Adding it to a double of magnitude below 2^51 leaves the nearest integer in the low bits of the mantissa.
inline constexpr double roundingShift = 6755399441055744.0; // 1.5 * 2^52
// ln 2 with 32 trailing zero bits, so that an integer times it is exact, and the rest.
inline constexpr double ln2High = 6.93147180369123816490e-01;
inline constexpr double ln2Low = 1.90821492927058770002e-10;

HWY_INLINE V all(double x)
{
    return hn::Set(Lanes(), x);
}

// c[I] + c[I + 2] xx + c[I + 4] xx^2 + ... Recursion, since a loop is not unrolled at every level of optimisation.
template <std::size_t I, std::size_t N>
HWY_INLINE V everySecond(V xx, const double (&c)[N])
{
    if constexpr (I + 2 < N)
        return hn::MulAdd(everySecond<I + 2>(xx, c), xx, all(c[I]));
    else
        return all(c[I]);
}

// Polynomial with rising coefficients: even and odd powers by Horner's rule side by side, which halves the chain of
// dependent operations.
template <std::size_t N>
HWY_INLINE V polynomial(V x, const double (&c)[N])
{
    const V xx = hn::Mul(x, x);
    return hn::MulAdd(everySecond<1>(xx, c), x, everySecond<0>(xx, c));
}

// e^x to 1 ulp for x in [-700, 0]. Cody-Waite reduction and a near-minimax polynomial for (e^r - 1 - r) / r^2 on
// |r| <= ln(2) / 2, relative error 1.3e-17.
HWY_INLINE V expNegative(V x)
{
    constexpr double c[] = {0.5000000000000001,     0.16666666666666669,    0.04166666666662413,
                            0.008333333333330062,   0.0013888888917213717,  0.00019841269863053618,
                            2.4801521295954376e-05, 2.7557268459997064e-06, 2.7620088445409746e-07,
                            2.510038549551032e-08};
    const Lanes d;
    const Bits bits;
    const V shifted = hn::MulAdd(x, all(1.44269504088896340736), all(roundingShift));
    const V n = hn::Sub(shifted, all(roundingShift));
    const V r = hn::NegMulAdd(n, all(ln2Low), hn::NegMulAdd(n, all(ln2High), x));
    const V p = hn::Add(hn::MulAdd(hn::Mul(r, r), polynomial(r, c), r), all(1.0));
    return hn::BitCast(d, hn::Add(hn::BitCast(bits, p), hn::ShiftLeft<52>(hn::BitCast(bits, shifted))));
}

// above / below = 2^exponent (1 + z) / (1 - z), z = difference / sum, |z| <= 0.172. Both positive and normal.
struct LogParts
{
    V exponent;
    V difference;
    V sum;
};

HWY_INLINE LogParts logParts(V above, V below)
{
    const Lanes d;
    const Bits bits;
    const auto aboveBits = hn::BitCast(bits, above);
    const auto belowBits = hn::BitCast(bits, below);
    const auto exponents = hn::Sub(hn::ShiftRight<52>(aboveBits), hn::ShiftRight<52>(belowBits));
    const auto shiftBits = hn::BitCast(bits, all(roundingShift));
    const V exponent = hn::Sub(hn::BitCast(d, hn::Add(exponents, shiftBits)), all(roundingShift));

    const auto mantissa = hn::Set(bits, 0x000FFFFFFFFFFFFFull);
    const auto one = hn::BitCast(bits, all(1.0));
    const V a = hn::BitCast(d, hn::Or(hn::And(aboveBits, mantissa), one));
    const V b = hn::BitCast(d, hn::Or(hn::And(belowBits, mantissa), one));
    const V root2 = all(1.41421356237309504880);
    const M high = hn::Gt(a, hn::Mul(b, root2));
    const M low = hn::Lt(hn::Mul(a, root2), b);
    const V scaled = hn::IfThenElse(high, hn::Mul(a, all(0.5)), hn::IfThenElse(low, hn::Add(a, a), a));
    const V step = hn::Sub(hn::IfThenElseZero(high, all(1.0)), hn::IfThenElseZero(low, all(1.0)));
    return {hn::Add(exponent, step), hn::Sub(scaled, b), hn::Add(scaled, b)};
}

// The logarithm by 2 atanh(z); near-minimax polynomial, relative error 5e-18. To 1 ulp of the result also where the two
// numbers are nearly equal: their difference is taken before the division.
HWY_INLINE V logOf(V exponent, V z)
{
    constexpr double c[] = {0.3333333333333335,  0.199999999999496,   0.1428571431305726, 0.11111105556052474,
                            0.09091445389013066, 0.07665833338298587, 0.0730856419990365};
    const V zz = hn::Mul(z, z);
    const V twoZ = hn::Add(z, z);
    const V tail = hn::MulAdd(hn::Mul(twoZ, zz), polynomial(zz, c), hn::Mul(exponent, all(ln2Low)));
    return hn::MulAdd(exponent, all(ln2High), hn::Add(twoZ, tail));
}

// ln(above / below).
HWY_INLINE V logRatio(V above, V below)
{
    const LogParts parts = logParts(above, below);
    return logOf(parts.exponent, hn::Div(parts.difference, parts.sum));
}

// N(-z) / e^(-z^2 / 2) for z >= 0, Mills' ratio but for a factor, as numerator over denominator, so that a caller may
// share the division. Rational interpolation of degree 10 over 11 in Chebyshev nodes of (z - 4) / (z + 4) over the
// whole half line: relative error 2.2e-17; all coefficients are positive, so nothing cancels.
struct TailRatio
{
    V above;
    V below;
};

HWY_INLINE TailRatio tailRatio(V z)
{
    constexpr double p[] = {579042.5512235523,  996981.4873926918,  847745.4251977447,  461470.995892225,
                            176672.53199134002, 49526.594142026894, 10290.011256192309, 1567.9722557466378,
                            168.54405586310057, 11.643977560698644, 0.3989422804014327};
    constexpr double q[] = {1158085.1024471046, 2917981.1981237344, 3444660.4458678523, 2520398.854135845,
                            1273312.2515818102, 467810.6419772239,  128016.71057984451, 26213.710456788765,
                            3959.510713476024,  423.47729594742714, 29.187123382816143, 1.0};
    return {polynomial(z, p), polynomial(z, q)};
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#endif

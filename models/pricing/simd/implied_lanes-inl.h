// Included once per instruction set, by foreach_target.h: the guard toggles.
#if defined(BALLAST_IMPLIED_LANES_INL_H) == defined(HWY_TARGET_TOGGLE)
#ifdef BALLAST_IMPLIED_LANES_INL_H
#undef BALLAST_IMPLIED_LANES_INL_H
#else
#define BALLAST_IMPLIED_LANES_INL_H
#endif

#include "models/pricing/simd/black_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

// What all sides of one option share. Normalised by sqrt(F K): spec F3.
struct ContractLanes
{
    V absX;        // |ln(F/K)|
    V money;       // |F - K| / sqrt(F K) = 2 sinh(|x| / 2)
    V logMoney;    // ln(money); of 1e-300 at the money
    V normalShare; // |x| / money
    V betaMax;     // e^{-|x| / 2} = min(F, K) / sqrt(F K)
    V inverseRoot; // 1 / sqrt(F K)
    V rootT;
    V inverseRootT;
};

HWY_INLINE ContractLanes contractLanes(V forward, V strike, V years)
{
    ContractLanes c;
    const V low = hn::Min(forward, strike);
    c.inverseRoot = hn::Div(all(1.0), hn::Sqrt(hn::Mul(forward, strike)));
    c.absX = hn::Abs(logRatio(forward, strike));
    c.money = hn::Mul(hn::Sub(hn::Max(forward, strike), low), c.inverseRoot);
    const V positive = hn::Max(c.money, all(1e-300));
    c.logMoney = logRatio(positive, all(1.0));
    c.normalShare = hn::IfThenElse(hn::Gt(c.money, hn::Zero(Lanes())), hn::Div(c.absX, positive), all(1.0));
    c.betaMax = hn::Mul(low, c.inverseRoot);
    c.rootT = hn::Sqrt(years);
    c.inverseRootT = hn::Div(all(1.0), c.rootT);
    return c;
}

// One side: beta = time value / sqrt(F K), room = betaMax - beta without its cancellation.
struct PriceLanes
{
    V beta;
    V room;
    V logBeta;
    M low;  // far out of the money: solved in 1 / ln b
    M high; // near the maximum: solved in ln(betaMax - b)
};

// Bachelier's formula inverted for h = money / (sigma sqrt(T)) from r = beta / money = phi(h) / h - N(-h). From r =
// 0.12 (h up to 0.87): h is odd in v = 1 / (r + 1/2), relative error 6e-5. Below: rational in sqrt(-2 ln r) up to h =
// 40, 4e-5. Both fitted in Chebyshev nodes.
HWY_INLINE V bachelierDeviation(const ContractLanes& c, V beta, V logBeta)
{
    constexpr double odd[] = {0.39892948281789825,   0.03208859513486551,    0.0032043859501079074,
                              0.0028906388729528602, -0.0011096631342323916, 0.00032383175209665406};
    constexpr double above[] = {-0.2924295186619423, 0.9780700296912875, -0.5796763874453701, 0.16740754480400177,
                                0.019184525403136327};
    constexpr double below[] = {1.0, -0.3178821166133484, 0.1673648799656622, 0.019196559094729886};
    const V straddle = hn::MulAdd(c.money, all(0.5), beta);
    const V v = hn::Div(c.money, straddle);
    const V near = hn::Div(straddle, polynomial(hn::Mul(v, v), odd));
    const M isFar = hn::Lt(beta, hn::Mul(c.money, all(0.12)));
    if (hn::AllFalse(Lanes(), isFar))
        return near;
    const V y = hn::Sqrt(hn::Max(hn::Mul(hn::Sub(logBeta, c.logMoney), all(-2.0)), all(1.0)));
    const V far = hn::Div(hn::Mul(c.money, polynomial(y, below)), polynomial(y, above));
    return hn::IfThenElse(isFar, far, near);
}

// Normal to lognormal deviation. For small s, sigma_N = sigma (F - K) / ln(F/K) (1 - s^2 / 24 + ...) (Hagan, Kumar,
// Lesniewski, Woodward 2002); inverted, with the higher terms in u = s_N^2 and x^2 fitted by least squares over s up to
// 1.3 and h up to 5: relative error 1e-4, 6e-6 for s below 0.7. Beyond, it is a start of some kind.
HWY_INLINE V coldStart(const ContractLanes& c, V beta, V logBeta)
{
    constexpr double inX0[] = {0.9996787386450192, -0.008182907965728162, 0.00010872754515532394,
                               -1.0611529699384186e-06};
    const V s = hn::Mul(bachelierDeviation(c, beta, logBeta), c.normalShare);
    const V u = hn::Min(hn::Mul(s, s), all(1.8));
    const V xx = hn::Min(hn::Mul(c.absX, c.absX), all(40.0));
    const V inX1 = hn::MulAdd(hn::MulAdd(xx, all(2.262060352232283e-05), all(-0.0013645068417843763)), xx,
                              all(0.0878259314409579));
    const V inX2 = hn::MulAdd(xx, all(-0.0002658666697923764), all(0.008790412319231148));
    const V higher = hn::MulAdd(hn::MulAdd(u, all(0.0016497570531123194), inX2), u, inX1);
    const V series = hn::MulAdd(higher, u, polynomial(xx, inX0));
    return hn::MulAdd(hn::Mul(s, hn::Mul(u, all(1.0 / 24.0))), series, s);
}

// Householder's step of order 4 on the objective of the lane's region; spec F3 has the derivatives.
HWY_INLINE V householderStep(const ContractLanes& c, const PriceLanes& p, V s)
{
    const V one = all(1.0);
    const V inverseS = hn::Div(one, s);
    const V h = hn::Mul(c.absX, inverseS);
    const OtmLanes o = otmPrice(c.betaMax, h, hn::Mul(s, all(0.5)));
    const V vega = hn::Mul(o.weighted, all(inverseSqrtTwoPi)); // betaMax phi(d1) = db/ds
    const V b = o.price;
    const V rest = hn::IfThenElse(hn::Gt(o.d1, hn::Zero(Lanes())), hn::Mul(o.weighted, hn::Add(o.tail1, o.tail2)),
                                  hn::Sub(c.betaMax, b)); // betaMax - b
    const V hOverS = hn::Mul(h, inverseS);
    const V b2 = hn::NegMulAdd(s, all(0.25), hn::Mul(h, hOverS));
    const V b3 = hn::MulAdd(b2, b2, hn::NegMulAdd(hn::Mul(hOverS, hOverS), all(3.0), all(-0.25)));

    // Newton's step above / below and, times L and L^2, the ratios h2 and h3 of spec F3; L = 1 but far out of the
    // money.
    V above = hn::Sub(p.beta, b);
    V below = vega;
    V h2L = b2;
    V h3LL = b3;
    V L = one;
    if (!hn::AllFalse(Lanes(), hn::Or(p.low, p.high))) {
        const V part = hn::Max(hn::IfThenElse(p.low, b, rest), all(1e-300));
        const V logPart = logRatio(part, hn::IfThenElse(p.low, one, p.room));
        const V q = hn::Div(vega, part);
        L = hn::IfThenElse(p.low, logPart, one);
        const V qLow = hn::Mul(q, hn::Add(L, all(2.0)));
        const V curve = hn::MulAdd(L, hn::Add(L, all(3.0)), all(3.0));
        const V threeB2 = hn::Mul(b2, all(3.0));
        const V inner = hn::NegMulAdd(threeB2, qLow, hn::Mul(b3, L));
        const V h3Low = hn::MulAdd(hn::Mul(hn::Mul(q, q), all(2.0)), curve, hn::Mul(L, inner));
        const V h3High = hn::MulAdd(q, hn::MulAdd(q, all(2.0), threeB2), b3);
        h2L = hn::IfThenElse(p.low, hn::MulSub(b2, L, qLow), hn::IfThenElse(p.high, hn::Add(b2, q), b2));
        h3LL = hn::IfThenElse(p.low, h3Low, hn::IfThenElse(p.high, h3High, b3));
        const V aboveLow = hn::Mul(hn::Sub(p.logBeta, logPart), logPart);
        above = hn::IfThenElse(p.low, aboveLow, hn::IfThenElse(p.high, logPart, above));
        below = hn::IfThenElse(p.low, hn::Mul(p.logBeta, q), hn::IfThenElse(p.high, q, below));
    }
    // nu (1 + h2 nu / 2) / (1 + nu (h2 + h3 nu / 6)) with nu = above / below, multiplied through: one division.
    const V belowL = hn::Mul(below, L);
    const V curved = hn::Mul(above, h2L);
    const V numerator = hn::Mul(hn::Mul(above, L), hn::MulAdd(curved, all(0.5), belowL));
    const V square = hn::Mul(hn::Mul(above, above), h3LL);
    const V denominator = hn::MulAdd(belowL, hn::Add(belowL, curved), hn::Mul(square, all(1.0 / 6.0)));
    return hn::Div(numerator, denominator);
}

struct SolvedLanes
{
    V deviation;
    M done;
};

// The error after a step of order 4 is about (step h / s)^4: below rounding once the step itself is below this.
inline constexpr double lastStep = 4e-4;
inline constexpr int mostSteps = 10;

HWY_INLINE SolvedLanes solveLanes(const ContractLanes& c, const PriceLanes& p, V start, M wanted)
{
    V s = start;
    M done = hn::Not(wanted);
    for (int i = 0; i < mostSteps; ++i) {
        // Written so that a step that is not a number counts as one too far down.
        const V next = hn::Add(s, householderStep(c, p, s));
        const V least = hn::Mul(s, all(0.25));
        const V most = hn::Mul(s, all(4.0));
        const V bounded = hn::IfThenElse(hn::Gt(next, least), hn::Min(next, most), least);
        const V step = hn::Abs(hn::Sub(bounded, s));
        const V scale = hn::MulAdd(hn::Div(c.absX, s), all(0.3), all(1.0));
        const M last = hn::Le(hn::Mul(step, scale), hn::Mul(s, all(lastStep)));
        s = hn::IfThenElse(done, s, bounded);
        done = hn::Or(done, last);
        if (hn::AllTrue(Lanes(), done))
            break;
    }
    return {s, hn::And(done, wanted)};
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#endif

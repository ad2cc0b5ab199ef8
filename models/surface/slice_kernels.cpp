#include "models/surface/slice_kernels.h"
#include "models/pricing/simd/targets.h"

#include <algorithm>
#include <limits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "models/surface/slice_kernels.cpp"
#include <hwy/foreach_target.h>

#include "models/pricing/simd/vector_math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace ballast {
namespace HWY_NAMESPACE {

struct FormLanes
{
    V level, tilt, bend, m, sigma2;
};

HWY_INLINE FormLanes formLanes(const SviForm& at)
{
    return {all(at.level), all(at.tilt), all(at.bend), all(at.m), all(at.sigma * at.sigma)};
}

// x, R and 1/R at some k.
struct PlaceLanes
{
    V x, root, inverse;
};

HWY_INLINE PlaceLanes placeLanes(V k, V m, V sigma2)
{
    const V x = hn::Sub(k, m);
    const V root = hn::Sqrt(hn::MulAdd(x, x, sigma2));
    return {x, root, hn::Div(all(1.0), root)};
}

HWY_INLINE V varianceLanes(const FormLanes& f, V x, V root)
{
    return hn::MulAdd(f.tilt, x, hn::MulAdd(f.bend, root, f.level));
}

HWY_INLINE V rootLanes(const FormLanes& f, V x)
{
    return hn::Sqrt(hn::MulAdd(x, x, f.sigma2));
}

HWY_INLINE double sumOf(V v)
{
    return hn::GetLane(hn::SumOfLanes(Lanes(), v));
}

SviNormal normalKernel(const SliceRows& rows, const SviForm& at)
{
    const Lanes d;
    const FormLanes f = formLanes(at);
    V cost, r1, rx, rr, rc, rs, s0, sx, sr, sc, ss, sxx, sxr, sxc, scc, scs, sss;
    cost = r1 = rx = rr = rc = rs = s0 = sx = sr = sc = ss = sxx = sxr = sxc = scc = scs = sss = hn::Zero(d);
    for (std::size_t i = 0; i < rows.padded(); i += hn::Lanes(d)) {
        const PlaceLanes p = placeLanes(hn::LoadU(d, rows.k() + i), f.m, f.sigma2);
        const V weight = hn::LoadU(d, rows.weight() + i);
        const V c = hn::Mul(p.x, p.inverse);
        const V error = hn::Sub(varianceLanes(f, p.x, p.root), hn::LoadU(d, rows.w() + i));
        const V pull = hn::Mul(weight, error);
        const V weightX = hn::Mul(weight, p.x);
        const V weightC = hn::Mul(weight, c);
        const V weightS = hn::Mul(weight, p.inverse);
        cost = hn::MulAdd(pull, error, cost);
        r1 = hn::Add(r1, pull);
        rx = hn::MulAdd(pull, p.x, rx);
        rr = hn::MulAdd(pull, p.root, rr);
        rc = hn::MulAdd(pull, c, rc);
        rs = hn::MulAdd(pull, p.inverse, rs);
        s0 = hn::Add(s0, weight);
        sx = hn::Add(sx, weightX);
        sr = hn::MulAdd(weight, p.root, sr);
        sc = hn::Add(sc, weightC);
        ss = hn::Add(ss, weightS);
        sxx = hn::MulAdd(weightX, p.x, sxx);
        sxr = hn::MulAdd(weightX, p.root, sxr);
        sxc = hn::MulAdd(weightX, c, sxc);
        scc = hn::MulAdd(weightC, c, scc);
        scs = hn::MulAdd(weightC, p.inverse, scs);
        sss = hn::MulAdd(weightS, p.inverse, sss);
    }
    const double one = sumOf(s0), x = sumOf(sx), cosine = sumOf(sc);
    SviNormal n;
    n.cost = sumOf(cost);
    n.pull = {sumOf(r1), sumOf(rx), sumOf(rr), sumOf(rc), sumOf(rs)};
    auto& g = n.overlaps; // x/R R = x, 1/R R = 1, x/R = x 1/R, R R = x x + sigma^2
    g[0] = {one, x, sumOf(sr), cosine, sumOf(ss)};
    g[1] = {x, sumOf(sxx), sumOf(sxr), sumOf(sxc), cosine};
    g[2] = {g[0][2], g[1][2], g[1][1] + at.sigma * at.sigma * one, x, one};
    g[3] = {cosine, g[1][3], x, sumOf(scc), sumOf(scs)};
    g[4] = {g[0][4], cosine, one, g[3][4], sumOf(sss)};
    return n;
}

double costKernel(const SliceRows& rows, const SviForm& at)
{
    const Lanes d;
    const FormLanes f = formLanes(at);
    V cost = hn::Zero(d);
    for (std::size_t i = 0; i < rows.padded(); i += hn::Lanes(d)) {
        const V x = hn::Sub(hn::LoadU(d, rows.k() + i), f.m);
        const V error = hn::Sub(varianceLanes(f, x, rootLanes(f, x)), hn::LoadU(d, rows.w() + i));
        cost = hn::MulAdd(hn::Mul(hn::LoadU(d, rows.weight() + i), error), error, cost);
    }
    return sumOf(cost);
}

SviMoments momentsKernel(const SliceRows& rows, double m, double sigma)
{
    const Lanes d;
    const V centre = all(m);
    const V sigma2 = all(sigma * sigma);
    V s, sx, sr, sxx, sxr, sw, swx, swr, sww;
    s = sx = sr = sxx = sxr = sw = swx = swr = sww = hn::Zero(d);
    for (std::size_t i = 0; i < rows.padded(); i += hn::Lanes(d)) {
        const V x = hn::Sub(hn::LoadU(d, rows.k() + i), centre);
        const V root = hn::Sqrt(hn::MulAdd(x, x, sigma2));
        const V weight = hn::LoadU(d, rows.weight() + i);
        const V w = hn::LoadU(d, rows.w() + i);
        const V weightX = hn::Mul(weight, x);
        const V weightW = hn::Mul(weight, w);
        s = hn::Add(s, weight);
        sx = hn::Add(sx, weightX);
        sr = hn::MulAdd(weight, root, sr);
        sxx = hn::MulAdd(weightX, x, sxx);
        sxr = hn::MulAdd(weightX, root, sxr);
        sw = hn::Add(sw, weightW);
        swx = hn::MulAdd(weightW, x, swx);
        swr = hn::MulAdd(weightW, root, swr);
        sww = hn::MulAdd(weightW, w, sww);
    }
    return {sumOf(s), sumOf(sx), sumOf(sr), sumOf(sxx), sumOf(sxr), sumOf(sw), sumOf(swx), sumOf(swr), sumOf(sww)};
}

// Runs `lanes` on whole vectors of k: a last part goes through a padded copy or again over the end.
template <class Function>
HWY_INLINE void overVectors(std::span<const double> k, Function lanes)
{
    const Lanes d;
    const std::size_t width = hn::Lanes(d);
    if (k.size() < width) {
        HWY_ALIGN double padded[HWY_MAX_BYTES / sizeof(double)];
        for (std::size_t i = 0; i < width; ++i)
            padded[i] = k[std::min(i, k.size() - 1)];
        lanes(hn::Load(d, padded), 0, k.size());
        return;
    }
    for (std::size_t i = 0; i + width <= k.size(); i += width)
        lanes(hn::LoadU(d, k.data() + i), i, width);
    if (k.size() % width != 0)
        lanes(hn::LoadU(d, k.data() + k.size() - width), k.size() - width, width);
}

HWY_INLINE void storeFirst(V value, double* to, std::size_t count)
{
    const Lanes d;
    if (count == hn::Lanes(d)) {
        hn::StoreU(value, d, to);
        return;
    }
    HWY_ALIGN double padded[HWY_MAX_BYTES / sizeof(double)];
    hn::Store(value, d, padded);
    std::copy_n(padded, count, to);
}

struct ShapeLanes
{
    V w, g;
};

// Durrleman's g (Gatheral and Jacquier 2014, eq. 2.1).
HWY_INLINE ShapeLanes shapeLanes(const FormLanes& f, V k)
{
    const PlaceLanes p = placeLanes(k, f.m, f.sigma2);
    const V w = varianceLanes(f, p.x, p.root);
    const V slope = hn::MulAdd(f.bend, hn::Mul(p.x, p.inverse), f.tilt);
    const V inverse2 = hn::Mul(p.inverse, p.inverse);
    const V curvature = hn::Mul(hn::Mul(f.bend, f.sigma2), hn::Mul(inverse2, p.inverse));
    const V inverseW = hn::Div(all(1.0), w);
    const V tilt = hn::NegMulAdd(hn::Mul(all(0.5), k), hn::Mul(slope, inverseW), all(1.0));
    const V steep = hn::Mul(hn::Mul(all(0.25), slope), slope);
    const V bent = hn::NegMulAdd(steep, hn::Add(inverseW, all(0.25)), hn::Mul(all(0.5), curvature));
    return {w, hn::MulAdd(tilt, tilt, bent)};
}

void variancesKernel(const SviForm& slice, std::span<const double> k, double* w)
{
    const FormLanes f = formLanes(slice);
    overVectors(k, [&](V at, std::size_t first, std::size_t count) {
        const V x = hn::Sub(at, f.m);
        storeFirst(varianceLanes(f, x, rootLanes(f, x)), w + first, count);
    });
}

void shapesKernel(const SviForm& slice, std::span<const double> k, double* w, double* g)
{
    const FormLanes f = formLanes(slice);
    overVectors(k, [&](V at, std::size_t first, std::size_t count) {
        const ShapeLanes shape = shapeLanes(f, at);
        storeFirst(shape.w, w + first, count);
        storeFirst(shape.g, g + first, count);
    });
}

template <class Function>
HWY_INLINE LeastAt leastOf(std::span<const double> k, Function at)
{
    const Lanes d;
    V least = all(std::numeric_limits<double>::infinity());
    V where = hn::Zero(d);
    overVectors(k, [&](V place, std::size_t first, std::size_t) {
        const V value = at(place);
        const M lower = hn::Not(hn::Ge(value, least));
        least = hn::IfThenElse(lower, value, least);
        where = hn::IfThenElse(lower, hn::Iota(d, static_cast<double>(first)), where);
    });
    HWY_ALIGN double values[HWY_MAX_BYTES / sizeof(double)];
    HWY_ALIGN double places[HWY_MAX_BYTES / sizeof(double)];
    hn::Store(least, d, values);
    hn::Store(where, d, places);
    LeastAt best{static_cast<std::size_t>(places[0]), values[0]};
    for (std::size_t i = 1; i < hn::Lanes(d); ++i) {
        if (!(values[i] >= best.value))
            best = {static_cast<std::size_t>(places[i]), values[i]};
    }
    best.index = std::min(best.index, k.size() - 1);
    return best;
}

LeastAt leastDurrlemanKernel(const SviForm& slice, std::span<const double> k)
{
    const FormLanes f = formLanes(slice);
    return leastOf(k, [&](V at) { return shapeLanes(f, at).g; });
}

LeastAt leastGapKernel(const SviForm& earlier, const SviForm& later, std::span<const double> k)
{
    const FormLanes e = formLanes(earlier);
    const FormLanes l = formLanes(later);
    return leastOf(k, [&](V at) {
        const V own = hn::Sub(at, e.m);
        const V next = hn::Sub(at, l.m);
        return hn::Sub(varianceLanes(l, next, rootLanes(l, next)), varianceLanes(e, own, rootLanes(e, own)));
    });
}

} // namespace HWY_NAMESPACE
} // namespace ballast
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace ballast {

HWY_EXPORT(normalKernel);
HWY_EXPORT(costKernel);
HWY_EXPORT(momentsKernel);
HWY_EXPORT(variancesKernel);
HWY_EXPORT(shapesKernel);
HWY_EXPORT(leastDurrlemanKernel);
HWY_EXPORT(leastGapKernel);

namespace {

constexpr std::size_t wholeVectors = 8; // doubles: as wide as the widest instruction set

} // namespace

SliceRows::SliceRows(std::span<const SviSample> samples)
{
    const std::size_t room = (samples.size() + wholeVectors - 1) / wholeVectors * wholeVectors;
    m_k.reserve(room);
    m_w.reserve(room);
    m_weight.reserve(room);
    for (const SviSample& sample : samples)
        add(sample);
    close();
}

void SliceRows::clear()
{
    m_k.clear();
    m_w.clear();
    m_weight.clear();
}

void SliceRows::add(const SviSample& sample)
{
    m_k.push_back(sample.k);
    m_w.push_back(sample.w);
    m_weight.push_back(sample.weight);
}

void SliceRows::close()
{
    while (!m_k.empty() && m_k.size() % wholeVectors != 0)
        add({m_k.back(), m_w.back(), 0.0});
}

SviNormal sviNormal(const SliceRows& rows, const SviForm& at)
{
    return HWY_DYNAMIC_DISPATCH(normalKernel)(rows, at);
}

double sviCost(const SliceRows& rows, const SviForm& at)
{
    return HWY_DYNAMIC_DISPATCH(costKernel)(rows, at);
}

SviMoments sviMoments(const SliceRows& rows, double m, double sigma)
{
    return HWY_DYNAMIC_DISPATCH(momentsKernel)(rows, m, sigma);
}

void sviVariances(const SviForm& slice, std::span<const double> k, std::span<double> w)
{
    if (!k.empty())
        HWY_DYNAMIC_DISPATCH(variancesKernel)(slice, k, w.data());
}

void sviShapes(const SviForm& slice, std::span<const double> k, std::span<double> w, std::span<double> g)
{
    if (!k.empty())
        HWY_DYNAMIC_DISPATCH(shapesKernel)(slice, k, w.data(), g.data());
}

LeastAt leastDurrlemanOf(const SviForm& slice, std::span<const double> k)
{
    return k.empty() ? LeastAt{0, std::numeric_limits<double>::infinity()}
                     : HWY_DYNAMIC_DISPATCH(leastDurrlemanKernel)(slice, k);
}

LeastAt leastGapOf(const SviForm& earlier, const SviForm& later, std::span<const double> k)
{
    return k.empty() ? LeastAt{0, std::numeric_limits<double>::infinity()}
                     : HWY_DYNAMIC_DISPATCH(leastGapKernel)(earlier, later, k);
}

} // namespace ballast
#endif

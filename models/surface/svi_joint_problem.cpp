#include "models/surface/svi_joint_problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double firstPrice = 3e-4; // of a constraint, in units of the slice's whole band weight
constexpr double priceGrowth = 2.0;
constexpr double lastPrice = 1.0;
constexpr double shrinking = 0.5; // violations are to fall to this part in a round
constexpr double butterflyPrice = 1e3;
constexpr double butterflyMargin = 5e-3;
constexpr double calendarMargin = 2e-4; // of the later w
constexpr double wingMargin = 1e-3;     // of the later slope
constexpr double levelPrice = 1e-6;     // weak wish for a >= 0: keeps wings tame where quotes leave them open
constexpr double leastWingSlope = 1e-4;
constexpr double greatestWingSlope = 0.999 * maxWingSlope;
constexpr double leastWOfTarget = 0.02;
constexpr int patientRounds = 2;
constexpr int urgingFrom = 3;
constexpr double urgedUpTo = 2.0; // half-widths: quotes farther out are given up
constexpr double urgeGrowth = 2.0;
constexpr double greatestUrge = 100.0;
constexpr double nearlyInside = -0.15; // half-widths
constexpr int ownPoints = 16;
constexpr int sharedPoints = 12;
constexpr double farGrowth = 1.4, farthest = 12.0;

std::vector<double> searchGrid(const QuotedRange& own, const QuotedRange& later)
{
    std::vector<double> grid;
    const double width = own.high - own.low;
    for (int i = 0; i <= ownPoints; ++i)
        grid.push_back(own.low - 0.3 * width + 1.6 * width * i / ownPoints);
    const double low = std::min(own.low, later.low);
    const double high = std::max(own.high, later.high);
    for (int i = 0; i <= sharedPoints; ++i)
        grid.push_back(low + (high - low) * i / sharedPoints);
    for (double far = farGrowth; far < farthest; far *= farGrowth) {
        grid.push_back(std::min(low, -0.1) * far);
        grid.push_back(std::max(high, 0.1) * far);
    }
    return grid;
}

// The strikes of the core's ends.
SviNodes nodesOf(const JointSlice& slice)
{
    double low = slice.quoted.high;
    double high = slice.quoted.low;
    for (const SviBand& band : slice.bands) {
        if (band.quotes > 0.0) {
            low = std::min(low, band.k);
            high = std::max(high, band.k);
        }
    }
    return high > low ? SviNodes(low, high) : SviNodes(slice.quoted.low, slice.quoted.high);
}

Vector5 asVector(const std::array<double, 5>& values)
{
    return Eigen::Map<const Vector5>(values.data());
}

// Derivatives of Durrleman's g by the parameters, by the chain rule through w, w', w''.
Vector5 durrlemanGradient(const SviJet& jet, double k)
{
    const double inverse = 1.0 / jet.w;
    const double tilt = 1.0 - 0.5 * k * jet.slope * inverse;
    const double byW = (tilt * k * jet.slope + 0.25 * jet.slope * jet.slope) * inverse * inverse;
    const double bySlope = -tilt * k * inverse - 0.5 * jet.slope * (inverse + 0.25);
    return byW * asVector(jet.dW) + bySlope * asVector(jet.dSlope) + 0.5 * asVector(jet.dCurvature);
}

SviForm formOf(const SviLines& lines)
{
    return {lines.level, 0.5 * (lines.right - lines.left), 0.5 * (lines.left + lines.right), lines.m, lines.sigma};
}

// Derivatives of w by (level, left, right, m, sigma), over the functions 1, x, R, x/R and 1/R.
Matrix5 derivativesOver(const SviForm& form)
{
    Matrix5 t = Matrix5::Zero();
    t.col(0) << 1.0, 0.0, 0.0, 0.0, 0.0;
    t.col(1) << 0.0, -0.5, 0.5, 0.0, 0.0;
    t.col(2) << 0.0, 0.5, 0.5, 0.0, 0.0;
    t.col(3) << -form.tilt, 0.0, 0.0, -form.bend, 0.0;
    t.col(4) << 0.0, 0.0, 0.0, 0.0, form.bend * form.sigma;
    return t;
}

Vector5 unit(int coordinate)
{
    Vector5 v = Vector5::Zero();
    v[coordinate] = 1.0;
    return v;
}

// Sums squares only.
struct CostSink
{
    double cost = 0.0;

    void rows(const SliceRows& rows, const SviForm& at) { cost += sviCost(rows, at); }
    template <class Derivative>
    void row(double price, double error, const Derivative&)
    {
        cost += price * error * error;
    }
    template <class Own, class Next>
    void pairRow(double price, double error, const Own&, const Next&)
    {
        cost += price * error * error;
    }
};

// Sums the normal equations in raw coordinates.
struct BlockSink
{
    NormalBlock* own = nullptr;
    NormalBlock* next = nullptr;

    void rows(const SliceRows& rows, const SviForm& at)
    {
        const SviNormal normal = sviNormal(rows, at);
        const Matrix5 t = derivativesOver(at);
        const Matrix5 half = Eigen::Map<const Matrix5>(normal.overlaps[0].data()) * t;
        own->gradient.noalias() += t.transpose() * Eigen::Map<const Vector5>(normal.pull.data());
        own->diagonal.noalias() += t.transpose() * half;
    }
    template <class Derivative>
    void row(double price, double error, const Derivative& derivative)
    {
        const Vector5 d = derivative();
        own->gradient += price * error * d;
        own->diagonal.noalias() += (price * d) * d.transpose();
    }
    template <class Own, class Next>
    void pairRow(double price, double error, const Own& byOwn, const Next& byNext)
    {
        const Vector5 d = byOwn();
        const Vector5 e = byNext();
        own->gradient += price * error * d;
        next->gradient += price * error * e;
        own->diagonal.noalias() += (price * d) * d.transpose();
        next->diagonal.noalias() += (price * e) * e.transpose();
        own->next.noalias() += (price * d) * e.transpose();
    }
};

} // namespace

SviJointProblem::SviJointProblem(std::span<const JointSlice> slices)
    : m_price(firstPrice), m_violation(std::numeric_limits<double>::infinity())
{
    m_slices.reserve(slices.size());
    for (std::size_t i = 0; i < slices.size(); ++i)
        m_slices.push_back(made(slices[i], slices[std::min(i + 1, slices.size() - 1)].quoted));
}

SviJointProblem::Slice SviJointProblem::made(const JointSlice& from, const QuotedRange& later)
{
    constexpr double open = std::numeric_limits<double>::infinity();
    const double span = std::max(from.quoted.high - from.quoted.low, minSviSigma);
    Slice slice{.bands = from.bands,
                .start = from.start,
                .quoted = from.quoted,
                .nodes = nodesOf(from),
                .scale = 1.0,
                .leastW = open,
                .fixed = from.fixed};
    slice.low << 0.0, 0.0, 0.0, from.quoted.low - span, std::log(std::max(minSviSigma, 0.01 * span));
    slice.high << open, open, open, from.quoted.high + span, std::log(std::min(maxSviSigma, 4.0 * span));
    for (const SviBand& band : from.bands) {
        slice.scale += band.quotes / (bandScale(band) * bandScale(band));
        slice.leastW = std::min(slice.leastW, leastWOfTarget * band.target);
        slice.bandK.push_back(band.k);
    }
    slice.urges.assign(from.bands.size(), 1.0);
    slice.grid = searchGrid(from.quoted, later);
    slice.butterflyShift.assign(slice.grid.size(), 0.0);
    slice.calendarShift.assign(slice.grid.size(), 0.0);
    return slice;
}

Vector5 SviJointProblem::start(std::size_t slice) const
{
    const Vector5 at = m_slices[slice].nodes.coordinates(m_slices[slice].start);
    return m_slices[slice].fixed ? at : bounded(slice, at);
}

SviLines SviJointProblem::lines(std::size_t slice, const Vector5& at) const
{
    return m_slices[slice].nodes.lines(at);
}

Vector5 SviJointProblem::bounded(std::size_t slice, const Vector5& at) const
{
    return m_slices[slice].fixed ? at : at.cwiseMax(m_slices[slice].low).cwiseMin(m_slices[slice].high);
}

template <class Sink>
void SviJointProblem::visitSlice(const Slice& slice, const SviLines& lines, Sink& sink) const
{
    sink.rows(slice.rows, formOf(lines));
    if (lines.level < 0.0)
        sink.row(levelPrice * slice.scale, lines.level, [] { return unit(0); });
    const std::array wings{lines.left, lines.right};
    for (const int wing : {0, 1}) {
        const double slope = wings[static_cast<std::size_t>(wing)];
        const double beyond = std::min(slope - leastWingSlope, 0.0) + std::max(slope - greatestWingSlope, 0.0);
        if (beyond != 0.0)
            sink.row(m_price * slice.scale, beyond, [&] { return unit(1 + wing); });
    }
    m_w.resize(slice.grid.size());
    m_g.resize(slice.grid.size());
    sviShapes(formOf(lines), slice.grid, m_w, m_g);
    for (std::size_t g = 0; g < slice.grid.size(); ++g) {
        const double k = slice.grid[g];
        const double lowW = m_w[g] - slice.leastW;
        if (lowW < 0.0) {
            sink.row(m_price * slice.scale, lowW, [&] { return asVector(sviJet(lines, k).dW); });
            continue;
        }
        const double shortG = butterflyMargin - m_g[g] + slice.butterflyShift[g];
        if (shortG > 0.0)
            sink.row(butterflyPrice * m_price, shortG,
                     [&] { return Vector5(-durrlemanGradient(sviJet(lines, k), k)); });
    }
}

template <class Sink>
void SviJointProblem::visitPair(const Slice& slice, const Slice& next, const SviLines& own, const SviLines& later,
                                Sink& sink) const
{
    const double price = pairPrice(slice, next);
    m_later.resize(slice.grid.size());
    sviVariances(formOf(later), slice.grid, m_later);
    for (std::size_t g = 0; g < slice.grid.size(); ++g) {
        const double k = slice.grid[g];
        const double above = m_w[g] - (1.0 - calendarMargin) * m_later[g] + slice.calendarShift[g];
        if (above > 0.0)
            sink.pairRow(
                price, above, [&] { return asVector(sviJet(own, k).dW); },
                [&] { return Vector5(-(1.0 - calendarMargin) * asVector(sviJet(later, k).dW)); });
    }
    const double width = slice.quoted.high - slice.quoted.low;
    const std::array steeper{own.left - (1.0 - wingMargin) * later.left + slice.leftShift,
                             own.right - (1.0 - wingMargin) * later.right + slice.rightShift};
    for (const int wing : {0, 1}) {
        const double excess = steeper[static_cast<std::size_t>(wing)];
        if (excess > 0.0)
            sink.pairRow(
                price * width * width, excess, [&] { return unit(1 + wing); },
                [&] { return Vector5(-(1.0 - wingMargin) * unit(1 + wing)); });
    }
}

double SviJointProblem::pairPrice(const Slice& slice, const Slice& next) const
{
    return m_price * std::min(slice.scale, next.scale);
}

double SviJointProblem::cost(std::span<const Vector5> at) const
{
    CostSink sink;
    SviLines own = lines(0, at[0]);
    for (std::size_t i = 0; i < size(); ++i) {
        visitSlice(m_slices[i], own, sink);
        if (i + 1 == size())
            break;
        const SviLines later = lines(i + 1, at[i + 1]);
        visitPair(m_slices[i], m_slices[i + 1], own, later, sink);
        own = later;
    }
    return sink.cost;
}

std::vector<NormalBlock> SviJointProblem::blocks(std::span<const Vector5> at) const
{
    std::vector<NormalBlock> blocks(size());
    std::vector<Matrix5> jacobians;
    for (std::size_t i = 0; i < size(); ++i) {
        const SviLines own = lines(i, at[i]);
        jacobians.push_back(m_slices[i].nodes.jacobian(own));
        BlockSink sink{&blocks[i], i + 1 < size() ? &blocks[i + 1] : nullptr};
        visitSlice(m_slices[i], own, sink);
        if (i + 1 < size())
            visitPair(m_slices[i], m_slices[i + 1], own, lines(i + 1, at[i + 1]), sink);
    }
    for (std::size_t i = 0; i < size(); ++i) {
        NormalBlock& block = blocks[i];
        block.diagonal = (jacobians[i].transpose() * block.diagonal * jacobians[i]).eval();
        block.gradient = (jacobians[i].transpose() * block.gradient).eval();
        if (i + 1 < size())
            block.next = (jacobians[i].transpose() * block.next * jacobians[i + 1]).eval();
    }
    for (std::size_t i = 0; i < size(); ++i) {
        for (int j = 0; j < 5; ++j) {
            const double descent = -blocks[i].gradient[j];
            const bool held = m_slices[i].fixed || (at[i][j] <= m_slices[i].low[j] && descent < 0.0) ||
                              (at[i][j] >= m_slices[i].high[j] && descent > 0.0);
            if (!held)
                continue;
            blocks[i].diagonal.row(j).setZero();
            blocks[i].diagonal.col(j).setZero();
            blocks[i].diagonal(j, j) = 1.0;
            blocks[i].gradient[j] = 0.0;
            blocks[i].next.row(j).setZero();
            if (i > 0)
                blocks[i - 1].next.col(j).setZero();
        }
    }
    return blocks;
}

void SviJointProblem::damp(std::vector<NormalBlock>& blocks, double damping)
{
    for (NormalBlock& block : blocks)
        block.diagonal.diagonal() =
            block.diagonal.diagonal() * (1.0 + damping) + Vector5::Constant(std::numeric_limits<double>::min());
}

void SviJointProblem::reweigh(std::span<const Vector5> at, int round)
{
    const BandNorm norm = round < patientRounds ? BandNorm::Squares : BandNorm::Sparse;
    for (std::size_t i = 0; i < size(); ++i) {
        Slice& slice = m_slices[i];
        slice.rows.clear();
        m_w.resize(slice.bands.size());
        sviVariances(formOf(lines(i, at[i])), slice.bandK, m_w);
        for (std::size_t j = 0; j < slice.bands.size(); ++j) {
            const SviBand& band = slice.bands[j];
            const double w = m_w[j];
            const double excess = bandExcess(band, w);
            double& urge = slice.urges[j];
            if (band.quotes > 0.0 && round >= urgingFrom && excess > 0.0 && excess < urgedUpTo)
                urge = std::min(urge * urgeGrowth, greatestUrge);
            const BandLoss loss = bandLoss(band, w, norm);
            if (loss.weight > 0.0)
                slice.rows.add({band.k, loss.towards, loss.weight * (excess > nearlyInside ? urge : 1.0)});
        }
        slice.rows.close();
    }
}

void SviJointProblem::forgetUrges()
{
    for (Slice& slice : m_slices)
        slice.urges.assign(slice.bands.size(), 1.0);
}

void SviJointProblem::tighten(std::span<const Vector5> at)
{
    double worst = 0.0;
    for (std::size_t i = 0; i < size(); ++i) {
        Slice& slice = m_slices[i];
        const bool last = i + 1 == size();
        const SviLines own = lines(i, at[i]);
        const SviLines later = last ? own : lines(i + 1, at[i + 1]);
        m_w.resize(slice.grid.size());
        m_g.resize(slice.grid.size());
        m_later.resize(slice.grid.size());
        sviShapes(formOf(own), slice.grid, m_w, m_g);
        sviVariances(formOf(later), slice.grid, m_later);
        for (std::size_t g = 0; g < slice.grid.size(); ++g) {
            const double k = slice.grid[g];
            const double shortG = butterflyMargin - m_g[g];
            worst = std::max(worst, std::min(1e-2 * shortG, 1.0));
            slice.butterflyShift[g] = std::clamp(shortG + slice.butterflyShift[g], 0.0, 1.0);
            if (last)
                continue;
            const double above = m_w[g] - (1.0 - calendarMargin) * m_later[g];
            worst = std::max(worst, above / (std::abs(k) + 0.1));
            slice.calendarShift[g] = std::max(above + slice.calendarShift[g], 0.0);
        }
        if (last)
            continue;
        const double steeperLeft = own.left - (1.0 - wingMargin) * later.left;
        const double steeperRight = own.right - (1.0 - wingMargin) * later.right;
        slice.leftShift = std::max(steeperLeft + slice.leftShift, 0.0);
        slice.rightShift = std::max(steeperRight + slice.rightShift, 0.0);
        worst = std::max({worst, steeperLeft, steeperRight});
    }
    const bool stuck = worst > shrinking * m_violation && m_price < lastPrice;
    m_violation = worst;
    if (!stuck)
        return;
    m_price *= priceGrowth; // the multipliers, price times shift, stay
    for (Slice& slice : m_slices) {
        for (double& shift : slice.butterflyShift)
            shift /= priceGrowth;
        for (double& shift : slice.calendarShift)
            shift /= priceGrowth;
        slice.leftShift /= priceGrowth;
        slice.rightShift /= priceGrowth;
    }
}

void SviJointProblem::watch(std::size_t slice, double k)
{
    Slice& watched = m_slices[slice];
    if (std::ranges::find(watched.grid, k) != watched.grid.end())
        return;
    watched.grid.push_back(k);
    watched.butterflyShift.push_back(0.0);
    watched.calendarShift.push_back(0.0);
}

} // namespace ballast

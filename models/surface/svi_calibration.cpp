#include "models/surface/svi_calibration.h"
#include "models/surface/svi_polish.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int searchEvaluations = 36; // a start; the polish does the rest
constexpr int polishedStarts = 2;
constexpr int penaltyRounds = 6;
constexpr int closerPoints = 24; // between the neighbours of a grid's least
constexpr double levelPriceOfWeight = 10.0;
constexpr double levelCostRatio = 1.5;  // what a >= 0 may cost in squared error ...
constexpr double levelVolError = 0.004; // ... plus this much of the vol itself ...
constexpr double exactCostRatio = 25.0; // ... unless the free fit is far better still: then the quotes do say
constexpr double levelSlack = 1e-2;     // of w: an a this little below zero is the penalty's own softness
constexpr double maxScale = 0.98;       // of the later slice, as a start below it

struct Candidate
{
    double m = 0.0;
    double logSigma = 0.0;
    double cost = std::numeric_limits<double>::infinity();
};

template <class Function>
double leastOver(std::span<const double> grid, const Function& at)
{
    std::size_t where = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < grid.size(); ++i) {
        const double here = at(grid[i]);
        if (here < least) {
            least = here;
            where = i;
        }
    }
    if (grid.size() < 2)
        return least;
    const double low = grid[where - std::min<std::size_t>(where, 1)];
    const double high = grid[std::min(where + 1, grid.size() - 1)];
    for (int i = 1; i < closerPoints; ++i)
        least = std::min(least, at(low + (high - low) * i / closerPoints));
    return least;
}

// The outer problem: cost of the best inner fit as a function of (m, ln sigma).
class OuterSearch
{
public:
    explicit OuterSearch(std::span<const SviSample> samples) : m_samples(samples)
    {
        const auto [first, last] = std::ranges::minmax_element(samples, {}, &SviSample::k);
        m_low = first->k;
        m_high = last->k;
        m_maxLevel = std::ranges::max_element(samples, {}, &SviSample::w)->w;
    }

    [[nodiscard]] std::vector<Candidate> bestStarts();
    [[nodiscard]] Candidate descend(const Candidate& start);
    [[nodiscard]] SviWings wingsAt(const Candidate& at) const;
    [[nodiscard]] int evaluations() const { return m_evaluations; }

private:
    [[nodiscard]] Candidate evaluated(double m, double logSigma);
    [[nodiscard]] Candidate between(const Candidate& from, const Candidate& to, double share);

    std::span<const SviSample> m_samples;
    double m_low = 0.0;
    double m_high = 0.0;
    double m_maxLevel = 0.0;
    int m_evaluations = 0;
};

Candidate OuterSearch::evaluated(double m, double logSigma)
{
    ++m_evaluations;
    const double span = m_high - m_low;
    const double boundedM = std::clamp(m, m_low - span, m_high + span);
    const double boundedLog = std::clamp(logSigma, std::log(minSviSigma), std::log(maxSviSigma));
    return {boundedM, boundedLog, fitSviBox(m_samples, boundedM, std::exp(boundedLog), m_maxLevel).cost};
}

Candidate OuterSearch::between(const Candidate& from, const Candidate& to, double share)
{
    return evaluated(from.m + share * (to.m - from.m), from.logSigma + share * (to.logSigma - from.logSigma));
}

std::vector<Candidate> OuterSearch::bestStarts()
{
    const double half = std::max(0.5 * (m_high - m_low), minSviSigma);
    std::vector<Candidate> starts;
    for (const double shift : {-0.4, -0.15, 0.0, 0.15, 0.4}) {
        for (const double width : {0.05, 0.2, 0.6, 1.8})
            starts.push_back(evaluated(std::clamp(0.0, m_low, m_high) + shift * half, std::log(width * half)));
    }
    std::ranges::partial_sort(starts, starts.begin() + polishedStarts, {}, &Candidate::cost);
    starts.resize(polishedStarts);
    return starts;
}

// Nelder and Mead, 1965, with their coefficients.
Candidate OuterSearch::descend(const Candidate& start)
{
    const double step = 0.1 * std::max(m_high - m_low, minSviSigma);
    std::array<Candidate, 3> simplex{start, evaluated(start.m + step, start.logSigma),
                                     evaluated(start.m, start.logSigma + 0.5)};
    const int stopAt = m_evaluations + searchEvaluations;
    while (m_evaluations < stopAt) {
        std::ranges::sort(simplex, {}, &Candidate::cost);
        const Candidate centre{0.5 * (simplex[0].m + simplex[1].m), 0.5 * (simplex[0].logSigma + simplex[1].logSigma)};
        const Candidate reflected = between(simplex[2], centre, 2.0);
        if (reflected.cost < simplex[0].cost) {
            const Candidate expanded = between(simplex[2], centre, 3.0);
            simplex[2] = expanded.cost < reflected.cost ? expanded : reflected;
        } else if (reflected.cost < simplex[1].cost) {
            simplex[2] = reflected;
        } else {
            const Candidate contracted =
                between(reflected.cost < simplex[2].cost ? reflected : simplex[2], centre, 0.5);
            if (contracted.cost < std::min(reflected.cost, simplex[2].cost)) {
                simplex[2] = contracted;
            } else {
                simplex[1] = between(simplex[0], simplex[1], 0.5);
                simplex[2] = between(simplex[0], simplex[2], 0.5);
            }
        }
    }
    return *std::ranges::min_element(simplex, {}, &Candidate::cost);
}

SviWings OuterSearch::wingsAt(const Candidate& at) const
{
    const double sigma = std::exp(at.logSigma);
    const SviBoxFit inner = fitSviBox(m_samples, at.m, sigma, m_maxLevel);
    return {inner.level + sigma * std::sqrt(inner.left * inner.right), inner.left, inner.right, at.m, sigma};
}

double plainCost(std::span<const SviSample> samples, const SviParams& params)
{
    double sum = 0.0;
    for (const SviSample& sample : samples) {
        const double error = sviTotalVariance(params, sample.k) - sample.w;
        sum += sample.weight * error * error;
    }
    return sum;
}

class SliceCalibration
{
public:
    SliceCalibration(std::span<const SviSample> samples, std::span<const double> grid,
                     const std::optional<SviParams>& later)
        : m_samples(samples), m_grid(grid), m_later(later)
    {
        if (later) {
            for (const double k : grid)
                m_ceilingW.push_back(sviTotalVariance(*later, k));
        }
        for (const SviSample& sample : samples) {
            m_weight += sample.weight;
            m_weightedSquare += sample.weight * sample.w * sample.w;
        }
    }

    [[nodiscard]] SviFit run() const
    {
        OuterSearch search(m_samples);
        const SviWings unpenalised = bestOf(search);
        SviFit fit = checked(unpenalised);
        if (!clean(fit))
            fit = repaired(unpenalised);
        fit.evaluations = search.evaluations();
        return fit;
    }

private:
    [[nodiscard]] static bool clean(const SviFit& fit) { return fit.minButterfly >= 0.0 && fit.minCalendar >= 0.0; }

    // Smiles close to a parabola leave the level and the wings open: a may run to minus infinity with wings at Lee's
    // bound for nothing gained. Zeliade's a >= 0 is asked for unless the quotes clearly say otherwise.
    [[nodiscard]] SviWings bestOf(OuterSearch& search) const
    {
        SviPolish free;
        SviPolish level;
        free.cost = level.cost = std::numeric_limits<double>::infinity();
        SviPenalties levelled;
        levelled.levelPrice = levelPriceOfWeight * m_weight;
        for (const Candidate& start : search.bestStarts()) {
            const SviWings wings = search.wingsAt(search.descend(start));
            const SviPolish polish = polishSvi(m_samples, wings, {});
            if (polish.cost < free.cost)
                free = polish;
            const SviPolish kept = toRaw(polish.wings).a < 0.0 ? polishSvi(m_samples, wings, levelled) : polish;
            if (kept.cost < level.cost)
                level = kept;
        }
        const double allowed = std::min(levelCostRatio * free.cost + levelVolError * levelVolError * volWeight(),
                                        exactCostRatio * free.cost);
        return level.cost <= allowed ? level.wings : free.wings;
    }

    // Weight of a squared relative error of vol: weights are of squared w, and dw = 2 w dvol / vol.
    [[nodiscard]] double volWeight() const { return 4.0 * m_weightedSquare; }

    [[nodiscard]] SviFit checked(const SviWings& wings) const
    {
        SviFit fit;
        fit.params = toRaw(wings);
        fit.cost = plainCost(m_samples, fit.params);
        fit.minButterfly = leastDurrleman(fit.params, m_grid);
        fit.minCalendar = m_later ? leastCalendarGap(fit.params, *m_later, m_grid) : 0.0;
        return fit;
    }

    // From the free fit and from the later slice scaled down, which crosses nothing: the cheaper of the clean ones.
    [[nodiscard]] SviFit repaired(const SviWings& unpenalised) const
    {
        const bool levelled = toRaw(unpenalised).a >= -levelSlack * m_samples.front().w;
        const double levelPrice = levelled ? levelPriceOfWeight * m_weight : 0.0;
        SviFit best = penalised(unpenalised, levelPrice);
        if (m_later) {
            const double level = sviTotalVariance(toRaw(unpenalised), 0.0) / sviTotalVariance(*m_later, 0.0);
            SviParams scaled = *m_later;
            scaled.a *= std::min(level, maxScale);
            scaled.b *= std::min(level, maxScale);
            const SviFit fromLater = penalised(toWings(scaled), levelPrice);
            if (clean(fromLater) && (!clean(best) || fromLater.cost < best.cost))
                best = fromLater;
        }
        best.repaired = true;
        return best;
    }

    // Dearer penalties until the grid is clean. Prices are in the units of the data's own cost.
    [[nodiscard]] SviFit penalised(SviWings wings, double levelPrice) const
    {
        SviPenalties penalties;
        penalties.grid = m_grid;
        penalties.ceilingW = m_ceilingW;
        penalties.butterflyPrice = 1e-4 * m_weightedSquare;
        penalties.calendarPrice = 1e-1 * m_weight;
        penalties.levelPrice = levelPrice;
        SviFit fit;
        for (int round = 0; round < penaltyRounds; ++round) {
            wings = polishSvi(m_samples, wings, penalties).wings;
            fit = checked(wings);
            if (clean(fit))
                break;
            penalties.butterflyPrice *= 30.0;
            penalties.calendarPrice *= 30.0;
            penalties.butterflyMargin *= 2.0;
            penalties.calendarMargin *= 2.0;
        }
        return fit;
    }

    std::span<const SviSample> m_samples;
    std::span<const double> m_grid;
    const std::optional<SviParams>& m_later;
    std::vector<double> m_ceilingW;
    double m_weight = 0.0;
    double m_weightedSquare = 0.0;
};

std::size_t distinctStrikes(std::span<const SviSample> samples)
{
    std::vector<double> ks;
    for (const SviSample& sample : samples)
        ks.push_back(sample.k);
    std::ranges::sort(ks);
    return static_cast<std::size_t>(std::ranges::unique(ks).begin() - ks.begin());
}

void appendEven(std::vector<double>& grid, double low, double high, std::size_t points)
{
    for (std::size_t i = 0; i < points; ++i)
        grid.push_back(low + (high - low) * static_cast<double>(i) / static_cast<double>(points - 1));
}

} // namespace

std::vector<double> arbitrageGrid(const QuotedRange& quoted, const std::optional<QuotedRange>& later)
{
    const double beyond = 0.5 * (quoted.high - quoted.low);
    const double reach = std::max({1.5, 2.0 * std::abs(quoted.low), 2.0 * std::abs(quoted.high)});
    std::vector<double> grid;
    grid.reserve(160);
    appendEven(grid, quoted.low - beyond, quoted.high + beyond, 81);
    appendEven(grid, -reach, reach, 41);
    if (later)
        appendEven(grid, later->low, later->high, 31);
    std::ranges::sort(grid);
    return grid;
}

double leastDurrleman(const SviParams& slice, std::span<const double> grid)
{
    return leastOver(grid, [&slice](double k) { return sviDurrleman(slice, k); });
}

double leastCalendarGap(const SviParams& earlier, const SviParams& later, std::span<const double> grid)
{
    return leastOver(grid, [&](double k) { return sviTotalVariance(later, k) - sviTotalVariance(earlier, k); });
}

namespace {

std::optional<Error> whyNot(std::span<const SviSample> samples)
{
    if (samples.size() < minSviPoints)
        return Error{Errc::CalibrationFailed,
                     fmt::format("{} usable quotes; an SVI slice needs {}", samples.size(), minSviPoints)};
    const auto sound = [](const SviSample& s) {
        return std::isfinite(s.k) && std::isfinite(s.w) && s.w > 0.0 && std::isfinite(s.weight) && s.weight > 0.0;
    };
    if (!std::ranges::all_of(samples, sound))
        return Error{Errc::BadInput, "a total variance or weight is not a positive number"};
    if (const std::size_t strikes = distinctStrikes(samples); strikes < minSviStrikes)
        return Error{Errc::CalibrationFailed,
                     fmt::format("usable quotes at {} strikes; an SVI slice needs {}", strikes, minSviStrikes)};
    return std::nullopt;
}

} // namespace

Result<SviParams> searchSvi(std::span<const SviSample> samples)
{
    if (const auto reason = whyNot(samples))
        return *reason;
    OuterSearch search(samples);
    const Candidate best = search.descend(search.bestStarts().front());
    return toRaw(search.wingsAt(best));
}

Result<SviFit> calibrateSvi(std::span<const SviSample> samples, std::span<const double> grid,
                            const std::optional<SviParams>& later)
{
    if (const auto reason = whyNot(samples))
        return *reason;
    return SliceCalibration(samples, grid, later).run();
}

} // namespace ballast

#include "models/surface/svi_calibration.h"
#include "models/surface/svi_polish.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr int penaltyRounds = 6;
constexpr std::size_t closerPoints = 24; // between the neighbours of a grid's least
constexpr double levelPriceOfWeight = 10.0;
constexpr double levelCostRatio = 1.5;  // what a >= 0 may cost in squared error ...
constexpr double levelVolError = 0.004; // ... plus this much of the vol itself ...
constexpr double exactCostRatio = 25.0; // ... unless the free fit is far better still: then the quotes do say
constexpr double levelSlack = 1e-2;     // of w: an a this little below zero is the penalty's own softness
constexpr double closeVolError = 0.005; // relative, rms: no second start is tried
constexpr double maxScale = 0.98;       // of the later slice, as a start below it

struct Candidate
{
    double m = 0.0;
    double logSigma = 0.0;
    double cost = std::numeric_limits<double>::infinity();
};

// The grid's least, and the least of what lies between its neighbours.
template <class Least>
double leastOver(std::span<const double> grid, const Least& leastOf)
{
    const LeastAt least = leastOf(grid);
    if (grid.size() < 2)
        return least.value;
    const double low = grid[least.index - std::min<std::size_t>(least.index, 1)];
    const double high = grid[std::min(least.index + 1, grid.size() - 1)];
    std::array<double, closerPoints> closer{};
    for (std::size_t i = 0; i < closer.size(); ++i)
        closer[i] = low + (high - low) * static_cast<double>(i) / closerPoints;
    const double near = leastOf(closer).value;
    return near < least.value || std::isnan(near) ? near : least.value;
}

// The outer problem: cost of the best inner fit as a function of (m, ln sigma).
class OuterSearch
{
public:
    explicit OuterSearch(const SviFitPoints& points) : m_points(points) {}

    // The best two of a coarse net.
    [[nodiscard]] std::array<Candidate, 2> bestStarts();
    [[nodiscard]] SviWings wingsAt(double m, double logSigma) const;
    [[nodiscard]] int evaluations() const { return m_evaluations; }

private:
    [[nodiscard]] Candidate evaluated(double m, double logSigma);

    const SviFitPoints& m_points;
    int m_evaluations = 0;
};

Candidate OuterSearch::evaluated(double m, double logSigma)
{
    ++m_evaluations;
    const double span = m_points.highK - m_points.lowK;
    const double boundedM = std::clamp(m, m_points.lowK - span, m_points.highK + span);
    const double boundedLog = std::clamp(logSigma, std::log(minSviSigma), std::log(maxSviSigma));
    return {boundedM, boundedLog, fitSviBox(m_points.rows, boundedM, std::exp(boundedLog), m_points.maxW).cost};
}

std::array<Candidate, 2> OuterSearch::bestStarts()
{
    const double half = std::max(0.5 * (m_points.highK - m_points.lowK), minSviSigma);
    const double centre = std::clamp(0.0, m_points.lowK, m_points.highK);
    std::array<Candidate, 2> best;
    for (const double shift : {-0.35, 0.0, 0.35}) {
        for (const double width : {0.05, 0.2, 0.6, 1.8}) {
            const Candidate here = evaluated(centre + shift * half, std::log(width * half));
            if (here.cost < best[0].cost) {
                best[1] = best[0];
                best[0] = here;
            } else if (here.cost < best[1].cost) {
                best[1] = here;
            }
        }
    }
    return best;
}

SviWings OuterSearch::wingsAt(double m, double logSigma) const
{
    const double sigma = std::exp(logSigma);
    const SviBoxFit inner = fitSviBox(m_points.rows, m, sigma, m_points.maxW);
    return {inner.level + sigma * std::sqrt(inner.left * inner.right), inner.left, inner.right, m, sigma};
}

class SliceCalibration
{
public:
    SliceCalibration(std::span<const SviSample> samples, std::span<const double> grid,
                     const std::optional<SviParams>& later)
        : m_points(samples), m_grid(grid), m_later(later)
    {
        if (!later)
            return;
        m_ceilingW.resize(grid.size());
        sviVariances(toForm(*later), grid, m_ceilingW);
    }

    [[nodiscard]] SviFit run() const
    {
        OuterSearch search(m_points);
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
        levelled.levelPrice = levelPriceOfWeight * m_points.weight;
        for (const Candidate& start : search.bestStarts()) {
            if (free.cost <= closeVolError * closeVolError * volWeight())
                break;
            const SviWings wings = search.wingsAt(start.m, start.logSigma);
            const SviPolish polish = polishSvi(m_points, wings, {});
            if (polish.cost < free.cost)
                free = polish;
            const SviPolish kept = toRaw(polish.wings).a < 0.0 ? polishSvi(m_points, wings, levelled) : polish;
            if (kept.cost < level.cost)
                level = kept;
        }
        const double allowed = std::min(levelCostRatio * free.cost + levelVolError * levelVolError * volWeight(),
                                        exactCostRatio * free.cost);
        return level.cost <= allowed ? level.wings : free.wings;
    }

    // Weight of a squared relative error of vol: weights are of squared w, and dw = 2 w dvol / vol.
    [[nodiscard]] double volWeight() const { return 4.0 * m_points.weightedSquare; }

    [[nodiscard]] SviFit checked(const SviWings& wings) const
    {
        SviFit fit;
        fit.params = toRaw(wings);
        fit.cost = sviCost(m_points.rows, toForm(fit.params));
        fit.minButterfly = leastDurrleman(fit.params, m_grid);
        fit.minCalendar = m_later ? leastCalendarGap(fit.params, *m_later, m_grid) : 0.0;
        return fit;
    }

    // From the free fit and from the later slice scaled down, which crosses nothing: the cheaper of the clean ones.
    [[nodiscard]] SviFit repaired(const SviWings& unpenalised) const
    {
        const bool levelled = toRaw(unpenalised).a >= -levelSlack * m_points.maxW;
        const double levelPrice = levelled ? levelPriceOfWeight * m_points.weight : 0.0;
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
        penalties.butterflyPrice = 1e-4 * m_points.weightedSquare;
        penalties.calendarPrice = 1e-1 * m_points.weight;
        penalties.levelPrice = levelPrice;
        SviFit fit;
        for (int round = 0; round < penaltyRounds; ++round) {
            wings = polishSvi(m_points, wings, penalties).wings;
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

    SviFitPoints m_points;
    std::span<const double> m_grid;
    const std::optional<SviParams>& m_later;
    std::vector<double> m_ceilingW;
};

// No more than minSviStrikes are told apart.
std::size_t distinctStrikes(std::span<const SviSample> samples)
{
    std::array<double, minSviStrikes> seen{};
    std::size_t count = 0;
    for (const SviSample& sample : samples) {
        const auto known = std::span(seen).first(count);
        if (std::ranges::find(known, sample.k) != known.end())
            continue;
        seen[count++] = sample.k;
        if (count == minSviStrikes)
            break;
    }
    return count;
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
    const SviForm form = toForm(slice);
    return leastOver(grid, [&form](std::span<const double> k) { return leastDurrlemanOf(form, k); });
}

double leastCalendarGap(const SviParams& earlier, const SviParams& later, std::span<const double> grid)
{
    const SviForm early = toForm(earlier);
    const SviForm late = toForm(later);
    return leastOver(grid, [&](std::span<const double> k) { return leastGapOf(early, late, k); });
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
    const SviFitPoints points(samples);
    OuterSearch search(points);
    const Candidate best = search.bestStarts().front();
    SviPenalties levelled;
    levelled.levelPrice = levelPriceOfWeight * points.weight;
    const SviWings polished = polishSvi(points, search.wingsAt(best.m, best.logSigma), levelled).wings;
    return toRaw(search.wingsAt(polished.m, std::log(polished.sigma)));
}

Result<SviFit> calibrateSvi(std::span<const SviSample> samples, std::span<const double> grid,
                            const std::optional<SviParams>& later)
{
    if (const auto reason = whyNot(samples))
        return *reason;
    return SliceCalibration(samples, grid, later).run();
}

} // namespace ballast

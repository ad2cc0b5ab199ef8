#include "models/surface/fitted_smile.h"
#include "models/surface/slice_measures.h"
#include "models/surface/smile_quotes.h"
#include "models/surface/svi_certificate.h"
#include "models/surface/svi_joint_fit.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr int outlierRounds = 2;
constexpr double essviGapTolerance = -1e-10; // spec F5
constexpr double stillPart = 0.05;           // of half a market's width: a vol that moved less has not moved
constexpr double stillVol = 1e-4;
constexpr double stillK = 2e-4;
constexpr int mostKeeps = 20;         // ticks
constexpr double worthMisses = 0.005; // of the quotes: more of them lost to neighbours are worth a fit of all

QuotedRange quotedRange(std::span<const SviSample> samples)
{
    if (samples.empty())
        return {};
    const auto [first, last] = std::ranges::minmax_element(samples, {}, &SviSample::k);
    return {first->k, last->k};
}

struct ErrorSum
{
    double squares = 0.0;
    double weights = 0.0;

    void add(double weight, double error)
    {
        squares += weight * error * error;
        weights += weight;
    }
};

// Over the quotes that judge the fit; over all where there are none.
double weightedError(std::span<const FittedSmile> smiles, std::span<const SviParams> params)
{
    ErrorSum judging;
    ErrorSum all;
    for (std::size_t i = 0; i < smiles.size(); ++i) {
        const double years = smiles[i].forward.years;
        for (const SmileQuote& quote : smiles[i].quotes) {
            if (quote.weight <= 0.0)
                continue;
            const double vol = std::sqrt(std::max(sviTotalVariance(params[i], quote.k), 0.0) / years);
            const double error = distanceFromMarket(quote, vol);
            all.add(quote.weight, error);
            if (judgesTheFit(quote, years))
                judging.add(quote.weight, error);
        }
    }
    const ErrorSum& sum = judging.weights > 0.0 ? judging : all;
    return sum.weights > 0.0 ? 100.0 * std::sqrt(sum.squares / sum.weights) : 0.0;
}

void certify(SurfaceCandidate& candidate, std::span<const FittedSmile> smiles, double gapTolerance)
{
    candidate.clean = true;
    candidate.minButterfly.clear();
    candidate.minCalendar.clear();
    for (std::size_t i = 0; i < candidate.params.size(); ++i) {
        const bool last = i + 1 == candidate.params.size();
        const std::array quoted{smiles[i].quoted, smiles[last ? i : i + 1].quoted};
        const std::span<const QuotedRange> ranges(quoted);
        const CertificateGrid grid(ranges.first(last ? 1 : 2), CertificateDetail::Full);
        const double g = grid.leastButterfly(candidate.params[i]).value;
        const double gap = last ? 0.0 : grid.leastCalendar(candidate.params[i], candidate.params[i + 1]).value;
        candidate.minButterfly.push_back(g);
        candidate.minCalendar.push_back(gap);
        candidate.clean = candidate.clean && g >= 0.0 && gap >= gapTolerance;
    }
}

// Wings that do not flatten with the expiry cannot cross far out, beyond the certificate's reach.
bool wingsRise(const SviParams& earlier, const SviParams& later)
{
    return earlier.b * (1.0 - earlier.rho) <= later.b * (1.0 - later.rho) &&
           earlier.b * (1.0 + earlier.rho) <= later.b * (1.0 + later.rho);
}

// Which slices hold arbitrage, alone or with a neighbour.
std::vector<bool> offending(const SurfaceCandidate& candidate)
{
    const std::size_t n = candidate.params.size();
    std::vector<bool> offends(n, false);
    for (std::size_t i = 0; i < n; ++i) {
        offends[i] = offends[i] || !(candidate.minButterfly[i] >= 0.0);
        if (i + 1 == n)
            continue;
        if (candidate.minCalendar[i] >= 0.0 && wingsRise(candidate.params[i], candidate.params[i + 1]))
            continue;
        offends[i] = true;
        offends[i + 1] = true;
    }
    return offends;
}

JointSlice jointSlice(const FittedSmile& smile, const SviParams& start, bool fixed)
{
    return {smile.bands, start, smile.quoted, fixed};
}

// Fits each run of offending neighbours anew between the slices beside it, which stay.
void partCrossing(SurfaceCandidate& candidate, std::span<const FittedSmile> smiles)
{
    const std::vector<bool> offends = offending(candidate);
    if (std::ranges::find(offends, true) == offends.end())
        return;
    for (std::size_t first = 0; first < smiles.size(); ++first) {
        if (!offends[first])
            continue;
        std::size_t last = first;
        while (last + 1 < smiles.size() && offends[last + 1])
            ++last;
        const std::size_t low = first > 0 ? first - 1 : 0;
        const std::size_t high = std::min(last + 1, smiles.size() - 1);
        std::vector<JointSlice> joint;
        for (std::size_t i = low; i <= high; ++i)
            joint.push_back(jointSlice(smiles[i], candidate.params[i], i < first || i > last));
        const JointFit fit = fitSviJointly(joint);
        std::ranges::copy(fit.params, candidate.params.begin() + static_cast<std::ptrdiff_t>(low));
        first = last;
    }
    certify(candidate, smiles, 0.0);
}

double missesOf(const SurfaceCandidate& candidate, std::span<const FittedSmile> smiles)
{
    double misses = 0.0;
    for (std::size_t i = 0; i < smiles.size(); ++i)
        misses += bandMisses(smiles[i].bands, candidate.params[i]);
    return misses;
}

double quotesOf(std::span<const FittedSmile> smiles)
{
    double quotes = 0.0;
    for (const FittedSmile& smile : smiles) {
        for (const SviBand& band : smile.bands)
            quotes += band.quotes;
    }
    return quotes;
}

// All slices at once, none kept as it was; taken where that is clean and holds more quotes, or nothing clean is known.
void fitAll(SurfaceCandidate& candidate, std::span<const FittedSmile> smiles)
{
    std::vector<JointSlice> joint;
    for (const FittedSmile& smile : smiles)
        joint.push_back(jointSlice(smile, smile.alone, false));
    SurfaceCandidate whole;
    whole.params = fitSviJointly(joint).params;
    certify(whole, smiles, 0.0);
    if (!candidate.clean || (whole.clean && missesOf(whole, smiles) < missesOf(candidate, smiles)))
        candidate = std::move(whole);
}

bool near(const std::optional<double>& now, const std::optional<double>& before, double tolerance)
{
    return now.has_value() == before.has_value() && (!now || std::abs(*now - *before) <= tolerance);
}

bool still(const SmileQuote& now, const SmileQuote& before)
{
    const double half = now.askVol && now.bidVol ? 0.5 * (*now.askVol - *now.bidVol) : 0.0;
    const double tolerance = std::max(stillVol, stillPart * half);
    return now.instrument == before.instrument && std::abs(now.k - before.k) <= stillK &&
           near(now.bidVol, before.bidVol, tolerance) && near(now.askVol, before.askVol, tolerance) &&
           near(now.targetVol, before.targetVol, tolerance);
}

JointFit fitFrom(const FittedSmile& smile, const SviParams& start)
{
    const JointSlice slice{smile.bands, start, smile.quoted};
    return fitSviJointly({&slice, 1}, CertificateDetail::Search);
}

Result<SviParams> fitBands(const FittedSmile& smile, std::span<const SviSample> samples, const SviParams* before)
{
    std::optional<JointFit> warm;
    if (before != nullptr && samples.size() >= minSviPoints) {
        warm = fitFrom(smile, *before);
        if (warm->clean && warm->misses == 0.0)
            return warm->params.front();
    }
    const auto start = searchSvi(samples);
    if (!start)
        return start.error();
    const JointFit cold = fitFrom(smile, *start);
    const bool keepWarm = warm && warm->clean && (!cold.clean || warm->misses <= cold.misses);
    return keepWarm ? warm->params.front() : cold.params.front();
}

// An outlier that has not moved stays one.
void takeVerdict(SmileQuote& now, const SmileQuote& before)
{
    if (before.weight > 0.0 || now.weight <= 0.0)
        return;
    now.weight = 0.0;
    now.bounds = before.bounds;
    now.leftOutBecause = before.leftOutBecause;
}

} // namespace

Result<FittedSmile> fitAlone(std::vector<SmileQuote> quotes, const ForwardPoint& forward, const SviParams* before)
{
    FittedSmile smile;
    smile.forward = forward;
    for (int round = 0;; ++round) {
        const std::vector<SviSample> samples = sviSamples(quotes, forward.years);
        smile.quoted = quotedRange(samples);
        smile.bands = sviBands(quotes, forward.years);
        const auto fit = fitBands(smile, samples, before);
        if (!fit)
            return fit.error();
        smile.alone = *fit;
        if (round == outlierRounds || leaveOutOutliers(quotes, smile.alone, forward.years) == 0)
            break;
    }
    smile.quotes = std::move(quotes);
    return smile;
}

std::optional<FittedSmile> fittedBefore(const std::vector<SmileQuote>& quotes, const ForwardPoint& forward,
                                        const SviSlice& before)
{
    if (before.keptTimes >= mostKeeps || !std::ranges::equal(quotes, before.quotes, still))
        return std::nullopt;
    FittedSmile smile;
    smile.forward = forward;
    smile.quotes = quotes;
    for (std::size_t i = 0; i < quotes.size(); ++i)
        takeVerdict(smile.quotes[i], before.quotes[i]);
    smile.quoted = quotedRange(sviSamples(smile.quotes, forward.years));
    smile.bands = sviBands(smile.quotes, forward.years);
    if (bandMisses(smile.bands, before.params) > bandMisses(sviBands(before.quotes, before.years), before.params))
        return std::nullopt;
    smile.alone = before.params;
    smile.kept = true;
    smile.keptTimes = before.keptTimes + 1;
    return smile;
}

SurfaceCandidate rawSviCandidate(std::span<const FittedSmile> smiles)
{
    SurfaceCandidate candidate;
    for (const FittedSmile& smile : smiles)
        candidate.params.push_back(smile.alone);
    certify(candidate, smiles, 0.0);
    const double missesAlone = missesOf(candidate, smiles);
    partCrossing(candidate, smiles);
    if (!candidate.clean || missesOf(candidate, smiles) > missesAlone + worthMisses * quotesOf(smiles))
        fitAll(candidate, smiles);
    candidate.error = weightedError(smiles, candidate.params);
    return candidate;
}

std::optional<SurfaceCandidate> essviCandidate(std::span<const FittedSmile> smiles)
{
    std::vector<std::vector<SviSample>> samples;
    std::vector<EssviInput> inputs;
    for (const FittedSmile& smile : smiles)
        samples.push_back(sviSamples(smile.quotes, smile.forward.years));
    for (const auto& points : samples) {
        if (points.empty())
            return std::nullopt;
        const auto anchor =
            std::ranges::min_element(points, {}, [](const SviSample& point) { return std::abs(point.k); });
        inputs.push_back({points, anchor->k, anchor->w});
    }
    auto fit = fitEssvi(inputs);
    if (!fit)
        return std::nullopt;
    SurfaceCandidate candidate;
    for (const EssviSlice& slice : *fit)
        candidate.params.push_back(toRaw(slice));
    candidate.essvi = std::move(*fit);
    certify(candidate, smiles, essviGapTolerance);
    candidate.error = weightedError(smiles, candidate.params);
    return candidate;
}

} // namespace ballast

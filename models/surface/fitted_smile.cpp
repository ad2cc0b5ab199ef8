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

void certify(SurfaceCandidate& candidate, std::span<const FittedSmile> smiles)
{
    candidate.clean = true;
    for (std::size_t i = 0; i < candidate.params.size(); ++i) {
        const bool last = i + 1 == candidate.params.size();
        const std::array quoted{smiles[i].quoted, smiles[last ? i : i + 1].quoted};
        const CertificateGrid grid(quoted, CertificateDetail::Full);
        const double g = grid.leastButterfly(candidate.params[i]).value;
        const double gap = last ? 0.0 : grid.leastCalendar(candidate.params[i], candidate.params[i + 1]).value;
        candidate.minButterfly.push_back(g);
        candidate.minCalendar.push_back(gap);
        candidate.clean = candidate.clean && g >= 0.0 && gap >= essviGapTolerance;
    }
}

bool near(const std::optional<double>& now, const std::optional<double>& before, double tolerance)
{
    return now.has_value() == before.has_value() && (!now || std::abs(*now - *before) <= tolerance);
}

bool still(const SmileQuote& now, const SmileQuote& before)
{
    const double half = now.askVol && now.bidVol ? 0.5 * (*now.askVol - *now.bidVol) : 0.0;
    const double tolerance = std::max(stillVol, stillPart * half);
    const bool leftOut = before.weight <= 0.0 && now.weight > 0.0; // as an outlier: let it be judged again
    return now.instrument == before.instrument && !leftOut && std::abs(now.k - before.k) <= stillK &&
           near(now.bidVol, before.bidVol, tolerance) && near(now.askVol, before.askVol, tolerance) &&
           near(now.targetVol, before.targetVol, tolerance);
}

} // namespace

Result<FittedSmile> fitAlone(std::vector<SmileQuote> quotes, const ForwardPoint& forward)
{
    FittedSmile smile;
    smile.forward = forward;
    for (int round = 0;; ++round) {
        const std::vector<SviSample> samples = sviSamples(quotes, forward.years);
        const auto start = searchSvi(samples);
        if (!start)
            return start.error();
        smile.quoted = quotedRange(samples);
        smile.bands = sviBands(quotes, forward.years);
        const JointSlice slice{smile.bands, *start, smile.quoted};
        smile.alone = fitSviJointly({&slice, 1}).params.front();
        if (round == outlierRounds || leaveOutOutliers(quotes, smile.alone, forward.years) == 0)
            break;
    }
    smile.quotes = std::move(quotes);
    return smile;
}

std::optional<FittedSmile> fittedBefore(const std::vector<SmileQuote>& quotes, const ForwardPoint& forward,
                                        const SviSlice& before)
{
    if (!std::ranges::equal(quotes, before.quotes, still))
        return std::nullopt;
    FittedSmile smile;
    smile.forward = forward;
    smile.quotes = quotes;
    smile.quoted = quotedRange(sviSamples(quotes, forward.years));
    smile.bands = sviBands(quotes, forward.years);
    smile.alone = before.params;
    smile.kept = true;
    return smile;
}

SurfaceCandidate rawSviCandidate(std::span<const FittedSmile> smiles)
{
    std::vector<JointSlice> joint;
    for (const FittedSmile& smile : smiles)
        joint.push_back({smile.bands, smile.alone, smile.quoted, smile.kept});
    JointFit fit = fitSviJointly(joint);
    if (!fit.clean && std::ranges::any_of(joint, &JointSlice::fixed)) {
        for (JointSlice& slice : joint)
            slice.fixed = false;
        fit = fitSviJointly(joint);
    }
    SurfaceCandidate candidate{fit.params, {}, fit.minButterfly, fit.minCalendar, fit.clean, 0.0};
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
    certify(candidate, smiles);
    candidate.error = weightedError(smiles, candidate.params);
    return candidate;
}

} // namespace ballast

#include "models/surface/smile_quotes.h"
#include "models/surface/svi.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double outlierDeviations = 6.0;      // robust standard deviations
constexpr double outlierVol = 0.02;            // and at least this far off
constexpr double maxOutlierShare = 0.2;        // more than this is not outliers but a poor fit: nothing is left out
constexpr std::size_t minJudged = 7;           // fewer have too few neighbours
constexpr double deviationsPerMedian = 1.4826; // median absolute deviation to standard deviation, normal law

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

struct Residual
{
    SmileQuote* quote = nullptr;
    double vol = 0.0; // market less fit
};

// Line through two residuals, at k; their mean where both are at one strike.
double lineAt(const Residual& p, const Residual& q, double k)
{
    const double span = q.quote->k - p.quote->k;
    if (span == 0.0)
        return 0.5 * (p.vol + q.vol);
    return p.vol + (q.vol - p.vol) * (k - p.quote->k) / span;
}

// Distance from what the neighbours say, by the kindest pair of them: a misfit that the whole region shares is the
// model's, not the quote's, and a good quote beside a bad one has another pair to agree with.
double standsAlone(const std::vector<Residual>& residuals, std::size_t at)
{
    constexpr std::array<std::array<int, 2>, 4> pairs{{{-1, 1}, {-2, 2}, {1, 2}, {-2, -1}}};
    const int size = static_cast<int>(residuals.size());
    const int i = static_cast<int>(at);
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [left, right] : pairs) {
        if (i + left < 0 || i + right >= size)
            continue;
        const double line = lineAt(residuals[static_cast<std::size_t>(i + left)],
                                   residuals[static_cast<std::size_t>(i + right)], residuals[at].quote->k);
        least = std::min(least, std::abs(residuals[at].vol - line));
    }
    return least;
}

double halfWidth(const SmileQuote& quote)
{
    return quote.bidVol && quote.askVol ? 0.5 * (*quote.askVol - *quote.bidVol) : 0.0;
}

} // namespace

int leaveOutOutliers(std::vector<SmileQuote>& quotes, const SviParams& fit, double years)
{
    std::vector<Residual> residuals;
    for (SmileQuote& quote : quotes) {
        if (quote.weight > 0.0)
            residuals.push_back(
                {&quote, *quote.targetVol - std::sqrt(std::max(sviTotalVariance(fit, quote.k), 0.0) / years)});
    }
    if (residuals.size() < minJudged)
        return 0;
    std::vector<double> alone;
    for (std::size_t i = 0; i < residuals.size(); ++i)
        alone.push_back(standsAlone(residuals, i));
    const double limit = std::max(outlierVol, outlierDeviations * deviationsPerMedian * median(alone));
    std::vector<Residual> outliers;
    for (std::size_t i = 0; i < residuals.size(); ++i) {
        const double own = limit + halfWidth(*residuals[i].quote);
        if (alone[i] > own && std::abs(residuals[i].vol) > 0.5 * own)
            outliers.push_back(residuals[i]);
    }
    if (static_cast<double>(outliers.size()) > maxOutlierShare * static_cast<double>(residuals.size()))
        return 0;
    for (const Residual& outlier : outliers) {
        outlier.quote->weight = 0.0;
        outlier.quote->bounds = false;
        outlier.quote->leftOutBecause = fmt::format("outlier: {:+.1f} vol points off the smile", 100.0 * outlier.vol);
    }
    return static_cast<int>(outliers.size());
}

} // namespace ballast

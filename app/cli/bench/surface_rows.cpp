#include "app/cli/bench/benchmark.h"
#include "app/cli/bench/measure.h"
#include "app/cli/bench/sample_smiles.h"
#include "models/pricing/quantlib/anchors.h"
#include "models/surface/surface_fit.h"
#include "models/surface/svi_calibration.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>

namespace ballast::bench {
namespace {

constexpr double noArbitrageTolerance = 1e-9;

std::vector<double> checkGrid()
{
    std::vector<double> grid;
    for (int i = -60; i <= 60; ++i)
        grid.push_back(0.025 * i);
    return grid;
}

double rmseOfVols(const SampleSmile& smile, const SviParams& fit)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < smile.k.size(); ++i) {
        const double vol = std::sqrt(std::max(sviTotalVariance(fit, smile.k[i]), 0.0) / smile.years);
        sum += (vol - smile.vol[i]) * (vol - smile.vol[i]);
    }
    return std::sqrt(sum / static_cast<double>(smile.k.size()));
}

constexpr const char* sliceName = "SVI slice, 60 strikes";

// Equal weights on vols on both sides. Accuracy: how far our error is above QuantLib's; infinite with a butterfly.
Row sliceRow()
{
    const SampleSmile smile = sampleSmiles().at(4);
    const auto samples = equallyWeighted(smile);
    const auto grid = checkGrid();
    const SviParams start = roughStart(smile);
    std::optional<SviFit> ours;
    std::optional<ReferenceSvi> theirs;
    const Timing timing = alternate(
        41, TimeKind::ThreadCpu,
        [&] {
            const auto fit = calibrateSvi(samples, grid, std::nullopt);
            ours = fit ? std::optional(*fit) : std::nullopt;
        },
        [&] {
            theirs = anchorSvi(smile.strikes(), smile.vol, smile.forward, smile.years,
                               {start.a, start.b, start.sigma, start.rho, start.m, 0.0});
        });
    double excess = std::numeric_limits<double>::infinity();
    if (ours && theirs && ours->minButterfly >= -noArbitrageTolerance) {
        const SviParams reference{theirs->a, theirs->b, theirs->rho, theirs->m, theirs->sigma};
        excess = std::max(rmseOfVols(smile, ours->params) - rmseOfVols(smile, reference), 0.0);
    }
    return {sliceName,
            "slice",
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            4.0,
            excess,
            "RMSE of vols above QuantLib's"};
}

constexpr const char* surfaceName = "whole surface, 12 expiries, arbitrage-free";
constexpr const char* surfaceAnchorName = "whole surface, against twelve QuantLib slices";

double largestArbitrage(const std::optional<VolSurface>& surface, std::size_t expiries)
{
    if (!surface || surface->slices.size() != expiries)
        return std::numeric_limits<double>::infinity();
    double arbitrage = std::max(-surface->minCalendar, 0.0);
    for (const SviSlice& slice : surface->slices)
        arbitrage = std::max(arbitrage, -slice.minButterfly);
    return arbitrage;
}

// From quotes to a certified surface. `slices` fits twelve independent slices of the row above, so a ratio of a half is
// twice their time; false: one failed. Accuracy: the largest arbitrage on the check grid.
Row surfaceRowAgainst(const char* name, const std::function<bool(const std::vector<SampleSmile>&)>& slices)
{
    const auto smiles = sampleSmiles();
    const MarketSnapshot market = sampleMarket(smiles);
    std::optional<VolSurface> surface;
    bool slicesFitted = true;
    const Timing timing = alternate(
        31, TimeKind::ThreadCpu,
        [&] {
            auto fit = fitSurface(market, "BTC", {});
            surface = fit ? std::optional(std::move(*fit)) : std::nullopt;
        },
        [&] { slicesFitted = slices(smiles) && slicesFitted; });
    return {name,
            "surface",
            timing.oursNs,
            timing.anchorNs,
            timing.anchorNs / timing.oursNs,
            0.5,
            slicesFitted ? largestArbitrage(surface, smiles.size()) : std::numeric_limits<double>::infinity(),
            "largest arbitrage on the check grid"};
}

Row surfaceRow()
{
    const auto grid = checkGrid();
    return surfaceRowAgainst(surfaceName, [&](const std::vector<SampleSmile>& smiles) {
        return std::ranges::all_of(smiles, [&](const SampleSmile& smile) {
            return calibrateSvi(equallyWeighted(smile), grid, std::nullopt).ok();
        });
    });
}

Row surfaceAnchorRow()
{
    return surfaceRowAgainst(surfaceAnchorName, [](const std::vector<SampleSmile>& smiles) {
        return std::ranges::all_of(smiles, [](const SampleSmile& smile) {
            const SviParams start = roughStart(smile);
            return anchorSvi(smile.strikes(), smile.vol, smile.forward, smile.years,
                             {start.a, start.b, start.sigma, start.rho, start.m, 0.0})
                .has_value();
        });
    });
}

} // namespace

std::vector<Benchmark> surfaceBenchmarks()
{
    return {{sliceName, sliceRow}, {surfaceName, surfaceRow}, {surfaceAnchorName, surfaceAnchorRow}};
}

} // namespace ballast::bench

#include "models/whatif/spot_curves.h"

#include "models/risk/scenario_map.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double varianceStep = 1e-3; // in ln(K / F), for the smile's slope and curvature

std::vector<double> breakEvens(const std::vector<double>& moves, const std::vector<double>& pnl)
{
    std::vector<double> crossings;
    for (std::size_t i = 0; i < moves.size(); ++i) {
        if (pnl[i] == 0.0) {
            const bool flat = (i > 0 && pnl[i - 1] == 0.0) || (i + 1 < pnl.size() && pnl[i + 1] == 0.0);
            if (!flat)
                crossings.push_back(moves[i]);
        } else if (i > 0 && pnl[i - 1] * pnl[i] < 0.0) {
            crossings.push_back(moves[i - 1] + (moves[i] - moves[i - 1]) * pnl[i - 1] / (pnl[i - 1] - pnl[i]));
        }
    }
    return crossings;
}

// Density of ln(S / F) at x: g(x) exp(-d2^2 / 2) / sqrt(2 pi w), from call prices' second derivative in the strike
// (Breeden and Litzenberger 1978; in total variance Gatheral and Jacquier 2014). Never negative.
double logDensity(const VolSurface& surface, double x, double years)
{
    const auto low = surface.totalVariance(x - varianceStep, years);
    const auto here = surface.totalVariance(x, years);
    const auto high = surface.totalVariance(x + varianceStep, years);
    if (!low || !here || !high || !(*here > 0.0))
        return 0.0;
    const double w = *here;
    const double slope = (*high - *low) / (2.0 * varianceStep);
    const double bend = (*high - 2.0 * w + *low) / (varianceStep * varianceStep);
    const double first = 1.0 - x * slope / (2.0 * w);
    const double g = first * first - 0.25 * slope * slope * (1.0 / w + 0.25) + 0.5 * bend;
    const double d2 = -x / std::sqrt(w) - 0.5 * std::sqrt(w);
    return std::max(g, 0.0) * std::exp(-0.5 * d2 * d2) / std::sqrt(2.0 * std::numbers::pi * w);
}

std::optional<SpotDensity> densityOf(const VolSurface& surface, double days, const std::vector<double>& moves)
{
    const double years = days / daysPerYear;
    const auto atMoney = years > 0.0 ? surface.totalVariance(0.0, years) : std::nullopt;
    if (!atMoney || !(*atMoney > 0.0))
        return std::nullopt;
    SpotDensity density{days, {}, std::sqrt(*atMoney / years)};
    // Per return: the log's density times d ln(1 + r) / dr. The forward's own drift is left out: moves of the index and
    // of its forwards are the same here.
    for (const double move : moves)
        density.density.push_back(move > -1.0 ? logDensity(surface, std::log1p(move), years) / (1.0 + move) : 0.0);
    return density;
}

} // namespace

Result<SpotCurves> computeSpotCurves(const PricedBook& book, const std::string& underlying,
                                     std::vector<double> spotMoves, std::span<const double> days,
                                     double distributionDays, const Scenario& base, const PartRunner& runner,
                                     std::stop_token stop)
{
    const MapAxis rows{MapAxisKind::Spot, underlying, spotMoves};
    const MapAxis columns{MapAxisKind::Days, {}, {days.begin(), days.end()}};
    const auto map = computeMap(book.inputs(), rows, columns, MapMeasure::PnlUsd, base, std::move(stop), runner);
    if (!map)
        return map.error();
    SpotCurves result;
    result.basis = book.report->basis;
    result.underlying = underlying;
    result.linesLeftOut = book.report->linesFailed;
    result.estimates = map->estimates;
    if (const IndexPrice* index = book.market ? book.market->index(underlying) : nullptr)
        result.indexUsd = index->priceUsd;
    for (std::size_t column = 0; column < days.size(); ++column) {
        SpotCurve curve;
        curve.days = days[column];
        curve.at = book.report->asOf +
                   std::chrono::round<Milliseconds>(std::chrono::duration<double, std::ratio<86400>>(days[column]));
        for (std::size_t row = 0; row < spotMoves.size(); ++row)
            curve.pnlUsd.push_back(map->at(row, column));
        curve.breakEvens = breakEvens(spotMoves, curve.pnlUsd);
        result.curves.push_back(std::move(curve));
    }
    if (const VolSurface* surface = surfaceFor(book.surfaces, underlying))
        result.distribution = densityOf(*surface, distributionDays, spotMoves);
    result.spotMoves = std::move(spotMoves);
    return result;
}

} // namespace ballast

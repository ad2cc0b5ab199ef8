#include "models/hedging/one_day_risk.h"

#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double riskTenorYears = 30.0 / daysPerYear;

// Lognormal vol of the 30-day vol index, per year: daily log changes of Deribit's BTC DVOL from 2023-08 to 2026-08 have
// a standard deviation of 4.1 %, which is 0.78 a year.
constexpr double volOfVol = 0.78;
// Log changes of the same index against the BTC perpetual's return of the same UTC day, 2024-01-01 to 2026-04-30, as in
// models/risk; a fitted history replaces it.
constexpr double defaultSpotVolCorrelation = -0.26;

} // namespace

OneDayMoves oneDayMoves(double atmVol)
{
    const double perDay = 1.0 / std::sqrt(daysPerYear);
    return {atmVol * perDay, 100.0 * atmVol * volOfVol * perDay, defaultSpotVolCorrelation};
}

std::optional<double> riskVol(const VolSurface* surface, const RiskReport& report, std::string_view underlying)
{
    const auto variance = surface ? surface->totalVariance(0.0, riskTenorYears) : std::nullopt;
    if (variance && *variance > 0.0)
        return std::sqrt(*variance / riskTenorYears);
    std::optional<double> vol;
    double nearest = 1.0;
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok() || !line.instrument || line.instrument->underlying != underlying || !line.values->vol)
            continue;
        const double fromMoney = std::abs(std::abs(line.values->unit.delta) - 0.5);
        if (fromMoney < nearest) {
            nearest = fromMoney;
            vol = line.values->vol;
        }
    }
    return vol;
}

// Delta-gamma (RiskMetrics Technical Document, 1996, part III) with a normal vol move: with r ~ N(0, s^2), w ~ N(0,
// v^2) of correlation c, Var[D r + G r^2 / 2 + V w] = D^2 s^2 + G^2 s^4 / 2 + V^2 v^2 + 2 c D s V v.
double oneDayRiskUsd(const Exposure& exposure, const OneDayMoves& moves)
{
    const double s = moves.spotReturn;
    const double deltaPart = exposure.deltaUsd * s;
    const double gammaPart = 100.0 * exposure.gammaUsd1pct * s * s / std::sqrt(2.0);
    const double vegaPart = exposure.vegaUsd * moves.volPoints;
    const double together = 2.0 * moves.spotVolCorrelation * deltaPart * vegaPart;
    return std::sqrt(deltaPart * deltaPart + gammaPart * gammaPart + vegaPart * vegaPart + together);
}

} // namespace ballast

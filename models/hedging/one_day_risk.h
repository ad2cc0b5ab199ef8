#pragma once

#include "models/risk/risk_report.h"

#include <optional>
#include <string_view>

namespace ballast {

// Standard deviations of one day's moves.
struct OneDayMoves
{
    double spotReturn = 0.0; // fraction
    double volPoints = 0.0;  // of the at-the-money vol
    double spotVolCorrelation = 0.0;
    bool operator==(const OneDayMoves&) const = default;
};

// From an at-the-money vol (fraction), spot and vol correlated as recorded: see one_day_risk.cpp.
[[nodiscard]] OneDayMoves oneDayMoves(double atmVol);

// At-the-money vol at 30 days of the surface; without one, the vol of the priced option of the report that lies nearest
// to the money; nullopt where there is neither.
[[nodiscard]] std::optional<double> riskVol(const VolSurface* surface, const RiskReport& report,
                                            std::string_view underlying);

// Standard deviation of one day's P&L, to second order in spot and first in vol.
[[nodiscard]] double oneDayRiskUsd(const Exposure& exposure, const OneDayMoves& moves);

} // namespace ballast

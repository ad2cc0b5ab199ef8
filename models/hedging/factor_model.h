#pragma once

#include "models/core/result.h"
#include "models/hedging/hedge_scenarios.h"
#include "models/hedging/one_day_risk.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Factors per underlying, in this order: the forward's return, its square less the mean of it, and the moves of vol
// level, skew and term in points (UnderlyingMove).
inline constexpr std::size_t factorsOfOne = 5;

struct HedgeFactors
{
    std::vector<std::string> underlyings;
    std::vector<double> covariance; // row-major, factorsOfOne per underlying

    [[nodiscard]] std::size_t factors() const { return underlyings.size() * factorsOfOne; }
    bool operator==(const HedgeFactors&) const = default;
};

struct UnderlyingMoves
{
    std::string underlying;
    OneDayMoves oneDay;
};

// Without a history: forward and vol level as the surface's vol says and correlated as the moves say, skew 0.3 and term
// 0.5 of the level's deviation, independent of everything else within an underlying; forwards and levels of different
// underlyings correlate at 0.8.
[[nodiscard]] HedgeFactors assumedFactors(const std::vector<UnderlyingMoves>& moves, double horizonDays);

// EWMA covariance (decay 0.94) of the history's days, correlations shrunk towards none by the intensity that minimises
// the expected squared error (Schaefer and Strimmer, Statistical Applications in Genetics and Molecular Biology 4,
// 2005).
[[nodiscard]] Result<HedgeFactors> estimatedFactors(const MoveHistory& history, double horizonDays);

// One day's moves of an underlying by that covariance; nullopt: the history does not know it or says too little.
[[nodiscard]] std::optional<OneDayMoves> fittedMoves(const MoveHistory& history, const std::string& underlying);

// Factors that a history knows nothing of take their variance from `assumed`, uncorrelated.
[[nodiscard]] HedgeFactors withoutStillFactors(HedgeFactors model, const HedgeFactors& assumed);

// Every deviation times `ratio` (the squared return's times its square).
[[nodiscard]] HedgeFactors withVolsTimes(HedgeFactors model, double ratio);
// Every correlation other than zero moved by `shift`, within +-0.99.
[[nodiscard]] HedgeFactors withCorrelationsMoved(HedgeFactors model, double shift);

// USD per unit of each factor of the line as it is held; zeros for an underlying that the model does not know.
[[nodiscard]] std::vector<double> factorLoadings(const Instrument& instrument, const LineValues& values,
                                                 const HedgeFactors& model);
[[nodiscard]] std::vector<double> factorLoadings(const RiskReport& report, const HedgeFactors& model);

// Square root R of the covariance, R'R, row-major: the variance of loadings g is |R g|^2.
[[nodiscard]] std::vector<double> covarianceRoot(const HedgeFactors& model);
[[nodiscard]] std::vector<double> rooted(const std::vector<double>& root, const std::vector<double>& loadings);

} // namespace ballast

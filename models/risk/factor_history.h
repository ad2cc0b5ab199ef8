#pragma once

#include "models/core/result.h"
#include "models/market/price_series.h"
#include "models/risk/scenario.h"

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

// What a factor moves.
enum class FactorKind
{
    Spot, // the underlying's spot, log return
    Vol,  // all its vols alike, log change
    Skew, // vol of the 25-delta put less that of the 25-delta call at 30 days: change in vol points
    Term  // ln(vol at 7 days / vol at 90 days): change
};

struct RiskFactor
{
    FactorKind kind = FactorKind::Spot;
    std::string underlying;
    bool operator==(const RiskFactor&) const = default;
};

// "spot:BTC", "vol:BTC", "skew:BTC", "term:BTC".
[[nodiscard]] std::string factorName(const RiskFactor& factor);

// One level series of a factor: prices, a vol index in points, a skew in points, a term ratio's log.
struct FactorSeries
{
    RiskFactor factor;
    PriceSeries levels;
};

// Moves of all factors on the same days, one row a day, oldest first, from one day to the next that is there: logs of
// level ratios, for skew and term differences of levels.
struct FactorHistory
{
    std::vector<RiskFactor> factors;
    std::vector<std::chrono::sys_days> days; // on whose close the move ends
    std::vector<std::vector<double>> moves;  // [day][factor]
    [[nodiscard]] std::vector<double> column(std::size_t factor) const;
};

// Daily closes on the days that all series have. Undetermined with fewer than 30 moves.
[[nodiscard]] Result<FactorHistory> alignedHistory(std::span<const FactorSeries> series);

// Moves over `days` days: sums of so many rows, overlapping; one row for each day that has so many up to it.
[[nodiscard]] FactorHistory overlappingMoves(const FactorHistory& history, int days);

// Moves of factors put onto the shocks of their underlyings: spot by exp(move) - 1, vols by the factor exp(move), skew
// by points, term as the power that bends the vol's own move to it. Factors without a shock in the list are left out.
void applyMoves(std::span<UnderlyingShock> shocks, std::span<const RiskFactor> factors, std::span<const double> moves);

// ln of the vol ratio of 7 to 90 days that a relative vol move gives with a term power, and the power that gives a
// wanted one: within +-2, 0 where the vol keeps still.
[[nodiscard]] double termMoveOf(double volRelative, double termPower);
[[nodiscard]] double termPowerFor(double volRelative, double termMove);

// The scenario in which the factors move so and nothing else does, at once, as applyMoves.
[[nodiscard]] Scenario scenarioOf(std::span<const RiskFactor> factors, std::span<const double> moves,
                                  VolDynamics dynamics);

// How the factors move together over one day.
struct FactorModel
{
    std::vector<RiskFactor> factors;
    std::vector<double> covariance; // row-major, of log moves per day
    int days = 0;                   // it was measured over
    std::string source;

    [[nodiscard]] double covarianceOf(std::size_t i, std::size_t j) const { return covariance[i * factors.size() + j]; }
    [[nodiscard]] double deviation(std::size_t i) const; // per day
    [[nodiscard]] double correlation(std::size_t i, std::size_t j) const;
    [[nodiscard]] std::optional<std::size_t> find(const RiskFactor& factor) const;
};

// Sample covariance with mean zero; `decay` below 1 weighs a day that is n days old by decay^n.
[[nodiscard]] Result<FactorModel> factorModelOf(const FactorHistory& history, double decay = 1.0);

// Where no history is at hand: spots of the given vols (fraction per year), vols with the lognormal vol of Deribit's
// BTC DVOL, and correlations as measured in factor_model.cpp.
struct VolLevel
{
    std::string underlying;
    double vol = 0.0;
};
enum class FactorScope
{
    SpotVol,
    WithSmile // vol, skew and term beside spot as measured over the ten snapshots of the crash of February 2026
};
[[nodiscard]] FactorModel impliedFactorModel(std::span<const VolLevel> levels,
                                             FactorScope scope = FactorScope::SpotVol);

// One factor that is given.
struct GivenMove
{
    std::size_t factor = 0;
    double move = 0.0; // log
};

// All factors: the given ones as given, the others at their conditional expectation, S_og S_gg^-1 move. Undetermined
// where the given ones determine each other.
[[nodiscard]] Result<std::vector<double>> conditionalMoves(const FactorModel& model, std::span<const GivenMove> given);

// The scenario with every factor of the model that it leaves still (spot 0, both vol shocks 0) at its conditional
// expectation given those that it moves. A vol that follows moves by volRelative. Vol points of a shock count as a
// relative move of `levels`' vol. The scenario of propagate (scenario_propagation.h).
[[nodiscard]] Result<Scenario> propagated(const Scenario& scenario, const FactorModel& model,
                                          std::span<const VolLevel> levels);

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/core/time.h"
#include "models/hedging/one_day_risk.h"
#include "models/hedging/policy.h"
#include "models/risk/risk_report.h"
#include "models/risk/scenario_engine.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What happens to one underlying. An option's vol moves by volPoints + skewPoints x (-x) + termPoints x (sqrt(30 d / T)
// - 1), x = ln(K / F) / (vol sqrt(T)): skew lifts the put side, term the short end, both zero for 30 days at the money.
struct UnderlyingMove
{
    double spot = 0.0; // return of index and all forwards
    double volPoints = 0.0;
    double skewPoints = 0.0;
    double termPoints = 0.0;
    bool operator==(const UnderlyingMove&) const = default;
};

struct HedgeScenario
{
    double probability = 0.0;
    std::vector<UnderlyingMove> moves; // parallel to the set's underlyings
    bool operator==(const HedgeScenario&) const = default;
};

struct HedgeScenarioSet
{
    std::vector<std::string> underlyings; // others stand still
    std::vector<HedgeScenario> scenarios; // probabilities add up to 1
    bool operator==(const HedgeScenarioSet&) const = default;
};

// One day of all underlyings, oldest first in a history.
struct MoveDay
{
    Timestamp day{};
    std::vector<UnderlyingMove> moves;
    bool operator==(const MoveDay&) const = default;
};

struct MoveHistory
{
    std::vector<std::string> underlyings;
    std::vector<MoveDay> days;
    bool operator==(const MoveHistory&) const = default;
};

// Where an option stands on the smile, as the moves see it; capped so that a far wing does not move without bound.
[[nodiscard]] double skewLoading(double strike, double forward, double vol, double years); // -x
[[nodiscard]] double termLoading(double years);                                            // sqrt(30 d / T) - 1

// Spot x vol moves over the horizon with probabilities: spot a Student t with 4 degrees of freedom of the given
// standard deviation (crypto's tails), vol normal round what its correlation with spot says.
[[nodiscard]] HedgeScenarioSet gridScenarios(const std::string& underlying, const OneDayMoves& moves,
                                             double horizonDays);

// The last `count` days as they were, scaled by the root of the horizon.
[[nodiscard]] Result<HedgeScenarioSet> historicalScenarios(const MoveHistory& history, const ScenarioChoice& choice,
                                                           double horizonDays);

// Filtered historical simulation (Barone-Adesi, Giannopoulos and Vosper, 1999; spec F11): days drawn at random, the
// same for all factors, divided by the EWMA vol of their time and multiplied by today's; over several days the vol
// follows the path.
[[nodiscard]] Result<HedgeScenarioSet> filteredScenarios(const MoveHistory& history, const ScenarioChoice& choice,
                                                         double horizonDays);

// P&L in USD of the line as it is held, per scenario, `days` from now, by full revaluation. Zeros for a line without
// values or of an underlying that stands still and has no time to lose.
[[nodiscard]] std::vector<double> scenarioPnl(const Instrument& instrument, const LineValues& values, double quantity,
                                              const HedgeScenarioSet& set, double days);
[[nodiscard]] std::vector<double> scenarioPnl(const RiskReport& report, const HedgeScenarioSet& set, double days);
// With the OTC lines whose Greeks stand in for an engine that refuses.
// Stopped: of the lines so far, the caller looks at the token.
[[nodiscard]] ScenarioPnls bookPnls(const RiskReport& report, const HedgeScenarioSet& set, double days,
                                    const std::stop_token& stop = {});

} // namespace ballast

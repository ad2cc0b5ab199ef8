#pragma once

#include "models/core/time.h"
#include "models/hedging/policy_terms.h"
#include "models/liquidity/cost_curve.h"
#include "models/surface/smile_dynamics.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class HedgeObjective
{
    Cost,
    Variance,
    Cvar,
    MeanCvar
};
enum class DeltaChoice
{
    BlackScholes,
    Net,
    StickyMoneyness, // the smile moves with the forward
    MinVariance      // the vol that comes with the move, spec F7
};
enum class BandKind
{
    Delta,
    Gamma,
    Vega,
    Theta,
    Vanna,
    Volga
};

// Allowed range of one exposure of the book after the hedge. Units, as in the policy file: delta coins, gamma coins per
// USD (screens show coins per 1 %), vega USD per point, theta USD per day, vanna coins per point, volga USD per point
// squared. A band may be limited to lines whose days to expiry lie in (fromDays, toDays].
struct Band
{
    BandKind kind = BandKind::Delta;
    std::optional<double> lower;
    std::optional<double> upper;
    std::optional<double> fromDays;
    std::optional<double> toDays;
    std::string name; // as the policy file writes it: "delta", "vega:30d"
    bool operator==(const Band&) const = default;
};

struct HedgeUniverse
{
    bool perpetuals = true;
    bool futures = true;
    bool options = true;
    double minOpenInterest = 0.0;    // in the quantity unit; instruments without known open interest pass
    double maxSpreadVolPoints = 5.0; // options; inclusive
    double minAbsDelta = 0.05;       // options; inclusive
    double maxAbsDelta = 0.95;
    std::vector<Timestamp> expiries;  // empty: all
    std::vector<std::string> exclude; // instrument names
    bool spot = false;                // the coin itself, where a venue lists it
    bool operator==(const HedgeUniverse&) const = default;
};

// What the trader wants: the JSON policy of the command-line contract, typed.
struct HedgePolicy
{
    std::string name = "Default";
    std::string underlying = "BTC";
    HedgeObjective objective = HedgeObjective::Cost;
    DeltaChoice delta = DeltaChoice::BlackScholes;
    std::vector<Band> bands;
    HedgeUniverse universe;
    FeeSchedule fees;
    DepthUse depth = DepthUse::Ladder;
    double fixedPerLegUsd = 0.0; // what an order costs whatever its size
    std::optional<int> maxLegs;
    bool respectLots = true;
    std::optional<double> maxNotionalUsd; // sum over trades of |quantity| x underlying price
    double depthShare = 1.0;              // share of visible depth that a leg may take
    double timeLimitSeconds = 5.0;
    double riskAversion = 1e-5; // per USD: a variance of V costs riskAversion V / 2
    double horizonDays = 1.0;   // of variance and scenarios
    double confidence = 0.975;  // of the expected shortfall; see TailOrigin
    double cvarWeight = 1.0;    // USD of cost that one USD of expected shortfall is worth
    RiskScope riskScope = RiskScope::Underlying;
    std::vector<PnlAtMove> upside;
    std::vector<PnlAtMove> floor;
    StressLimit stress;
    ScenarioChoice scenarios;
    PositionRules positions;
    MarginRule margin;
    RobustBox robust;
    // Of the min-variance delta without coefficients: 0 sticky moneyness, 1 sticky strike.
    double skewStickiness = defaultSkewStickiness;
    std::optional<HullWhiteDelta> hullWhite;
    bool operator==(const HedgePolicy&) const = default;
};

// Name and unit as in the policy file and the command-line contract.
[[nodiscard]] const char* bandWord(BandKind kind);
[[nodiscard]] const char* bandUnit(BandKind kind);

} // namespace ballast

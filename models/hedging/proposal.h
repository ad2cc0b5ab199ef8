#pragma once

#include "models/core/ids.h"
#include "models/core/time.h"
#include "models/hedging/hedge_outcomes.h"
#include "models/hedging/named_structure.h"
#include "models/hedging/policy.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class HedgeStatus
{
    Optimal,     // proved within the tolerance
    Feasible,    // time limit: the gap says how far it may be from the optimum
    NothingToDo, // the book is inside every band
    Infeasible,
    Unbounded,
    Cancelled,
    BadInput, // see message
};

struct BindingConstraint
{
    std::string constraint;      // "delta lower bound"
    double shadowPriceUsd = 0.0; // saved per unit of relaxation, >= 0
    std::string unit;            // "BTC", "USD per point"
    bool operator==(const BindingConstraint&) const = default;
};

struct ConstraintConflict
{
    std::string constraint;
    double relaxBy =
        0.0; // least relaxation of this constraint (together with the others listed) that makes it feasible
    std::string unit;
    bool operator==(const ConstraintConflict&) const = default;
};

struct RefusedInstrument
{
    std::string instrument;
    std::string reason;
    bool operator==(const RefusedInstrument&) const = default;
};

// One hedge along the way from none to one that leaves as little risk as the policy's limits allow: trades in whole
// lots with what they cost and do. Amounts after are the book's Greeks plus the trades' own; proposalAt revalues.
struct FrontierPoint
{
    double costUsd = 0.0;
    double riskUsd = 0.0; // one-day standard deviation, delta-gamma-vega with the surface's own vols
    int legs = 0;
    std::vector<HedgeTrade> trades{}; // dearest first
    double spreadUsd = 0.0;
    double feesUsd = 0.0;
    Exposure after{};                 // of the policy's underlying
    std::vector<BandOutcome> bands{}; // in the policy's order
    bool keepsBands = false;
    bool isProposal = false; // the point of the proposal itself
    bool operator==(const FrontierPoint&) const = default;
};

// The answer to "hedge this book". Before and after are recomputed by full revaluation from the rounded trades.
struct HedgeProposal
{
    ProposalId id;
    SnapshotId basis;
    Timestamp basisAsOf{};
    HedgePolicy policy;
    HedgeStatus status = HedgeStatus::BadInput;
    std::string message; // one sentence
    double gap = 0.0;    // relative, of the integer solve
    std::vector<HedgeTrade> trades;
    Exposure before;
    Exposure after;
    std::vector<BandOutcome> bands;
    double riskBeforeUsd = 0.0; // one-day standard deviation, as on the frontier
    double riskAfterUsd = 0.0;
    double spreadUsd = 0.0;
    double feesUsd = 0.0;
    std::vector<BindingConstraint> binding;
    std::vector<ConstraintConflict> conflicts;
    std::vector<RefusedInstrument> refused;
    int candidates = 0;
    std::vector<FrontierPoint> frontier;
    double kkt = 0.0; // largest primal or dual residual of the relaxation, scaled
    double milliseconds = 0.0;
    std::vector<NamedStructure> structures; // among the trades
    std::optional<std::size_t> mainTrade;   // the one that alone takes away most of the one-day risk
    std::vector<LimitOutcome> limits;       // in the policy's order: upside, floor, stress
    std::optional<TailOutcome> tail;        // nullopt: no scenarios at hand
    std::optional<MarginOutcome> margin;    // nullopt: the policy names no model
    std::optional<RobustOutcome> robust{};  // nullopt: the policy trusts its numbers

    [[nodiscard]] double costUsd() const { return spreadUsd + feesUsd; }
    bool operator==(const HedgeProposal&) const = default;
};

[[nodiscard]] const char* hedgeStatusWord(HedgeStatus status); // "optimal", "infeasible", ...

} // namespace ballast

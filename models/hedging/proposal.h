#pragma once

#include "models/core/ids.h"
#include "models/core/time.h"
#include "models/hedging/named_structure.h"
#include "models/hedging/policy.h"
#include "models/market/ladder.h"
#include "models/risk/risk_report.h"

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

struct HedgeTrade
{
    InstrumentId instrument;
    std::size_t index = 0; // in the basis snapshot's table
    Side side = Side::Buy;
    double quantity = 0.0;      // positive, instrument's quantity unit
    double limitPrice = 0.0;    // quote unit; two ticks beyond the worst ladder level that the quantity needs
    double expectedPrice = 0.0; // quote unit
    std::optional<double> mark; // quote unit
    std::optional<double> vol;  // fraction; options only
    double spreadUsd = 0.0;     // what is lost against mid
    double feeUsd = 0.0;
    double depthShare = 0.0; // of the visible depth of that side, fraction
    Exposure exposure;       // what the trade adds to the book
    [[nodiscard]] double costUsd() const { return spreadUsd + feeUsd; }
    bool operator==(const HedgeTrade&) const = default;
};

// One band before and after, with what holding it costs.
struct BandOutcome
{
    Band band;
    double before = 0.0;
    double after = 0.0;
    bool insideBefore = false;
    bool insideAfter = false;
    bool operator==(const BandOutcome&) const = default;
};

// P&L at a named move before and after: upside, floor and stress limits, by full revaluation.
struct LimitOutcome
{
    std::string name;
    double leastPnlUsd = 0.0;
    double before = 0.0;
    double after = 0.0;
    bool keptBefore = false;
    bool keptAfter = false;
    bool operator==(const LimitOutcome&) const = default;
};

// Over the policy's scenarios and horizon, by full revaluation; positive is a loss.
struct TailOutcome
{
    double confidence = 0.0;
    double horizonDays = 0.0;
    int scenarios = 0;
    double varBeforeUsd = 0.0;
    double esBeforeUsd = 0.0;
    double varAfterUsd = 0.0;
    double esAfterUsd = 0.0;
    bool operator==(const TailOutcome&) const = default;
};

// By the policy's margin model, of the whole book.
struct MarginOutcome
{
    std::string model;
    std::optional<double> limitUsd; // of the initial margin after
    double initialBeforeUsd = 0.0;
    double initialAfterUsd = 0.0;
    double maintenanceBeforeUsd = 0.0;
    double maintenanceAfterUsd = 0.0;
    [[nodiscard]] bool kept() const { return !limitUsd || initialAfterUsd <= *limitUsd * (1.0 + 1e-6); }
    bool operator==(const MarginOutcome&) const = default;
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

struct FrontierPoint
{
    double costUsd = 0.0;
    double riskUsd = 0.0; // one-day standard deviation, delta-gamma-vega with the surface's own vols
    int legs = 0;
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

    [[nodiscard]] double costUsd() const { return spreadUsd + feesUsd; }
    bool operator==(const HedgeProposal&) const = default;
};

[[nodiscard]] const char* hedgeStatusWord(HedgeStatus status); // "optimal", "infeasible", ...

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

// Where a P&L came from, USD. Each factor is moved alone by full revaluation from the beginning, then two at a time:
//   delta = delta0 dF                  gamma = V(F1) - V0 - delta             (all orders of spot)
//   theta = V(T1) - V0                 vega + volga = V(vol1) - V0            (volga: beyond the first order)
//   vanna, charm and timeVol: what two factors do together beyond what each does alone
// unexplained is the rest: what all three do together, and marks that are not the model's at their own vol.
struct PnlParts
{
    double delta = 0.0;
    double gamma = 0.0;
    double theta = 0.0;
    double vegaLevel = 0.0;     // of the vol at the money at 30 days
    double vegaTerm = 0.0;      // of the expiry's vol at the money beyond that
    double vegaSkew = 0.0;      // of the smile's slope, and of the strike's way along the smile
    double vegaCurvature = 0.0; // of the rest of the smile
    double vanna = 0.0;
    double volga = 0.0;
    double charm = 0.0;   // time and spot together
    double timeVol = 0.0; // time and vol together
    double funding = 0.0;
    double fees = 0.0;     // negative
    double trades = 0.0;   // in what was held already, from the trade's price to the last mark
    double newDeals = 0.0; // the same in what was not
    double unexplained = 0.0;

    [[nodiscard]] double total() const;
    [[nodiscard]] double vega() const { return vegaLevel + vegaTerm + vegaSkew + vegaCurvature; }
    bool operator==(const PnlParts&) const = default;
};
void add(PnlParts& sum, const PnlParts& part);

struct ExplainedTrade
{
    InstrumentId instrument;
    double quantity = 0.0; // signed, in the instrument's quantity unit
    double price = 0.0;    // quote unit
    double feeUsd = 0.0;   // positive
};

// What a venue credited (positive) or took for holding a perpetual.
struct FundingPayment
{
    InstrumentId instrument;
    double usd = 0.0;
};

// What an expired contract settled at.
struct Delivery
{
    std::string underlying;
    Timestamp expiry{};
    double priceUsd = 0.0;
};

// Both reports price the same instruments where these were still there; quantities are those before. Surfaces split
// vega: without them all of it is level.
struct ExplainInputs
{
    const RiskReport* before = nullptr;
    const RiskReport* after = nullptr;
    std::span<const VolSurfacePtr> surfacesBefore{};
    std::span<const VolSurfacePtr> surfacesAfter{};
    SnapshotPtr marketAfter; // indices, for contracts that expired without a known delivery
    std::span<const ExplainedTrade> trades{};
    std::span<const FundingPayment> funding{};
    std::span<const Delivery> deliveries{};
};

struct ExplainedLine
{
    std::string instrument;
    double quantity = 0.0;
    PnlParts parts;
    double pnlUsd = 0.0;
    std::string reason; // not empty: this line has no P&L because
};

inline constexpr double unexplainedLimit = 0.05; // of gross

struct PnlExplain
{
    SnapshotId from;
    SnapshotId to;
    Timestamp fromTime{};
    Timestamp toTime{};
    PnlParts parts;
    double pnlUsd = 0.0;           // equals parts.total()
    double grossUsd = 0.0;         // what lines gained and what lines lost, not netted
    double unexplainedShare = 0.0; // |unexplained| / gross
    bool flagged = false;          // above unexplainedLimit, or a line without a P&L
    std::vector<ExplainedLine> lines;
    int linesLeftOut = 0;
};

// BadInput: `after` is earlier than `before`.
[[nodiscard]] Result<PnlExplain> explainPnl(const ExplainInputs& inputs);

} // namespace ballast

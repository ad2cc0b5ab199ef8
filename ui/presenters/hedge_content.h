#pragma once

#include "models/desk/approval.h"
#include "models/desk/hedge_picture.h"
#include "models/hedging/proposal.h"
#include "widgets/before_after_bars.h"
#include "widgets/decision_block.h"
#include "widgets/fact_list.h"
#include "widgets/line_chart.h"
#include "widgets/proposal_strip.h"

#include <memory>
#include <optional>

namespace ballast {

// A proposal with what is being decided about it, and when "now" is.
struct HedgeScreen
{
    std::shared_ptr<const HedgeProposal> proposal; // null: none asked for
    HedgedCurvesPtr curves;                        // of the proposal; null: none
    HedgeDetailsPtr details;                       // of the last proposal that was solved; null: none yet
    ApprovalView approval;
    bool working = false;           // a proposal is being worked out
    bool halted = false;            // the kill switch is engaged
    std::optional<Timestamp> now;   // of the approval's clock
    QString tradesAs;               // "simulated", "paper", "LIVE"
    std::optional<double> indexUsd; // of the policy's underlying: gamma per 1 %
};

[[nodiscard]] bool canApprove(const HedgeScreen& screen);
// Why Approve is disabled; empty when it is not.
[[nodiscard]] QString blockedReason(const HedgeScreen& screen);
[[nodiscard]] int secondsLeft(const HedgeScreen& screen);

[[nodiscard]] ProposalStripContent stripContent(const HedgeScreen& screen);
[[nodiscard]] DecisionContent decisionContent(const HedgeScreen& screen);
[[nodiscard]] QList<BeforeAfterRow> outcomeRows(const HedgeScreen& screen);
[[nodiscard]] QList<FactSection> whySections(const HedgeScreen& screen);
// Each ring is a complete proposal; the one on the screen is chosen.
[[nodiscard]] ChartContent frontierChart(const HedgeScreen& screen);
// Of the details' frontier, where the chart's rings are; nullopt: no such ring.
[[nodiscard]] std::optional<std::size_t> frontierPointAt(const HedgeScreen& screen, int curve, int point);
[[nodiscard]] ChartContent pnlChart(const HedgedPnlCurves& curves);
[[nodiscard]] ChartContent bookPnlChart(const PnlCurve& book, double indexUsd);
// Upside and floor of the policy as ticks in a P&L chart at once.
void addPnlLimits(ChartContent& content, const HedgePolicy& policy, double indexUsd);

// For the empty strip: which bands the book is out of, or that it is inside all of them; `otherwise` without any band.
[[nodiscard]] QString bandsSentence(const HedgePolicy& policy, const RiskReport& risk, const QString& otherwise);

} // namespace ballast

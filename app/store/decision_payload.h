#pragma once

#include "app/store/journal_entry.h"
#include "models/desk/decision.h"
#include "models/desk/trade_fill.h"
#include "models/hedging/proposal.h"
#include "models/market/portfolio.h"

#include <span>
#include <string>

namespace ballast {

// What a decision was about: enough to judge it years later without the program's other files.
struct DecisionFacts
{
    const Decision& decision;
    const HedgeProposal& proposal;
    const Portfolio& book; // before
    std::string actor;
    std::string programVersion;
};

// The journal record of a decision. Payload: {decision, reason, checks, basis, basisAsOf, decidedOn, bookHash,
// programVersion, policy, status, trades, bands, costUsd, spreadUsd, feesUsd}.
[[nodiscard]] JournalDraft decisionDraft(const DecisionFacts& facts);

// The journal record of an approved proposal's fills, kind "filled" (or "not-filled" when no leg found anything).
// Payload: {fills, bookHashBefore, bookHashAfter, programVersion}.
struct FillFacts
{
    const HedgeProposal& proposal;
    SnapshotId filledOn;
    std::span<const TradeFill> fills;
    const Portfolio& bookBefore;
    const Portfolio& bookAfter;
    Timestamp at{};
    std::string actor;
    std::string programVersion;
};
[[nodiscard]] JournalDraft fillDraft(const FillFacts& facts);

// The journal record of the kill switch: the reason is the summary, which is where a restart reads it from.
[[nodiscard]] JournalDraft killSwitchDraft(const KillSwitchState& state, const std::string& actor,
                                           const std::string& programVersion);

} // namespace ballast

#include "app/store/decision_payload.h"

#include "app/store/band_name.h"
#include "app/store/book_csv.h"
#include "app/store/json_fields.h"
#include "app/store/policy_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

Json orNull(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

const char* sideWord(Side side)
{
    return side == Side::Buy ? "buy" : "sell";
}

std::string text(const Json& json)
{
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json tradesJson(const HedgeProposal& proposal)
{
    Json trades = Json::array();
    for (const HedgeTrade& trade : proposal.trades)
        trades.push_back({{"instrument", trade.instrument.name},
                          {"venue", trade.instrument.venue.value},
                          {"side", sideWord(trade.side)},
                          {"quantity", trade.quantity},
                          {"limitPrice", trade.limitPrice},
                          {"expectedPrice", trade.expectedPrice},
                          {"mark", orNull(trade.mark)},
                          {"costUsd", trade.costUsd()},
                          {"feeUsd", trade.feeUsd}});
    return trades;
}

Json bandsJson(const HedgeProposal& proposal)
{
    Json bands = Json::array();
    for (const BandOutcome& outcome : proposal.bands)
        bands.push_back({{"band", bandName(outcome.band)},
                         {"unit", bandUnit(outcome.band.kind)},
                         {"lower", orNull(outcome.band.lower)},
                         {"upper", orNull(outcome.band.upper)},
                         {"before", outcome.before},
                         {"after", outcome.after},
                         {"insideAfter", outcome.insideAfter}});
    return bands;
}

Json checksJson(const Decision& decision)
{
    Json checks = Json::array();
    for (const ApprovalCheck& check : decision.checks)
        checks.push_back({{"name", check.name}, {"passed", check.passed}, {"measured", check.measured}});
    return checks;
}

std::string decisionSummary(const DecisionFacts& facts)
{
    const auto legs = facts.proposal.trades.size();
    auto summary = fmt::format("{} {}, {} {}, cost {:.2f} USD, policy {}", facts.proposal.policy.underlying,
                               facts.decision.kind, legs, legs == 1 ? "leg" : "legs", facts.proposal.costUsd(),
                               facts.proposal.policy.name);
    if (!facts.decision.reason.empty())
        summary += ": " + facts.decision.reason;
    return summary;
}

Json fillsJson(std::span<const TradeFill> fills)
{
    Json list = Json::array();
    for (const TradeFill& fill : fills)
        list.push_back({{"instrument", fill.instrument.name},
                        {"venue", fill.instrument.venue.value},
                        {"side", sideWord(fill.side)},
                        {"wanted", fill.wanted},
                        {"quantity", fill.quantity},
                        {"price", fill.quantity > 0.0 ? Json(fill.price) : Json(nullptr)},
                        {"feeUsd", fill.feeUsd},
                        {"unfilledReason", fill.unfilledReason}});
    return list;
}

} // namespace

JournalDraft decisionDraft(const DecisionFacts& facts)
{
    const Decision& decision = facts.decision;
    const HedgeProposal& proposal = facts.proposal;
    const Json payload{{"decision", decision.kind},
                       {"reason", decision.reason},
                       {"checks", checksJson(decision)},
                       {"basis", decision.basis.value},
                       {"basisAsOf", toIso8601(proposal.basisAsOf)},
                       {"decidedOn", decision.decidedOn.value},
                       {"bookHash", bookHash(facts.book)},
                       {"programVersion", facts.programVersion},
                       {"policy", Json::parse(policyJson(proposal.policy))},
                       {"status", hedgeStatusWord(proposal.status)},
                       {"trades", tradesJson(proposal)},
                       {"bands", bandsJson(proposal)},
                       {"costUsd", proposal.costUsd()},
                       {"spreadUsd", proposal.spreadUsd},
                       {"feesUsd", proposal.feesUsd}};
    return {decision.at,          decision.kind,           facts.actor,
            decision.basis.value, decision.proposal.value, decisionSummary(facts),
            text(payload)};
}

JournalDraft fillDraft(const FillFacts& facts)
{
    const auto filled = std::ranges::count_if(facts.fills, [](const TradeFill& fill) { return fill.quantity > 0.0; });
    const auto whole = std::ranges::count_if(
        facts.fills, [](const TradeFill& fill) { return fill.quantity > 0.0 && fill.unfilledReason.empty(); });
    double fees = 0.0;
    for (const TradeFill& fill : facts.fills)
        fees += fill.feeUsd;
    const Json payload{{"fills", fillsJson(facts.fills)},
                       {"bookHashBefore", bookHash(facts.bookBefore)},
                       {"bookHashAfter", bookHash(facts.bookAfter)},
                       {"programVersion", facts.programVersion}};
    return {facts.at,
            filled > 0 ? "filled" : "not-filled",
            facts.actor,
            facts.filledOn.value,
            facts.proposal.id.value,
            fmt::format("{} of {} legs filled whole, {} in part, fees {:.2f} USD", whole, facts.fills.size(),
                        filled - whole, fees),
            text(payload)};
}

JournalDraft killSwitchDraft(const KillSwitchState& state, const std::string& actor, const std::string& programVersion)
{
    const Json payload{{"engaged", state.engaged}, {"reason", state.reason}, {"programVersion", programVersion}};
    return {state.since, state.engaged ? "kill" : "kill-reset", actor, 0, 0, state.reason, text(payload)};
}

} // namespace ballast

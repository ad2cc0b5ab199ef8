#include "models/hedging/hedge_message.h"

#include "models/core/number_text.h"
#include "models/hedging/constraints.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

std::string nameOf(const Band& band)
{
    return band.name.empty() ? bandWord(band.kind) : band.name;
}

// "delta, gamma and vega"
std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0)
            text += i + 1 == names.size() ? " and " : ", ";
        text += names[i];
    }
    return text;
}

std::string trades(std::size_t count)
{
    return count == 1 ? "1 trade" : fmt::format("{} trades", count);
}

std::string gapText(const HedgeProposal& proposal)
{
    return proposal.status == HedgeStatus::Feasible
               ? fmt::format(", at most {:.2f} % above the least possible cost", 100.0 * proposal.gap)
               : std::string();
}

// What the objective's price of risk bought.
std::string riskPart(const HedgeProposal& proposal)
{
    const bool tail =
        proposal.policy.objective == HedgeObjective::Cvar || proposal.policy.objective == HedgeObjective::MeanCvar;
    if (tail && proposal.tail)
        return fmt::format("expected shortfall from {} to {} USD", groupedWhole(proposal.tail->esBeforeUsd),
                           groupedWhole(proposal.tail->esAfterUsd));
    return fmt::format("one day's standard deviation from {} to {} USD", groupedWhole(proposal.riskBeforeUsd),
                       groupedWhole(proposal.riskAfterUsd));
}

std::string solvedSentence(const HedgeProposal& proposal)
{
    std::vector<std::string> moved;
    std::vector<std::string> missed;
    for (const LimitOutcome& outcome : proposal.limits) {
        if (!outcome.keptBefore && outcome.keptAfter)
            moved.push_back(outcome.name);
        if (!outcome.keptAfter)
            missed.push_back(outcome.name);
    }
    for (const BandOutcome& outcome : proposal.bands) {
        if (!outcome.insideBefore && outcome.insideAfter)
            moved.push_back(nameOf(outcome.band));
        if (!outcome.insideAfter)
            missed.push_back(nameOf(outcome.band));
    }
    const bool marginNow = proposal.margin && proposal.margin->kept();
    if (marginNow && proposal.margin->limitUsd && proposal.margin->initialBeforeUsd > *proposal.margin->limitUsd)
        moved.push_back("initial margin");
    const bool one = proposal.trades.size() == 1;
    std::string text = trades(proposal.trades.size());
    if (proposal.policy.objective != HedgeObjective::Cost)
        text += fmt::format(" {} {}{}", one ? "brings" : "bring", riskPart(proposal),
                            moved.empty() ? "" : " and " + listed(moved) + " inside");
    else
        text += fmt::format(" {} {} into {}", one ? "brings" : "bring", listed(moved),
                            moved.size() == 1 ? "its band" : "their bands");
    text += fmt::format(" for {} USD", groupedWhole(proposal.costUsd())) + gapText(proposal);
    if (!missed.empty())
        text += fmt::format("; {} stay{} outside by rounding", listed(missed), missed.size() == 1 ? "s" : "");
    return text + ".";
}

std::string infeasibleSentence(const HedgeProposal& proposal)
{
    if (proposal.candidates == 0)
        return "No hedge is possible: no instrument is left in the universe.";
    std::vector<std::string> names;
    for (const ConstraintConflict& conflict : proposal.conflicts)
        names.push_back(conflict.constraint);
    if (names.empty())
        return fmt::format("No hedge that keeps every limit was found within {:g} s.",
                           proposal.policy.timeLimitSeconds);
    if (names.size() == 1)
        return fmt::format("No hedge is possible: {} cannot be met.", names[0]);
    return fmt::format("No hedge is possible: {} cannot hold together.", listed(names));
}

bool beyondDepth(const HedgeTrade& trade)
{
    return trade.depthShare.value_or(0.0) > 1.0;
}

} // namespace

std::string sentenceFor(const HedgeProposal& proposal)
{
    switch (proposal.status) {
    case HedgeStatus::Optimal:
    case HedgeStatus::Feasible:
        return solvedSentence(proposal);
    case HedgeStatus::NothingToDo:
        return proposal.policy.objective == HedgeObjective::Cost
                   ? "The book is inside every band: nothing to do."
                   : "No trade takes away more risk than it costs: nothing to do.";
    case HedgeStatus::Infeasible:
        return infeasibleSentence(proposal);
    case HedgeStatus::Unbounded:
        return "The hedge has no least cost: a price of unknown depth pays more than it costs; check fees and quotes.";
    case HedgeStatus::Cancelled:
        return "The hedge was cancelled.";
    case HedgeStatus::BadInput:
        return "The solver could not work on these numbers: check the book's prices.";
    }
    return {};
}

std::string sentenceForEdited(const HedgeProposal& proposal)
{
    std::vector<std::string> missed;
    for (const ConstraintConflict& conflict : missedBands(proposal))
        missed.push_back(fmt::format("{} by {:.4g} {}", conflict.constraint, conflict.relaxBy, conflict.unit));
    std::string text =
        missed.empty() ? fmt::format("These quantities keep every band for {} USD", groupedWhole(proposal.costUsd()))
                       : fmt::format("These quantities miss {}", listed(missed));
    std::vector<std::string> deep;
    for (const HedgeTrade& trade : proposal.trades) {
        if (beyondDepth(trade))
            deep.push_back(trade.instrument.name);
    }
    if (!deep.empty())
        text += fmt::format("; {} go{} beyond the visible depth", listed(deep), deep.size() == 1 ? "es" : "");
    return text + ".";
}

std::vector<ConstraintConflict> missedBands(const HedgeProposal& proposal)
{
    std::vector<ConstraintConflict> missed;
    for (const BandOutcome& outcome : proposal.bands) {
        if (outcome.insideAfter)
            continue;
        const bool low = outcome.band.lower && outcome.after < *outcome.band.lower;
        const double by = low ? *outcome.band.lower - outcome.after : outcome.after - outcome.band.upper.value_or(0.0);
        missed.push_back({nameOf(outcome.band) + (low ? " lower bound" : " upper bound"), by,
                          unitOf(outcome.band.kind, proposal.policy.underlying)});
    }
    for (const LimitOutcome& outcome : proposal.limits) {
        if (!outcome.keptAfter)
            missed.push_back({outcome.name + " lower bound", outcome.leastPnlUsd - outcome.after, "USD"});
    }
    if (const auto& margin = proposal.margin; margin && !margin->initialKept())
        missed.push_back({"initial margin", margin->initialAfterUsd - *margin->limitUsd, "USD"});
    if (const auto& margin = proposal.margin; margin && !margin->cushionKept())
        missed.push_back({"margin cushion",
                          (*margin->cushionLimit - *margin->cushionAfter) * *proposal.policy.margin.equityUsd, "USD"});
    return missed;
}

std::string withNotes(std::string sentence, std::span<const std::string> notes)
{
    for (const std::string& note : notes)
        sentence += " " + note;
    return sentence;
}

} // namespace ballast

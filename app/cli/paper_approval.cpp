#include "app/cli/paper_approval.h"

#include "app/execution/apply_fills.h"
#include "app/execution/approval.h"
#include "app/execution/kill_switch.h"
#include "app/execution/paper_broker.h"
#include "app/store/decision_payload.h"
#include "app/store/journal.h"
#include "version.h"

#include <algorithm>
#include <array>

namespace ballast {
namespace {

Result<KillSwitchState> killSwitchOf(const Journal& journal)
{
    static constexpr std::array kinds{killKind, killResetKind};
    const auto newest = journal.newestOf(kinds);
    if (!newest)
        return newest.error();
    if (!*newest)
        return KillSwitchState{};
    return killSwitchFromJournal(std::span(&**newest, 1));
}

// Proposal numbers go on where the journal ends: one number, one proposal, over all runs.
Result<HedgeProposal> numbered(HedgeProposal proposal, const Journal& journal)
{
    const auto newest = journal.newest(1000);
    if (!newest)
        return newest.error();
    proposal.id = ProposalId{1};
    for (const JournalEntry& entry : *newest)
        proposal.id.value = std::max(proposal.id.value, entry.proposal + 1);
    return proposal;
}

class PaperDesk
{
public:
    PaperDesk(const PaperDecision& decision, const Clock& clock, Journal& journal)
        : m_decision(decision), m_clock(clock), m_journal(journal), m_desk(clock)
    {}

    Result<PaperOutcome> run(const KillSwitchState& killSwitch)
    {
        auto opened = m_desk.open(m_decision.proposal, m_decision.market, m_decision.book);
        if (!opened)
            return opened.error();
        if (auto written = write(*opened); !written)
            return written.error();
        auto approved = m_desk.approve({m_decision.market, m_decision.book, killSwitch, std::nullopt});
        if (!approved)
            return approved.error();
        if (!m_decision.reason.empty())
            approved->reason = m_decision.reason;
        auto entry = write(*approved);
        if (!entry)
            return entry.error();
        if (auto acknowledged = m_desk.journalWritten(m_decision.proposal.id); !acknowledged)
            return acknowledged.error();
        return fill(killSwitch, entry->sequence);
    }

private:
    Result<JournalEntry> write(const Decision& decision)
    {
        return m_journal.append(
            decisionDraft({decision, m_decision.proposal, *m_decision.book, m_decision.actor, ballastVersion}));
    }

    Result<PaperOutcome> fill(const KillSwitchState& killSwitch, std::int64_t approvedEntry)
    {
        const auto orders = m_desk.takeApproved(killSwitch);
        if (!orders)
            return orders.error();
        PaperOutcome outcome;
        outcome.approvedEntry = approvedEntry;
        outcome.fills = fillOnPaper(orders->trades, orders->policy.fees, *m_decision.market);
        outcome.bookAfter = applyFills(*m_decision.book, outcome.fills, *m_decision.market);
        const auto written =
            m_journal.append(fillDraft({*orders, m_decision.market->id, outcome.fills, *m_decision.book,
                                        outcome.bookAfter, m_clock.now(), m_decision.actor, ballastVersion}));
        if (!written)
            return written.error();
        return outcome;
    }

    const PaperDecision& m_decision;
    const Clock& m_clock;
    Journal& m_journal;
    ApprovalDesk m_desk;
};

} // namespace

Result<PaperOutcome> approveOnPaper(const PaperDecision& decision, const Clock& clock)
{
    auto journal = Journal::open(decision.journal);
    if (!journal)
        return journal.error();
    const auto killSwitch = killSwitchOf(*journal);
    if (!killSwitch)
        return killSwitch.error();
    const auto proposal = numbered(decision.proposal, *journal);
    if (!proposal)
        return proposal.error();
    PaperDecision own = decision;
    own.proposal = *proposal;
    return PaperDesk(own, clock, *journal).run(*killSwitch);
}

} // namespace ballast

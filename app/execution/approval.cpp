#include "app/execution/approval.h"

#include "app/execution/approval_checks.h"

#include <algorithm>
#include <cassert>

namespace ballast {
namespace {

const char* stateSentence(ProposalState state)
{
    switch (state) {
    case ProposalState::None:
        return "There is no proposal.";
    case ProposalState::Open:
        return "A proposal is open.";
    case ProposalState::Writing:
        return "The approval is being written to the journal.";
    case ProposalState::Approved:
        return "The proposal is already approved.";
    case ProposalState::Rejected:
        return "The proposal was rejected.";
    case ProposalState::Expired:
        return "The proposal has expired; propose again.";
    case ProposalState::Void:
        return "The proposal is void; propose again.";
    }
    return "";
}

bool isBlank(const std::string& text)
{
    return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool isApprovable(const HedgeProposal& proposal)
{
    const bool solved = proposal.status == HedgeStatus::Optimal || proposal.status == HedgeStatus::Feasible;
    return solved && !proposal.trades.empty();
}

std::string firstFailure(const std::vector<ApprovalCheck>& checks)
{
    const auto failed = std::ranges::find(checks, false, &ApprovalCheck::passed);
    return failed == checks.end() ? std::string() : failed->name + ": " + failed->measured + ".";
}

} // namespace

ApprovalDesk::ApprovalDesk(const Clock& clock, ApprovalRules rules) : m_clock(clock), m_rules(std::move(rules)) {}

Result<Decision> ApprovalDesk::open(HedgeProposal proposal, SnapshotPtr basis, PortfolioPtr book)
{
    if (m_view.state == ProposalState::Open || m_view.state == ProposalState::Writing)
        return Error{Errc::Conflict, std::string(stateSentence(m_view.state)) + " Decide on it first."};
    if (!isApprovable(proposal))
        return Error{Errc::Conflict, "There is nothing to approve: the proposal has no trades."};
    if (!basis || !book || basis->id != proposal.basis)
        return Error{Errc::BadInput, "The proposal does not belong to the market that it is shown with."};
    m_proposal = std::move(proposal);
    m_basis = std::move(basis);
    m_book = std::move(book);
    m_measuredOn = {};
    m_taken = false;
    m_view = {};
    m_view.proposal = m_proposal->id;
    m_view.openedAt = m_clock.now();
    m_view.expiresAt = m_view.openedAt + m_rules.validFor;
    return decide(ProposalState::Open, "proposal-opened", {});
}

void ApprovalDesk::measure(const ApprovalInputs& newest)
{
    const Timestamp now = m_clock.now();
    std::erase_if(m_recent, [&](const RecentOrder& order) { return now - order.at >= m_rules.preTrade.repeatWindow; });
    auto measured = measureApproval({*m_proposal, *m_basis, *m_book, newest, m_rules, m_recent, now, m_view.expiresAt});
    m_measuredOn = newest.market->id;
    m_view.checks = std::move(measured.checks);
    m_view.canApprove = measured.voidReason.empty() && std::ranges::all_of(m_view.checks, &ApprovalCheck::passed);
    m_view.message = measured.voidReason.empty() ? firstFailure(m_view.checks) : measured.voidReason;
    if (now >= m_view.expiresAt)
        m_view.state = ProposalState::Expired;
    else if (!measured.voidReason.empty())
        m_view.state = ProposalState::Void;
}

ApprovalRefresh ApprovalDesk::refresh(const ApprovalInputs& newest)
{
    if (m_view.state != ProposalState::Open || !newest.market)
        return {m_view, std::nullopt};
    measure(newest);
    if (m_view.state == ProposalState::Expired) {
        auto decision = decide(ProposalState::Expired, "expired", "Nobody decided within its time.");
        return {m_view, std::move(decision)};
    }
    if (m_view.state == ProposalState::Void) {
        auto decision = decide(ProposalState::Void, "void", m_view.message);
        return {m_view, std::move(decision)};
    }
    return {m_view, std::nullopt};
}

Result<Decision> ApprovalDesk::approve(const ApprovalInputs& newest)
{
    if (const Status open = requireOpen("approve"); !open)
        return open.error();
    if (!newest.market)
        return Error{Errc::NoQuote, "There is no market to check the proposal against."};
    measure(newest);
    if (m_view.state == ProposalState::Expired || m_view.state == ProposalState::Void) {
        // Left to refresh(), which hands out the decision to journal.
        const auto code = m_view.state == ProposalState::Expired ? Errc::Expired : Errc::Stale;
        m_view.state = ProposalState::Open;
        m_view.canApprove = false;
        return Error{code, m_view.message};
    }
    if (!m_view.canApprove)
        return Error{Errc::Conflict, m_view.message};
    return decide(ProposalState::Writing, "approved", {});
}

Status ApprovalDesk::journalWritten(ProposalId proposal)
{
    if (m_view.state != ProposalState::Writing || proposal != m_view.proposal)
        return Error{Errc::Conflict, "No approval of this proposal is being written."};
    m_view.state = ProposalState::Approved;
    m_view.message = "Approved and in the journal.";
    return Done{};
}

Status ApprovalDesk::journalFailed(ProposalId proposal, const std::string& why)
{
    if (m_view.state != ProposalState::Writing || proposal != m_view.proposal)
        return Error{Errc::Conflict, "No approval of this proposal is being written."};
    m_view.state = ProposalState::Open;
    m_view.canApprove = false; // until the next refresh
    m_view.message = "Not approved, the journal could not be written: " + why;
    return Done{};
}

Result<Decision> ApprovalDesk::reject(const std::string& reason)
{
    if (const Status open = requireOpen("reject"); !open)
        return open.error();
    if (isBlank(reason))
        return Error{Errc::BadInput, "Give a reason for the rejection; it goes into the journal."};
    return decide(ProposalState::Rejected, "rejected", reason);
}

Result<Decision> ApprovalDesk::withdraw(const std::string& reason)
{
    if (const Status open = requireOpen("withdraw"); !open)
        return open.error();
    return decide(ProposalState::Void, "void", reason);
}

Result<HedgeProposal> ApprovalDesk::takeApproved(const KillSwitchState& killSwitch)
{
    if (m_view.state != ProposalState::Approved || !m_proposal)
        return Error{Errc::Conflict, "Nothing is approved. " + std::string(stateSentence(m_view.state))};
    if (m_taken)
        return Error{Errc::Conflict, "The approved orders have already left."};
    if (killSwitch.engaged)
        return Error{Errc::Conflict, "The kill switch is engaged: " + killSwitch.reason + ". No order leaves."};
    m_taken = true;
    for (const HedgeTrade& trade : m_proposal->trades)
        m_recent.push_back({trade.instrument, trade.side, trade.quantity, m_clock.now()});
    return *m_proposal;
}

Status ApprovalDesk::requireOpen(const char* what) const
{
    if (m_view.state == ProposalState::Open)
        return Done{};
    return Error{Errc::Conflict, std::string("There is nothing to ") + what + ". " + stateSentence(m_view.state)};
}

Decision ApprovalDesk::decide(ProposalState state, std::string kind, std::string reason)
{
    assert(m_proposal);
    m_view.state = state;
    m_view.canApprove = false;
    m_view.message = reason.empty() ? stateSentence(state) : reason;
    return {std::move(kind), m_proposal->id, m_proposal->basis, m_measuredOn, m_clock.now(), reason, m_view.checks};
}

} // namespace ballast

#pragma once

#include "app/execution/pre_trade_checks.h"
#include "models/core/result.h"
#include "models/desk/approval.h"
#include "models/desk/decision.h"
#include "models/desk/oracle_view.h"
#include "models/hedging/proposal.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct ApprovalRules
{
    Milliseconds validFor{30'000};
    double spotTolerance = 0.0025;    // fraction; index move since the basis
    double bandSlack = 0.10;          // of a band's width: how far the re-checked book may lie outside its bands
    Milliseconds linearStale{10'000}; // index, perpetual, future, spot; market time
    Milliseconds optionStale{60'000};
    Milliseconds recheckStale{10'000}; // market time between the re-check's basis and the newest market
    PreTradeLimits preTrade;
    bool operator==(const ApprovalRules&) const = default;
};

// What a proposal is judged against: the newest of everything.
struct ApprovalInputs
{
    SnapshotPtr market;
    PortfolioPtr book;
    KillSwitchState killSwitch;
    // The open proposal's trades recomputed on a newer market. Not needed while the market still is the basis.
    std::optional<HedgeProposal> recheck;
    std::vector<OracleView> oracles{}; // who judges the index of a live market
};

struct ApprovalRefresh
{
    ApprovalView view;
    std::optional<Decision> decision; // set when the proposal just expired or became void: journal it
};

// The life of one proposal at a time:
//   None -open-> Open -approve-> Writing -journalWritten-> Approved;  Open -reject / expiry / market-> Rejected /
//   Expired / Void;  Writing -journalFailed-> Open.  Whatever else is asked for is refused with Error Conflict.
// Pure: no thread, no file. One owner thread.
class ApprovalDesk
{
public:
    explicit ApprovalDesk(const Clock& clock, ApprovalRules rules = {});

    // `basis` and `book` are what the proposal was computed from. Refused while another one is open or being written,
    // and for proposals without trades.
    [[nodiscard]] Result<Decision> open(HedgeProposal proposal, SnapshotPtr basis, PortfolioPtr book);

    // Measures every check again; expires or voids the open proposal.
    [[nodiscard]] ApprovalRefresh refresh(const ApprovalInputs& newest);

    // Open to Writing when every check passes on `newest`; the caller journals the decision, and sends nothing before
    // journalWritten(). A second call finds Writing or Approved and is refused: one decision.
    [[nodiscard]] Result<Decision> approve(const ApprovalInputs& newest);
    [[nodiscard]] Status journalWritten(ProposalId proposal);
    [[nodiscard]] Status journalFailed(ProposalId proposal, const std::string& why);

    [[nodiscard]] Result<Decision> reject(const std::string& reason);
    // Open to Void, for example because a newer proposal takes its place.
    [[nodiscard]] Result<Decision> withdraw(const std::string& reason);

    // The approved orders, once: a second call is refused, so nothing is sent twice. Refused while the kill switch is
    // engaged; the orders then stay where they are.
    [[nodiscard]] Result<HedgeProposal> takeApproved(const KillSwitchState& killSwitch);

    [[nodiscard]] const ApprovalView& view() const { return m_view; }
    [[nodiscard]] const std::optional<HedgeProposal>& proposal() const { return m_proposal; }
    [[nodiscard]] const ApprovalRules& rules() const { return m_rules; }

private:
    [[nodiscard]] Status requireOpen(const char* what) const;
    [[nodiscard]] Decision decide(ProposalState state, std::string kind, std::string reason);
    void measure(const ApprovalInputs& newest);

    const Clock& m_clock;
    ApprovalRules m_rules;
    std::optional<HedgeProposal> m_proposal;
    SnapshotPtr m_basis;
    PortfolioPtr m_book;
    SnapshotId m_measuredOn;
    bool m_taken = false;
    std::vector<RecentOrder> m_recent;
    ApprovalView m_view;
};

} // namespace ballast

#pragma once

#include "app/execution/approval.h"
#include "app/execution/breaker_terms.h"
#include "app/execution/kill_switch.h"
#include "app/store/journal_thread.h"
#include "models/desk/approval.h"
#include "models/desk/trade_fill.h"
#include "models/market/portfolio.h"

#include <QObject>
#include <QTimer>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// From proposal to paper fill: the approval desk, the journal and the kill switch in one place. GUI thread; the writing
// is done by the journal's own thread, and nothing is filled before it has acknowledged.
class ApprovalFlow : public QObject
{
    Q_OBJECT

public:
    ApprovalFlow(const Clock& clock, std::filesystem::path journalFile, std::string actor, QObject* parent = nullptr,
                 const ApprovalRules& rules = {});
    ~ApprovalFlow() override;

    // Opens a proposal for decision; one that is still open is withdrawn.
    void offer(const HedgeProposal& proposal, const SnapshotPtr& basis, const PortfolioPtr& book);
    void marketMoved(const SnapshotPtr& newest);
    void setBook(const PortfolioPtr& book);
    void oraclesJudged(const std::vector<OracleView>& oracles);
    // Why no hedge may be proposed on that market now; empty: nothing is against it.
    [[nodiscard]] std::string whyNoProposal(const std::string& underlying) const;
    // The policy that a hedge is made by now: the trader's, as the index's state allows it.
    [[nodiscard]] BreakerTerms termsFor(const HedgePolicy& policy) const;
    // The operator says that trading may go on after a halt: into the journal.
    void noteResumed(const std::string& underlying, const QString& reason);
    // The open proposal's trades recomputed on a newer market.
    void takeRecheck(const HedgeProposal& recheck);
    [[nodiscard]] const std::optional<HedgeProposal>& proposal() const { return m_desk.proposal(); }
    [[nodiscard]] bool isOpen() const { return m_desk.view().state == ProposalState::Open; }
    [[nodiscard]] const KillSwitchState& killSwitch() const { return m_kill; }

public Q_SLOTS:
    void approve();
    void reject(const QString& reason);
    void withdraw(const QString& reason);
    void engageKillSwitch(const QString& reason);
    void resetKillSwitch(const QString& reason);

Q_SIGNALS:
    void viewChanged(const ballast::ApprovalView& view);
    void killSwitchChanged(const ballast::KillSwitchState& state);
    void bookFilled(const ballast::Portfolio& book);
    void journalOpened(const ballast::JournalHistory& history);
    void journalAppended(const ballast::JournalEntry& entry);
    // One sentence for the trader; the journal's failures also block approvals.
    void problem(const QString& sentence);

private:
    void refresh();
    void publishView();
    void takeHistory(const JournalHistory& history);
    void journalFailed(const Error& error);
    void closeUnfinished(const std::vector<JournalEntry>& history);
    [[nodiscard]] std::string whyBlocked() const;
    void write(const Decision& decision);
    void writeApproval(const Decision& decision);
    void approvalWritten(ProposalId proposal, const Result<JournalEntry>& outcome);
    void fill();
    [[nodiscard]] ApprovalInputs inputs() const;

    const Clock& m_clock;
    const std::string m_actor;
    ApprovalDesk m_desk;
    KillSwitchState m_kill;
    bool m_journalOpened = false; // until then nothing can be approved: the kill switch's past is not known
    std::string m_chainProblem;   // a broken chain blocks until somebody has looked at it
    std::string m_journalProblem; // the last write failed; the next that succeeds clears it
    SnapshotPtr m_market;
    PortfolioPtr m_book;
    std::optional<HedgeProposal> m_recheck;
    std::vector<OracleView> m_oracles;
    ApprovalView m_published;
    QTimer m_refreshTimer;
    JournalThread m_journal; // last: writes what is queued before the rest goes
};

} // namespace ballast

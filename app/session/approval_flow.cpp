#include "app/session/approval_flow.h"

#include "app/execution/apply_fills.h"
#include "app/execution/breaker_rules.h"
#include "app/execution/paper_broker.h"
#include "app/execution/unfinished_approvals.h"
#include "app/store/decision_payload.h"
#include "version.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr std::chrono::milliseconds refreshEvery{250};

QString textOf(const Error& error)
{
    return QString::fromStdString(error.message);
}

} // namespace

ApprovalFlow::ApprovalFlow(const Clock& clock, std::filesystem::path journalFile, std::string actor, QObject* parent,
                           const ApprovalRules& rules)
    : QObject(parent),
      m_clock(clock),
      m_actor(std::move(actor)),
      m_desk(clock, rules),
      m_refreshTimer(this),
      m_journal(std::move(journalFile))
{
    connect(&m_journal, &JournalThread::opened, this, &ApprovalFlow::takeHistory);
    connect(&m_journal, &JournalThread::appended, this, [this](quint64, const JournalEntry& entry) {
        m_journalProblem.clear();
        Q_EMIT journalAppended(entry);
    });
    connect(&m_journal, &JournalThread::failed, this, [this](quint64, const Error& error) { journalFailed(error); });
    connect(&m_refreshTimer, &QTimer::timeout, this, &ApprovalFlow::refresh);
    m_refreshTimer.start(refreshEvery);
}

ApprovalFlow::~ApprovalFlow()
{
    withdraw(tr("the program was closed"));
}

void ApprovalFlow::offer(const HedgeProposal& proposal, const SnapshotPtr& basis, const PortfolioPtr& book)
{
    if (isOpen())
        withdraw(tr("a newer proposal took its place"));
    m_recheck.reset();
    m_book = book;
    const auto opened = m_desk.open(proposal, basis, book);
    if (opened)
        write(*opened);
    else
        Q_EMIT problem(textOf(opened.error()));
    refresh();
}

void ApprovalFlow::marketMoved(const SnapshotPtr& newest)
{
    m_market = newest;
}

void ApprovalFlow::setBook(const PortfolioPtr& book)
{
    m_book = book;
    refresh();
}

// As states change, not only when the checks are measured again.
void ApprovalFlow::oraclesJudged(const std::vector<OracleView>& oracles)
{
    const bool same = std::ranges::equal(oracles, m_oracles, {}, &OracleView::state, &OracleView::state);
    m_oracles = oracles;
    if (!same)
        refresh();
}

std::string ApprovalFlow::whyNoProposal(const std::string& underlying) const
{
    return m_market ? ballast::whyNoProposal(*m_market, m_oracles, underlying, m_desk.rules(), m_clock.now())
                    : std::string();
}

BreakerTerms ApprovalFlow::termsFor(const HedgePolicy& policy) const
{
    return m_market && m_book ? termsUnderBreaker(policy, m_oracles, *m_market, *m_book)
                              : BreakerTerms{policy, 0.0, {}};
}

void ApprovalFlow::noteResumed(const std::string& underlying, const QString& reason)
{
    JournalDraft draft;
    draft.at = m_clock.now();
    draft.kind = "breaker-resumed";
    draft.actor = m_actor;
    draft.basis = m_market ? m_market->id.value : 0;
    draft.summary = underlying + " index resumed: " + reason.toStdString();
    m_journal.append(draft);
}

void ApprovalFlow::takeRecheck(const HedgeProposal& recheck)
{
    if (!isOpen() || recheck.id != m_desk.view().proposal)
        return;
    m_recheck = recheck;
    refresh();
}

void ApprovalFlow::approve()
{
    if (const std::string blocked = whyBlocked(); !blocked.empty()) {
        Q_EMIT problem(QString::fromStdString(blocked));
        return;
    }
    const auto approved = m_desk.approve(inputs());
    if (!approved) {
        Q_EMIT problem(textOf(approved.error()));
        refresh();
        return;
    }
    publishView(); // "writing" until the journal has it
    writeApproval(*approved);
}

void ApprovalFlow::reject(const QString& reason)
{
    const auto rejected = m_desk.reject(reason.toStdString());
    if (rejected)
        write(*rejected);
    else
        Q_EMIT problem(textOf(rejected.error()));
    publishView();
}

void ApprovalFlow::withdraw(const QString& reason)
{
    if (!isOpen())
        return;
    if (const auto withdrawn = m_desk.withdraw(reason.toStdString()))
        write(*withdrawn);
    publishView();
}

void ApprovalFlow::engageKillSwitch(const QString& reason)
{
    m_kill = ballast::engageKillSwitch(m_kill, m_clock.now(), reason.toStdString());
    m_journal.append(killSwitchDraft(m_kill, m_actor, ballastVersion));
    Q_EMIT killSwitchChanged(m_kill);
    refresh();
}

void ApprovalFlow::resetKillSwitch(const QString& reason)
{
    const auto reset = ballast::resetKillSwitch(m_kill, m_clock.now(), reason.toStdString());
    if (!reset) {
        Q_EMIT problem(textOf(reset.error()));
        return;
    }
    // In force only once it is written: a restart must not find the switch engaged that the trader believes reset.
    m_journal.append(killSwitchDraft(*reset, m_actor, ballastVersion), [this, state = *reset](const auto& outcome) {
        if (!outcome)
            return;
        m_kill = state;
        Q_EMIT killSwitchChanged(m_kill);
        refresh();
    });
}

void ApprovalFlow::refresh()
{
    if (!m_market || !m_book)
        return;
    const ApprovalRefresh refreshed = m_desk.refresh(inputs());
    if (refreshed.decision)
        write(*refreshed.decision);
    publishView();
}

void ApprovalFlow::publishView()
{
    ApprovalView view = m_desk.view();
    if (const std::string blocked = whyBlocked(); !blocked.empty() && view.state == ProposalState::Open) {
        view.canApprove = false;
        view.message = blocked;
    }
    if (view == m_published)
        return;
    m_published = view;
    Q_EMIT viewChanged(view);
}

void ApprovalFlow::takeHistory(const JournalHistory& history)
{
    m_journalOpened = true;
    // Whoever engaged it before the journal was open meant it.
    if (history.newestKill && !m_kill.engaged)
        m_kill = killSwitchFromJournal(std::span(&*history.newestKill, 1));
    if (!history.verdict.intact) {
        m_chainProblem = "the journal's chain is broken, approvals are blocked: " + history.verdict.reason;
        Q_EMIT problem(QString::fromStdString(m_chainProblem));
    }
    Q_EMIT journalOpened(history);
    Q_EMIT killSwitchChanged(m_kill);
    closeUnfinished(history.newest);
    refresh();
}

// Approved before a crash, never filled: nothing left the desk, and the journal must say so.
void ApprovalFlow::closeUnfinished(const std::vector<JournalEntry>& history)
{
    for (const JournalEntry& approval : unfinishedApprovals(history)) {
        JournalDraft draft;
        draft.at = m_clock.now();
        draft.kind = "not-filled";
        draft.actor = m_actor;
        draft.basis = approval.basis;
        draft.proposal = approval.proposal;
        draft.summary =
            "approved in entry " + std::to_string(approval.sequence) + ", the program ended before it was filled";
        m_journal.append(draft);
    }
}

std::string ApprovalFlow::whyBlocked() const
{
    if (!m_chainProblem.empty())
        return m_chainProblem;
    if (!m_journalProblem.empty())
        return m_journalProblem;
    return m_journalOpened ? std::string() : "the journal is not open yet";
}

void ApprovalFlow::journalFailed(const Error& error)
{
    m_journalProblem = error.message;
    Q_EMIT problem(textOf(error));
    publishView();
}

void ApprovalFlow::write(const Decision& decision)
{
    if (m_desk.proposal() && m_book)
        m_journal.append(decisionDraft({decision, *m_desk.proposal(), *m_book, m_actor, ballastVersion}));
}

void ApprovalFlow::writeApproval(const Decision& decision)
{
    m_journal.append(decisionDraft({decision, *m_desk.proposal(), *m_book, m_actor, ballastVersion}),
                     [this, id = decision.proposal](const auto& outcome) { approvalWritten(id, outcome); });
}

void ApprovalFlow::approvalWritten(ProposalId proposal, const Result<JournalEntry>& outcome)
{
    const Status noted =
        outcome ? m_desk.journalWritten(proposal) : m_desk.journalFailed(proposal, outcome.error().message);
    if (!noted)
        Q_EMIT problem(textOf(noted.error()));
    publishView();
    if (outcome && noted)
        fill();
}

void ApprovalFlow::fill()
{
    const auto orders = m_desk.takeApproved(m_kill);
    if (!orders) {
        Q_EMIT problem(textOf(orders.error()));
        return;
    }
    const auto fills = fillOnPaper(orders->trades, orders->policy.fees, *m_market);
    const Portfolio after = applyFills(*m_book, fills, *m_market);
    m_journal.append(fillDraft({*orders, m_market->id, fills, *m_book, after, m_clock.now(), m_actor, ballastVersion}));
    for (const TradeFill& fill : fills) {
        if (!fill.unfilledReason.empty())
            Q_EMIT problem(QString::fromStdString(fill.instrument.name + ": " + fill.unfilledReason));
    }
    Q_EMIT bookFilled(after);
}

ApprovalInputs ApprovalFlow::inputs() const
{
    return {m_market, m_book, m_kill, m_recheck, m_oracles};
}

} // namespace ballast

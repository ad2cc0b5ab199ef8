#include "app/session/desk_session.h"

#include "app/session/scenario_limit.h"
#include "models/hedging/delta_rule.h"

namespace ballast {
namespace {

std::vector<double> signedQuantities(const HedgeProposal& proposal)
{
    std::vector<double> quantities;
    for (const WishedLeg& leg : legsOf(proposal.trades))
        quantities.push_back(leg.quantity);
    return quantities;
}

// The trade with its place in this market's table; nullopt: not listed here.
std::optional<HedgeTrade> tradeFor(const WishedLeg& leg, const InstrumentTable& table)
{
    const auto index = table.find(leg.instrument);
    if (!index)
        return std::nullopt;
    HedgeTrade trade;
    trade.instrument = leg.instrument;
    trade.index = *index;
    trade.side = leg.quantity < 0.0 ? Side::Sell : Side::Buy;
    trade.quantity = std::abs(leg.quantity);
    return trade;
}

} // namespace

// A policy that still counts what the desk's fit said goes on with the newest fit; the trader's own numbers stay.
void DeskSession::followFit()
{
    const bool smiles = m_settings.delta.rule == SmileDeltaRule::SkewStickiness ||
                        m_settings.delta.rule == SmileDeltaRule::MinimumVariance;
    if (!smiles || !m_picture || !m_picture->risk || m_policy != withDeltaOf(m_policy, m_counted))
        return;
    m_counted.motions = m_picture->risk->delta.motions;
    HedgePolicy newest = withDeltaOf(m_policy, m_counted);
    if (newest == m_policy)
        return;
    m_policy = std::move(newest);
    Q_EMIT policyChanged(m_policy);
}

void DeskSession::propose(const HedgePolicy& policy)
{
    m_policy = policy;
    followFit();
    m_study.cancel();
    if (!m_picture) {
        m_proposeWhenPriced = policy;
        return;
    }
    if (const std::string why = m_approvals.whyNoProposal(policy.underlying); !why.empty()) {
        Q_EMIT proposingChanged(false);
        Q_EMIT messageReady(QString::fromStdString(why));
        return;
    }
    HedgeRequest request;
    request.id = ProposalId{++m_lastProposal.value};
    const BreakerTerms terms = m_approvals.termsFor(m_policy);
    request.policy = terms.policy;
    request.frontier = FrontierWanted::No; // the study brings it when the proposal is on the screen
    submitHedge(HedgeWork::Proposing, std::move(request));
    Q_EMIT proposingChanged(true);
    if (!terms.sentence.empty())
        Q_EMIT messageReady(QString::fromStdString(terms.sentence));
}

void DeskSession::proposeWith(const HedgePolicy& policy)
{
    setPolicy(policy);
    Q_EMIT policyChanged(m_policy);
    propose(m_policy);
}

void DeskSession::hedgeScenario(const Scenario& scenario, double maxLossUsd)
{
    const RiskReport* const book = m_picture ? m_picture->risk.get() : nullptr;
    const ScenarioLimit limit = scenarioLimit(scenario, m_policy.underlying, book);
    Q_EMIT hedgePageWanted();
    proposeWith(withStressLimit(m_policy, limit.move, maxLossUsd));
    if (!limit.leftOut.empty())
        Q_EMIT messageReady(QString::fromStdString(limit.leftOut));
}

// The breaker itself decides whether the cause is over.
void DeskSession::resumeIndex(const std::string& underlying, const QString& reason)
{
    QMetaObject::invokeMethod(m_marketPlayer, [player = m_marketPlayer, underlying, reason] {
        player->resumeIndex(underlying, reason.toStdString());
    });
}

void DeskSession::cancelProposing()
{
    m_study.cancel();
    if (m_hedge.work != HedgeWork::Proposing)
        return;
    m_engine.cancelHedge();
    m_hedge = {};
    Q_EMIT proposingChanged(false);
    Q_EMIT messageReady(tr("Proposal cancelled"));
}

void DeskSession::editQuantities(const std::vector<double>& quantities)
{
    const auto& open = m_approvals.proposal();
    if (!open || !m_approvals.isOpen() || quantities.size() != open->trades.size())
        return;
    std::vector<WishedLeg> legs = legsOf(open->trades);
    for (std::size_t i = 0; i < legs.size(); ++i)
        legs[i].quantity = quantities[i];
    editLegs(legs);
}

void DeskSession::editLegs(const std::vector<WishedLeg>& legs)
{
    if (!m_shownHedge || !m_picture)
        return;
    HedgeProposal edited = m_shownHedge->proposal;
    edited.trades.clear();
    HedgeRequest request;
    for (const WishedLeg& leg : legs) {
        auto trade = tradeFor(leg, *m_picture->market->instruments);
        if (!trade) {
            Q_EMIT legsRefused(tr("%1 is not listed in this market").arg(QString::fromStdString(leg.instrument.name)));
            return;
        }
        edited.trades.push_back(*std::move(trade));
        request.quantities.push_back(leg.quantity);
    }
    request.id = ProposalId{++m_lastProposal.value};
    request.policy = edited.policy;
    request.edited = std::make_shared<const HedgeProposal>(std::move(edited));
    submitHedge(HedgeWork::Editing, std::move(request));
}

// The open proposal on the newest picture. Waits its turn: it never takes the slot from the trader's own request.
void DeskSession::recheckOpenProposal()
{
    const auto& open = m_approvals.proposal();
    if (m_hedge.work != HedgeWork::Idle || !m_approvals.isOpen() || !open)
        return;
    HedgeRequest request;
    request.id = open->id;
    request.policy = open->policy;
    request.edited = std::make_shared<const HedgeProposal>(*open);
    request.quantities = signedQuantities(*open);
    request.curves = false;
    submitHedge(HedgeWork::Rechecking, std::move(request));
}

void DeskSession::submitHedge(HedgeWork work, HedgeRequest request)
{
    request.basis = m_picture;
    request.history = m_history;
    m_hedge = {work, request.id, m_picture};
    m_engine.submit(std::move(request));
}

void DeskSession::takeProposal(const HedgePicturePtr& hedge)
{
    if (hedge->proposal.id != m_hedge.id)
        return;
    const RunningHedge finished = std::exchange(m_hedge, {});
    if (finished.work == HedgeWork::Rechecking) {
        m_approvals.takeRecheck(hedge->proposal);
        return;
    }
    Q_EMIT proposingChanged(false);
    // Legs that cannot be traded change nothing: what is on the screen stays, and stays open.
    if (finished.work == HedgeWork::Editing && hedge->proposal.status == HedgeStatus::BadInput) {
        Q_EMIT legsRefused(QString::fromStdString(hedge->proposal.message));
        return;
    }
    showProposal(hedge, finished);
}

void DeskSession::showProposal(const HedgePicturePtr& hedge, const RunningHedge& finished)
{
    m_shownHedge = hedge;
    const std::shared_ptr<const HedgeProposal> proposal(hedge, &hedge->proposal);
    Q_EMIT proposalReady(proposal, HedgedCurvesPtr(hedge, &hedge->curves));
    if (!proposal->trades.empty())
        m_approvals.offer(*proposal, finished.basis->market, finished.basis->book);
    else
        m_approvals.withdraw(tr("a newer proposal took its place"));
    const bool solved = proposal->status != HedgeStatus::Cancelled && proposal->status != HedgeStatus::BadInput;
    if (finished.work == HedgeWork::Proposing && solved)
        m_study.start(finished.basis, proposal, m_history);
    else if (finished.work == HedgeWork::Editing)
        m_study.follow(finished.basis, proposal);
}

} // namespace ballast

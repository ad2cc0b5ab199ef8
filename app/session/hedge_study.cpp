#include "app/session/hedge_study.h"

#include "app/session/hedge_work.h"

namespace ballast {
namespace {

// This worker prices no desk.
Result<DeskPicture> refusePricing(const PricingRequest&, const std::stop_token&)
{
    return Error{Errc::Unsupported, "studies of a hedge price no desk"};
}

} // namespace

HedgeStudy::HedgeStudy(QObject* parent) : QObject(parent), m_engine({refusePricing, studyWithFiles})
{
    connect(&m_engine, &EngineBridge::proposalReady, this, &HedgeStudy::takePart);
}

HedgeStudy::~HedgeStudy() = default;

void HedgeStudy::start(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& proposal,
                       const OpenHistoryPtr& history)
{
    m_engine.cancelHedge();
    m_history = history;
    m_details = {};
    m_details.proposal = proposal->id;
    m_details.basis = proposal->basis;
    m_details.costUsd = proposal->costUsd();
    m_details.riskAfterUsd = proposal->riskAfterUsd;
    m_solved = {HedgeStudyPart::Outlook, basis, proposal};
    m_jobs.clear();
    for (const HedgeStudyPart part : {HedgeStudyPart::Outlook, HedgeStudyPart::Frontier, HedgeStudyPart::Alternatives})
        m_jobs.push_back({part, basis, proposal});
    if (proposal->status == HedgeStatus::Feasible)
        m_jobs.push_back({HedgeStudyPart::Proof, basis, proposal});
    publish();
    submitNext();
}

void HedgeStudy::follow(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& edited)
{
    add({HedgeStudyPart::Outlook, basis, edited});
}

void HedgeStudy::ask(HedgeStudyPart part)
{
    if (m_solved.proposal)
        add({part, m_solved.basis, m_solved.proposal});
}

void HedgeStudy::add(Job job)
{
    const bool idle = m_jobs.empty();
    m_jobs.push_back(std::move(job));
    publish();
    if (idle)
        submitNext();
}

void HedgeStudy::cancel()
{
    if (!isRunning())
        return;
    m_engine.cancelHedge();
    m_jobs.clear();
    publish();
}

void HedgeStudy::submitNext()
{
    const Job& job = m_jobs.front();
    HedgeRequest request;
    request.id = job.proposal->id;
    request.basis = job.basis;
    request.policy = job.proposal->policy;
    request.edited = job.proposal;
    request.part = job.part;
    request.history = m_history;
    m_engine.submit(std::move(request));
}

void HedgeStudy::takePart(const HedgePicturePtr& part)
{
    const HedgeDetails& found = part->details;
    // Late answers to a study that was given up.
    if (m_jobs.empty() || found.proposal != m_jobs.front().proposal->id || found.working != m_jobs.front().part)
        return;
    switch (m_jobs.front().part) {
    case HedgeStudyPart::Outlook:
        m_details.outlook = found.outlook;
        break;
    case HedgeStudyPart::Frontier:
        m_details.frontier = found.frontier;
        break;
    case HedgeStudyPart::Alternatives:
        m_details.alternatives = found.alternatives;
        break;
    case HedgeStudyPart::Theta:
        m_details.theta = found.theta;
        break;
    case HedgeStudyPart::Proof:
        m_details.proof = found.proof;
        break;
    }
    m_details.milliseconds += found.milliseconds;
    m_jobs.pop_front();
    publish();
    if (isRunning())
        submitNext();
}

void HedgeStudy::publish()
{
    m_details.working = m_jobs.empty() ? std::nullopt : std::optional(m_jobs.front().part);
    Q_EMIT detailsReady(std::make_shared<const HedgeDetails>(m_details));
}

} // namespace ballast

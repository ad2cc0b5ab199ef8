#include "app/session/hedge_study.h"

#include "app/engine/desk_pricing.h"

namespace ballast {
namespace {

std::optional<HedgeStudyPart> partAfter(HedgeStudyPart part)
{
    switch (part) {
    case HedgeStudyPart::Outlook:
        return HedgeStudyPart::Frontier;
    case HedgeStudyPart::Frontier:
        return HedgeStudyPart::Alternatives;
    case HedgeStudyPart::Alternatives:
        break;
    }
    return std::nullopt;
}

// This worker prices no desk.
Result<DeskPicture> refusePricing(const PricingRequest&, const std::stop_token&)
{
    return Error{Errc::Unsupported, "studies of a hedge price no desk"};
}

} // namespace

HedgeStudy::HedgeStudy(QObject* parent) : QObject(parent), m_engine({refusePricing, studyHedge})
{
    connect(&m_engine, &EngineBridge::proposalReady, this, &HedgeStudy::takePart);
}

HedgeStudy::~HedgeStudy() = default;

void HedgeStudy::start(const DeskPicturePtr& basis, const std::shared_ptr<const HedgeProposal>& proposal)
{
    m_basis = basis;
    m_proposal = proposal;
    m_details = {};
    m_details.proposal = proposal->id;
    m_details.basis = proposal->basis;
    m_details.costUsd = proposal->costUsd();
    m_details.riskAfterUsd = proposal->riskAfterUsd;
    m_details.working = HedgeStudyPart::Outlook;
    publish();
    submitNext();
}

void HedgeStudy::cancel()
{
    if (!isRunning())
        return;
    m_engine.cancelHedge();
    m_details.working.reset();
    publish();
}

void HedgeStudy::submitNext()
{
    HedgeRequest request;
    request.id = m_proposal->id;
    request.basis = m_basis;
    request.policy = m_proposal->policy;
    request.edited = m_proposal;
    request.part = m_details.working;
    m_engine.submit(std::move(request));
}

void HedgeStudy::takePart(const HedgePicturePtr& part)
{
    // Late answers to a study that was given up.
    if (part->details.proposal != m_details.proposal || part->details.working != m_details.working || !isRunning())
        return;
    switch (*m_details.working) {
    case HedgeStudyPart::Outlook:
        m_details.outlook = part->details.outlook;
        break;
    case HedgeStudyPart::Frontier:
        m_details.frontier = part->details.frontier;
        break;
    case HedgeStudyPart::Alternatives:
        m_details.alternatives = part->details.alternatives;
        break;
    }
    m_details.milliseconds += part->details.milliseconds;
    m_details.working = partAfter(*m_details.working);
    publish();
    if (isRunning())
        submitNext();
}

void HedgeStudy::publish()
{
    Q_EMIT detailsReady(std::make_shared<const HedgeDetails>(m_details));
}

} // namespace ballast

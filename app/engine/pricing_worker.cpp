#include "app/engine/pricing_worker.h"

#include <exception>
#include <utility>

namespace ballast {

PricingWorker::PricingWorker(Work work, Outlets outlets)
    : m_work(std::move(work)),
      m_outlets(std::move(outlets)),
      m_thread([this](const std::stop_token& shutdown) { run(shutdown); })
{}

void PricingWorker::submit(PricingRequest request)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (request.urgency == Urgency::Restart && m_running == Running::Pricing)
            m_job.request_stop();
        // A waiting Restart keeps its urgency for those who ask; the newest market and book are what counts.
        m_nextPricing = std::move(request);
    }
    m_wake.notify_one();
}

void PricingWorker::submit(HedgeRequest request)
{
    {
        const std::scoped_lock lock(m_mutex);
        if (m_running == Running::Hedge)
            m_job.request_stop();
        m_nextHedge = std::move(request);
    }
    m_wake.notify_one();
}

void PricingWorker::cancelHedge()
{
    const std::scoped_lock lock(m_mutex);
    m_nextHedge.reset();
    if (m_running == Running::Hedge)
        m_job.request_stop();
}

void PricingWorker::run(const std::stop_token& shutdown)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_running = Running::Nothing;
        const bool work = m_wake.wait(lock, shutdown, [this] { return m_nextHedge || m_nextPricing; });
        if (!work || shutdown.stop_requested())
            return;
        auto hedge = std::exchange(m_nextHedge, std::nullopt);
        auto pricing = hedge ? std::nullopt : std::exchange(m_nextPricing, std::nullopt);
        m_running = hedge ? Running::Hedge : Running::Pricing;
        m_job = std::stop_source();
        const std::stop_token job = m_job.get_token();
        lock.unlock();

        const std::stop_callback onShutdown(shutdown, [source = m_job]() mutable { source.request_stop(); });
        if (hedge)
            runHedge(*hedge, job);
        else
            runPricing(*pricing, job);
    }
}

void PricingWorker::runPricing(const PricingRequest& request, const std::stop_token& job)
{
    Result<DeskPicture> picture = Error{Errc::Cancelled, "cancelled"};
    try {
        picture = m_work.price(request, job);
    } catch (const std::exception& failure) {
        picture = Error{Errc::CalibrationFailed, failure.what()};
    }
    if (!job.stop_requested())
        m_outlets.picture(request.market ? request.market->id : SnapshotId{}, std::move(picture));
}

void PricingWorker::runHedge(const HedgeRequest& request, const std::stop_token& job)
{
    HedgePicture hedge;
    try {
        hedge = m_work.hedge(request, job);
    } catch (const std::exception& failure) {
        hedge = {};
        hedge.proposal.status = HedgeStatus::BadInput;
        hedge.proposal.message = failure.what();
        hedge.proposal.policy = request.policy;
    }
    hedge.proposal.id = request.id;
    if (!job.stop_requested())
        m_outlets.proposal(std::move(hedge));
}

} // namespace ballast

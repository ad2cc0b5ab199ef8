#pragma once

#include "app/engine/requests.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace ballast {

// The one thread that prices, fits and hedges (and the only one that touches QuantLib). Owner: whoever constructs it;
// the destructor cancels the work in hand and joins.
//
// Ticks wait in a one-place inbox, where the newest replaces the one before. Hedge requests have a slot of their own,
// taken first: ticks cannot displace them; only a newer hedge request can.
class PricingWorker
{
public:
    struct Work
    {
        std::function<Result<DeskPicture>(const PricingRequest&, std::stop_token)> price;
        std::function<HedgePicture(const HedgeRequest&, std::stop_token)> hedge;
    };
    // Both are called on the worker thread; a cancelled run publishes nothing.
    struct Outlets
    {
        std::function<void(SnapshotId basis, Result<DeskPicture>)> picture;
        std::function<void(HedgePicture)> proposal;
    };

    PricingWorker(Work work, Outlets outlets);
    ~PricingWorker() = default;
    PricingWorker(const PricingWorker&) = delete;
    PricingWorker& operator=(const PricingWorker&) = delete;

    void submit(PricingRequest request);
    // Replaces a waiting hedge request and cancels a running one.
    void submit(HedgeRequest request);
    // Gives up a waiting or running hedge request.
    void cancelHedge();

private:
    enum class Running
    {
        Nothing,
        Pricing,
        Hedge
    };

    void run(const std::stop_token& shutdown);
    void runPricing(const PricingRequest& request, const std::stop_token& job);
    void runHedge(const HedgeRequest& request, const std::stop_token& job);

    const Work m_work;
    const Outlets m_outlets;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<PricingRequest> m_nextPricing; // guarded by m_mutex
    std::optional<HedgeRequest> m_nextHedge;     // guarded by m_mutex
    Running m_running = Running::Nothing;        // guarded by m_mutex
    std::stop_source m_job;                      // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace ballast

#pragma once

#include "app/engine/requests.h"
#include "models/desk/scenario_picture.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace ballast {

// The second thread that computes: scenarios only, beside the pricing worker; QuantLib only through the OTC pricer's
// lock. Owner: whoever constructs it; the destructor cancels the work in hand and joins.
//
// One place to wait in: the newest request replaces the one before. A run publishes what is quick first, then what is
// slow. A request of the trader (Restart) cancels the slow part of the run in progress and lets the quick part end, so
// that dragging shows every step that there is time for; a tick waits for the whole run. What was cancelled publishes
// nothing more.
class ScenarioWorker
{
public:
    using Publish = std::function<void(ScenarioPicturePtr)>;
    // What is being worked on and how far: "map", 40 of 273.
    using Progress = std::function<void(const char* what, int done, int total)>;
    struct Stops
    {
        std::stop_token run;  // give up at once
        std::stop_token slow; // nothing after the quick part
    };
    struct Reports
    {
        Publish picture;
        Progress progress;
    };
    // Called on the worker thread. Publishes through what it is given; whatever it keeps is its own. Progress may come
    // from other threads of the work.
    using Work = std::function<void(const ScenarioRequest&, const Stops&, const Reports&)>;
    struct Outlets
    {
        Publish picture;
        std::function<void(std::uint64_t request, std::string reason)> failed; // a run that threw
        std::function<void(bool running)> running;
        Progress progress;
    };

    ScenarioWorker(Work work, Outlets outlets);
    ~ScenarioWorker() = default;
    ScenarioWorker(const ScenarioWorker&) = delete;
    ScenarioWorker& operator=(const ScenarioWorker&) = delete;

    void submit(ScenarioRequest request, Urgency urgency);
    // Gives up what waits and what runs.
    void cancel();

private:
    void run(const std::stop_token& shutdown);
    void runOne(const ScenarioRequest& request, const Stops& stops);

    const Work m_work;
    const Outlets m_outlets;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::optional<ScenarioRequest> m_next; // guarded by m_mutex
    bool m_running = false;                // guarded by m_mutex
    std::stop_source m_job;                // guarded by m_mutex
    std::stop_source m_slow;               // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace ballast

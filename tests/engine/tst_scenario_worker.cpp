#include "app/engine/scenario_worker.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <vector>

using namespace ballast;

namespace {

ScenarioRequest numbered(std::uint64_t number)
{
    ScenarioRequest request;
    request.number = number;
    return request;
}

ScenarioPicturePtr pictureOf(const ScenarioRequest& request, bool complete)
{
    auto picture = std::make_shared<ScenarioPicture>();
    picture->request = request.number;
    picture->complete = complete;
    return picture;
}

// What the worker published, with a way to wait for it.
class Published
{
public:
    ScenarioWorker::Outlets outlets()
    {
        return {[this](const ScenarioPicturePtr& picture) {
                    const std::scoped_lock lock(m_mutex);
                    m_pictures.push_back(picture->complete ? picture->request + 1000 : picture->request);
                    m_changed.notify_all();
                },
                [this](std::uint64_t request, const std::string&) {
                    const std::scoped_lock lock(m_mutex);
                    m_failed.push_back(request);
                    m_changed.notify_all();
                },
                [this](bool running) {
                    const std::scoped_lock lock(m_mutex);
                    m_running = running;
                    m_changed.notify_all();
                },
                [](const char*, int, int) {}};
    }
    bool waitFor(std::uint64_t picture)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20),
                                  [&] { return std::ranges::find(m_pictures, picture) != m_pictures.end(); });
    }
    bool waitForRest()
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return !m_running; });
    }
    bool waitForFailure(std::uint64_t request)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20),
                                  [&] { return std::ranges::find(m_failed, request) != m_failed.end(); });
    }
    std::vector<std::uint64_t> pictures()
    {
        const std::scoped_lock lock(m_mutex);
        return m_pictures;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::uint64_t> m_pictures; // complete ones + 1000
    std::vector<std::uint64_t> m_failed;
    bool m_running = true;
};

// Holds the first run in its quick part until released, and in its slow part until it is stopped.
struct Gate
{
    std::binary_semaphore inQuick{0};
    std::binary_semaphore leaveQuick{0};
    std::binary_semaphore inSlow{0};
    std::binary_semaphore leaveSlow{0};
    std::atomic<int> runs{0};

    ScenarioWorker::Work work()
    {
        return [this](const ScenarioRequest& request, const ScenarioWorker::Stops& stops,
                      const ScenarioWorker::Reports& reports) {
            const bool first = ++runs == 1;
            if (first) {
                inQuick.release();
                leaveQuick.acquire();
            }
            if (stops.run.stop_requested())
                return;
            reports.picture(pictureOf(request, false));
            if (first) {
                inSlow.release();
                leaveSlow.acquire();
            }
            if (stops.slow.stop_requested())
                return;
            reports.picture(pictureOf(request, true));
        };
    }
};

} // namespace

class ScenarioWorkerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstOfEdits_runsFirstAndNewestOnly()
    {
        Published published;
        Gate gate;
        ScenarioWorker worker(gate.work(), published.outlets());

        worker.submit(numbered(1), Urgency::Restart);
        gate.inQuick.acquire();
        for (std::uint64_t number = 2; number <= 50; ++number)
            worker.submit(numbered(number), Urgency::Restart);
        gate.leaveQuick.release();
        gate.leaveSlow.release();

        QVERIFY(published.waitFor(1050));
        QCOMPARE(published.pictures(), (std::vector<std::uint64_t>{1, 50, 1050})); // 1 never got to its slow part
    }

    void edit_stopsTheSlowPartOfTheRunBefore()
    {
        Published published;
        Gate gate;
        ScenarioWorker worker(gate.work(), published.outlets());
        worker.submit(numbered(1), Urgency::Restart);
        gate.leaveQuick.release();
        gate.inSlow.acquire();

        worker.submit(numbered(2), Urgency::Restart);
        gate.leaveSlow.release();

        QVERIFY(published.waitFor(1002));
        QCOMPARE(published.pictures(), (std::vector<std::uint64_t>{1, 2, 1002}));
    }

    void tick_waitsForTheSlowPart()
    {
        Published published;
        Gate gate;
        ScenarioWorker worker(gate.work(), published.outlets());
        worker.submit(numbered(1), Urgency::Tick);
        gate.leaveQuick.release();
        gate.inSlow.acquire();

        worker.submit(numbered(2), Urgency::Tick);
        gate.leaveSlow.release();

        QVERIFY(published.waitFor(1002));
        QCOMPARE(published.pictures(), (std::vector<std::uint64_t>{1, 1001, 2, 1002}));
    }

    void cancel_publishesNothingMore()
    {
        Published published;
        Gate gate;
        ScenarioWorker worker(gate.work(), published.outlets());
        worker.submit(numbered(1), Urgency::Restart);
        gate.inQuick.acquire();

        worker.submit(numbered(2), Urgency::Restart);
        worker.cancel();
        gate.leaveQuick.release();
        gate.leaveSlow.release();

        QVERIFY(published.waitForRest());
        QVERIFY(published.pictures().empty());
    }

    void runThatThrows_isToldAndTheNextOneRuns()
    {
        Published published;
        ScenarioWorker worker(
            [](const ScenarioRequest& request, const ScenarioWorker::Stops&, const ScenarioWorker::Reports& reports) {
                if (request.number == 1)
                    throw std::runtime_error("broken");
                reports.picture(pictureOf(request, true));
            },
            published.outlets());

        worker.submit(numbered(1), Urgency::Restart);
        QVERIFY(published.waitForFailure(1));
        worker.submit(numbered(2), Urgency::Restart);

        QVERIFY(published.waitFor(1002));
    }

    void destruction_stopsTheRunInProgress()
    {
        Published published;
        std::binary_semaphore running{0};
        {
            ScenarioWorker worker(
                [&](const ScenarioRequest&, const ScenarioWorker::Stops& stops, const ScenarioWorker::Reports&) {
                    running.release();
                    while (!stops.run.stop_requested() || !stops.slow.stop_requested())
                        std::this_thread::yield();
                },
                published.outlets());
            worker.submit(numbered(1), Urgency::Restart);
            running.acquire();
        }
        QVERIFY(published.pictures().empty());
    }
};

QTEST_GUILESS_MAIN(ScenarioWorkerTest)
#include "tst_scenario_worker.moc"

#include "app/engine/pricing_worker.h"

#include <QTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <semaphore>
#include <stdexcept>
#include <vector>

using namespace ballast;

namespace {

SnapshotPtr snapshot(std::uint64_t id)
{
    auto market = std::make_shared<MarketSnapshot>();
    market->id = SnapshotId{id};
    market->instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});
    return market;
}

PricingRequest tick(std::uint64_t id, Urgency urgency = Urgency::Tick)
{
    PricingRequest request;
    request.market = snapshot(id);
    request.urgency = urgency;
    return request;
}

HedgeRequest hedge(std::uint64_t id)
{
    HedgeRequest request;
    request.id = ProposalId{id};
    return request;
}

// What the worker published, with a way to wait for it.
class Published
{
public:
    PricingWorker::Outlets outlets()
    {
        return {[this](SnapshotId basis, Result<DeskPicture> picture) {
                    const std::scoped_lock lock(m_mutex);
                    m_pictures.push_back(basis.value);
                    m_pictureOk.push_back(picture.ok());
                    m_changed.notify_all();
                },
                [this](HedgePicture hedge) {
                    const std::scoped_lock lock(m_mutex);
                    m_proposals.push_back(hedge.proposal);
                    m_changed.notify_all();
                }};
    }
    bool waitFor(std::size_t pictures, std::size_t proposals)
    {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20),
                                  [&] { return m_pictures.size() >= pictures && m_proposals.size() >= proposals; });
    }
    std::vector<std::uint64_t> pictures()
    {
        const std::scoped_lock lock(m_mutex);
        return m_pictures;
    }
    std::vector<bool> pictureOk()
    {
        const std::scoped_lock lock(m_mutex);
        return m_pictureOk;
    }
    std::vector<HedgeProposal> proposals()
    {
        const std::scoped_lock lock(m_mutex);
        return m_proposals;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::uint64_t> m_pictures;
    std::vector<bool> m_pictureOk;
    std::vector<HedgeProposal> m_proposals;
};

DeskPicture pictureOf(const PricingRequest& request)
{
    DeskPicture picture;
    picture.market = request.market;
    return picture;
}

// Holds the first job until released; the later ones run at once.
struct Gate
{
    std::binary_semaphore started{0};
    std::binary_semaphore release{0};
    std::atomic<int> runs{0};

    void pass()
    {
        if (++runs == 1) {
            started.release();
            release.acquire();
        }
    }
};

} // namespace

class PricingWorkerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void burstOfTicks_pricesFirstAndNewestOnly()
    {
        Published published;
        Gate gate;
        PricingWorker worker({[&](const PricingRequest& request, std::stop_token) -> Result<DeskPicture> {
                                  gate.pass();
                                  return pictureOf(request);
                              },
                              {}},
                             published.outlets());

        worker.submit(tick(1));
        gate.started.acquire();
        for (std::uint64_t id = 2; id <= 100; ++id)
            worker.submit(tick(id));
        gate.release.release();

        QVERIFY(published.waitFor(2, 0));
        QCOMPARE(published.pictures(), (std::vector<std::uint64_t>{1, 100}));
        QCOMPARE(gate.runs.load(), 2);
    }

    void hedgeRequest_isNeverDisplacedByTicksAndComesFirst()
    {
        Published published;
        Gate gate;
        std::mutex orderMutex;
        std::vector<std::string> order;
        const auto note = [&](const std::string& what) {
            const std::scoped_lock lock(orderMutex);
            order.push_back(what);
        };
        PricingWorker worker({[&](const PricingRequest& request, std::stop_token) -> Result<DeskPicture> {
                                  note("price " + std::to_string(request.market->id.value));
                                  gate.pass();
                                  return pictureOf(request);
                              },
                              [&](const HedgeRequest& request, std::stop_token) {
                                  note("hedge " + std::to_string(request.id.value));
                                  return HedgePicture{};
                              }},
                             published.outlets());

        worker.submit(tick(1));
        gate.started.acquire();
        worker.submit(hedge(7));
        for (std::uint64_t id = 2; id <= 100; ++id)
            worker.submit(tick(id, id % 10 == 0 ? Urgency::Restart : Urgency::Tick));
        gate.release.release();

        QVERIFY(published.waitFor(1, 1));
        const std::scoped_lock lock(orderMutex);
        QCOMPARE(order, (std::vector<std::string>{"price 1", "hedge 7", "price 100"}));
        QCOMPARE(published.proposals().front().id.value, 7u);
    }

    void restart_cancelsTheRunningPricingAndPublishesOnlyTheNewOne()
    {
        Published published;
        std::binary_semaphore started{0};
        PricingWorker worker({[&](const PricingRequest& request, std::stop_token stop) -> Result<DeskPicture> {
                                  if (request.market->id.value != 1)
                                      return pictureOf(request);
                                  started.release();
                                  while (!stop.stop_requested())
                                      std::this_thread::yield();
                                  return Error{Errc::Cancelled, "cancelled"};
                              },
                              {}},
                             published.outlets());

        worker.submit(tick(1));
        started.acquire();
        worker.submit(tick(2, Urgency::Restart));

        QVERIFY(published.waitFor(1, 0));
        QCOMPARE(published.pictures(), (std::vector<std::uint64_t>{2}));
    }

    void newerHedgeRequest_cancelsTheRunningOne()
    {
        Published published;
        std::binary_semaphore started{0};
        PricingWorker worker({{},
                              [&](const HedgeRequest& request, std::stop_token stop) {
                                  if (request.id.value == 1) {
                                      started.release();
                                      while (!stop.stop_requested())
                                          std::this_thread::yield();
                                  }
                                  return HedgePicture{};
                              }},
                             published.outlets());

        worker.submit(hedge(1));
        started.acquire();
        worker.submit(hedge(2));

        QVERIFY(published.waitFor(0, 1));
        QCOMPARE(published.proposals().size(), std::size_t{1});
        QCOMPARE(published.proposals().front().id.value, 2u);
    }

    void exception_becomesAnErrorAndTheWorkerGoesOn()
    {
        Published published;
        PricingWorker worker({[&](const PricingRequest& request, std::stop_token) -> Result<DeskPicture> {
                                  if (request.market->id.value == 1)
                                      throw std::runtime_error("root not bracketed");
                                  return pictureOf(request);
                              },
                              {}},
                             published.outlets());

        worker.submit(tick(1));
        QVERIFY(published.waitFor(1, 0));
        worker.submit(tick(2));

        QVERIFY(published.waitFor(2, 0));
        QCOMPARE(published.pictureOk(), (std::vector<bool>{false, true}));
    }

    void shutdownInTheMiddleOfWork_cancelsAndPublishesNothing()
    {
        Published published;
        std::binary_semaphore started{0};
        std::atomic<bool> sawStop{false};
        {
            PricingWorker worker({[&](const PricingRequest&, std::stop_token stop) -> Result<DeskPicture> {
                                      started.release();
                                      while (!stop.stop_requested())
                                          std::this_thread::yield();
                                      sawStop = true;
                                      return Error{Errc::Cancelled, "cancelled"};
                                  },
                                  {}},
                                 published.outlets());
            worker.submit(tick(1));
            started.acquire();
            worker.submit(tick(2));
        }

        QVERIFY(sawStop);
        QVERIFY(published.pictures().empty());
    }

    void shutdownWithoutWork_returnsAtOnce()
    {
        Published published;
        const PricingWorker worker({}, published.outlets());
        QVERIFY(published.pictures().empty());
    }
};

QTEST_GUILESS_MAIN(PricingWorkerTest)
#include "tst_pricing_worker.moc"

#include "app/engine/qt/engine_bridge.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

#include <atomic>
#include <semaphore>

using namespace ballast;

namespace {

PricingRequest tick(std::uint64_t id)
{
    auto market = std::make_shared<MarketSnapshot>();
    market->id = SnapshotId{id};
    market->instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});
    PricingRequest request;
    request.market = market;
    return request;
}

Result<DeskPicture> echo(const PricingRequest& request, std::stop_token)
{
    DeskPicture picture;
    picture.market = request.market;
    return picture;
}

std::uint64_t basisOf(const QSignalSpy& spy, qsizetype at)
{
    return spy.at(at).first().value<DeskPicturePtr>()->market->id.value;
}

} // namespace

class EngineBridgeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picture_arrivesOnTheGuiThreadWithItsBasis()
    {
        EngineBridge engine({echo, {}});
        QSignalSpy ready(&engine, &EngineBridge::pictureReady);
        QThread* arrivedOn = nullptr;
        connect(&engine, &EngineBridge::pictureReady, this, [&] { arrivedOn = QThread::currentThread(); });

        engine.submit(tick(5));

        QTRY_COMPARE(ready.count(), 1);
        QCOMPARE(basisOf(ready, 0), 5u);
        QCOMPARE(arrivedOn, QThread::currentThread());
    }

    void olderBasis_isDropped()
    {
        EngineBridge engine({echo, {}});
        QSignalSpy ready(&engine, &EngineBridge::pictureReady);

        engine.submit(tick(9));
        QTRY_COMPARE(ready.count(), 1);
        engine.submit(tick(3));
        engine.submit(tick(10));

        QTRY_VERIFY(basisOf(ready, ready.count() - 1) == 10u);
        for (int i = 0; i < ready.count(); ++i)
            QVERIFY(basisOf(ready, i) != 3u);
    }

    void slowScreen_getsTheNewestNotAQueue()
    {
        std::counting_semaphore<64> priced{0};
        EngineBridge engine({[&](const PricingRequest& request, std::stop_token stop) {
                                 auto picture = echo(request, stop);
                                 priced.release();
                                 return picture;
                             },
                             {}});
        QSignalSpy ready(&engine, &EngineBridge::pictureReady);

        for (std::uint64_t id = 1; id <= 20; ++id) {
            engine.submit(tick(id));
            priced.acquire(); // the GUI thread does not come round to events meanwhile
        }

        QTRY_VERIFY(ready.count() > 0 && basisOf(ready, ready.count() - 1) == 20u);
        QVERIFY2(ready.count() <= 2, "pictures queued up behind a busy screen");
    }

    void failure_isASentence()
    {
        EngineBridge engine({[](const PricingRequest&, std::stop_token) -> Result<DeskPicture> {
                                 return Error{Errc::CalibrationFailed, "no expiry could be fitted"};
                             },
                             {}});
        QSignalSpy failed(&engine, &EngineBridge::pricingFailed);

        engine.submit(tick(1));

        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.first().first().toString(), QStringLiteral("no expiry could be fitted"));
    }

    void proposal_arrivesWithItsId()
    {
        EngineBridge engine({{}, [](const HedgeRequest&, std::stop_token) { return HedgePicture{}; }});
        QSignalSpy ready(&engine, &EngineBridge::proposalReady);
        HedgeRequest request;
        request.id = ProposalId{42};

        engine.submit(request);

        QTRY_COMPARE(ready.count(), 1);
        const auto proposal = ready.first().first().value<HedgePicturePtr>();
        QCOMPARE(proposal->proposal.id.value, 42u);
    }
};

QTEST_GUILESS_MAIN(EngineBridgeTest)
#include "tst_engine_bridge.moc"

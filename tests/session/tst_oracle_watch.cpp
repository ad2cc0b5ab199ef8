#include "app/session/oracle_watch.h"
#include "tests/support/market_builder.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

const Timestamp start = *parseIso8601("2026-02-05T10:00:00Z");

// Index and perpetual of BTC, each so old at the start.
SnapshotPtr market(Milliseconds indexAge, Milliseconds perpetualAge)
{
    auto picture = *MarketBuilder("2026-02-05T10:00:00Z")
                        .mode(MarketMode::Live)
                        .index("BTC", 60'000.0)
                        .listed("BTC-PERPETUAL", {.bid = 60'010.0, .ask = 60'011.0, .at = start - perpetualAge})
                        .build();
    picture.indices.front().at = start - indexAge;
    return std::make_shared<const MarketSnapshot>(std::move(picture));
}

UnderlyingReading reading(const char* source, double price, Timestamp at)
{
    return {"BTC", {source, sourceRules(SourceKind::VenueIndex), price, at, {}}};
}

UnderlyingReading chainlink(std::optional<double> price, Timestamp at)
{
    return {"BTC", {"Chainlink BTC/USD", chainlinkRules(std::chrono::hours(1), 0.005), price, at, {}}};
}

const JudgedSource& judged(const OracleView& view, std::string_view source)
{
    return *std::ranges::find(view.quorum.sources, source, &JudgedSource::source);
}

} // namespace

class OracleWatchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherVenuesAndTheChain_areSources()
    {
        OracleWatch watch;
        const auto views = watch.update(*market(0ms, 0ms), start, 0ms,
                                        {reading("OKX index", 60'005.0, start),
                                         chainlink(60'020.0, start - 20min),
                                         {"ETH", reading("OKX index", 3'000.0, start).reading}});
        QCOMPARE(views.size(), std::size_t(1));
        QCOMPARE(views[0].quorum.sources.size(), std::size_t(5)); // two of them the perpetual's
        QVERIFY(judged(views[0], "OKX index").state == SourceState::Healthy);
        QVERIFY(judged(views[0], "Chainlink BTC/USD").state == SourceState::Healthy); // within its heartbeat
        QCOMPARE(*judged(views[0], "Chainlink BTC/USD").age, Milliseconds(20min));
        QCOMPARE(views[0].without.size(), std::size_t(5));
        QVERIFY(!views[0].deskPrice->isLastGood);
        QCOMPARE(views[0].deskPrice->costFactor, 1.0);
    }

    void picturesOwnIndex_hasTheNameThatItsVenueGives()
    {
        OracleWatch watch;
        const auto views =
            watch.update(*market(0ms, 0ms), start, 0ms,
                         {reading("Deribit index", 60'000.0, start), reading("OKX index", 60'005.0, start)});
        QCOMPARE(views[0].quorum.sources.size(), std::size_t(4));
        QCOMPARE(views[0].quorum.sources[0].source, std::string("Deribit index"));
        QCOMPARE(views[0].quorum.sources[2].source, std::string("Deribit perpetual mark"));
        QCOMPARE(views[0].quorum.sources[3].source, std::string("OKX index"));
    }

    void outlier_isRedAndCountsForNothing()
    {
        OracleWatch watch;
        const auto views =
            watch.update(*market(0ms, 0ms), start, 0ms,
                         {reading("OKX index", 60'005.0, start), reading("Bybit index", 66'000.0, start)});
        QVERIFY(judged(views[0], "Bybit index").state == SourceState::Outlier);
        QVERIFY(std::abs(*views[0].quorum.price - 60'005.0) < 20.0);
        QVERIFY(views[0].state == BreakerState::Degraded);
    }

    void chainlinkWithoutPrice_isRed()
    {
        OracleWatch watch;
        const auto views = watch.update(*market(0ms, 0ms), start, 0ms, {chainlink(std::nullopt, start - 3h)});
        QVERIFY(isRed(judged(views[0], "Chainlink BTC/USD").state));
    }

    void everyRemoteLate_goesOnWithTheDesksOwnBookAtHigherCosts()
    {
        OracleWatch watch;
        static_cast<void>(watch.update(*market(0ms, 0ms), start, 0ms, {reading("OKX index", 60'005.0, start)}));
        const Timestamp later = start + 4s;
        auto alone = *market(0ms, 0ms); // only the own book moved on
        alone.quotes.front().at = later;
        alone.quotes.front().mark.reset();
        const auto views = watch.update(alone, later, 0ms, {reading("OKX index", 60'005.0, start)});
        QVERIFY(judged(views[0], "OKX index").state == SourceState::Late);
        QVERIFY(views[0].deskPrice->isLastGood);
        QCOMPARE(views[0].deskPrice->costFactor, 1.5);
        QCOMPARE(views[0].deskPrice->price, 60'010.5);
    }

    void nothingLeft_lastGoodPriceWithGrowingCosts()
    {
        OracleWatch watch;
        static_cast<void>(watch.update(*market(0ms, 0ms), start, 0ms));
        const auto minute = watch.update(*market(0ms, 0ms), start + 1min, 0ms);
        QVERIFY(!minute[0].quorum.price);
        QVERIFY(minute[0].deskPrice->isLastGood);
        QCOMPARE(minute[0].deskPrice->costFactor, 2.0);
    }

    void oneFreshRemote_isEnough()
    {
        OracleWatch watch;
        const auto views = watch.update(*market(5s, 0ms), start, 0ms, {reading("OKX index", 60'005.0, start)});
        QVERIFY(!views[0].deskPrice->isLastGood);
        QCOMPARE(views[0].deskPrice->costFactor, 1.0);
    }
};

QTEST_GUILESS_MAIN(OracleWatchTest)
#include "tst_oracle_watch.moc"

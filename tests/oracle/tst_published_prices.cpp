#include "models/oracle/published_prices.h"

#include <QtTest>

#include <cmath>

using namespace ballast;

namespace {

Timestamp hour(int value)
{
    return *parseIso8601("2026-02-05T00:00:00Z") + std::chrono::hours(value);
}

std::vector<IndexConstituent> equally(std::initializer_list<double> prices)
{
    std::vector<IndexConstituent> constituents;
    for (const double price : prices)
        constituents.push_back({price, 1.0});
    return constituents;
}

} // namespace

class PublishedPricesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chainlink_takesTheUpperMiddle()
    {
        QCOMPARE(*chainlinkAnswer({3.0, 1.0, 2.0}), 2.0);
        QCOMPARE(*chainlinkAnswer({4.0, 1.0, 3.0, 2.0}), 3.0);
        QVERIFY(!chainlinkAnswer({}));
    }

    void faultyMinority_cannotMoveChainlinkOutOfTheHonestRange()
    {
        const auto answer = *chainlinkAnswer({100.0, 101.0, 102.0, 1e9, 0.0, 101.5, 1e9});
        QVERIFY(answer >= 100.0 && answer <= 102.0);
    }

    // docs.pyth.network: (101 +- 1), (102 +- 1), (110 +- 10) aggregate to 102 +- 1.
    void pyth_publishedExample()
    {
        const auto price = *pythAggregate({{101, 1}, {102, 1}, {110, 10}});
        QCOMPARE(price.price, 102.0);
        QCOMPARE(price.confidence, 1.0);
        QVERIFY(!pythAggregate({}));
    }

    void pyth_integersWithExponent()
    {
        const auto price = pythPrice(12'276'250, 1'500, -5);
        QVERIFY(std::abs(price.price - 122.7625) < 1e-10);
        QVERIFY(std::abs(price.confidence - 0.015) < 1e-12);
        QVERIFY(std::abs(price.confidence / price.price - 1.2219e-4) < 5e-9);
    }

    // Deribit's own example, 25 / 50 / 25 %.
    void cappedMedian_publishedExample()
    {
        QVERIFY(std::abs(*cappedMedianIndex({{100, 0.25}, {101, 0.5}, {120, 0.25}}) - 101.0) < 1e-12);
    }

    void cappedMedian_clampsTheOutlier()
    {
        const double index = *cappedMedianIndex(equally({65010, 65020, 65005, 64990, 66400, 65015}));
        QVERIFY(std::abs(index - 65062.93) < 0.005);
        QVERIFY(!cappedMedianIndex({}));
        QVERIFY(!cappedMedianIndex({{100, 0.0}}));
    }

    void securityModule_isOneHourBehind()
    {
        SecurityModule osm;
        QVERIFY(osm.poke(3000.0, hour(10)));
        QVERIFY(!osm.current());
        QVERIFY(!osm.poke(2900.0, hour(10) + std::chrono::minutes(59)));
        QVERIFY(osm.poke(2850.0, hour(11)));
        QCOMPARE(*osm.current(), 3000.0);
        QCOMPARE(*osm.next(), 2850.0);
        // A health factor of 1.05 at the price in force is below one at the next: 60 minutes of warning.
        QVERIFY(std::abs(1.05 * *osm.next() / *osm.current() - 0.9975) < 1e-12);
    }

    void securityModule_sourceWithoutValue_changesNothing()
    {
        SecurityModule osm;
        QVERIFY(osm.poke(3000.0, hour(10)));
        QVERIFY(osm.poke(2850.0, hour(11)));
        QVERIFY(!osm.poke(std::nullopt, hour(12)));
        QCOMPARE(*osm.current(), 3000.0);
    }
};

QTEST_GUILESS_MAIN(PublishedPricesTest)
#include "tst_published_prices.moc"

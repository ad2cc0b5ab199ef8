#include "models/oracle/price_quorum.h"
#include "models/oracle/robust_statistics.h"

#include <QtTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ballast;

namespace {

const Timestamp now = *parseIso8601("2026-02-05T21:29:37Z");

PriceReading reading(std::string name, double price, int ageMs = 0)
{
    return {std::move(name), sourceRules(SourceKind::VenueTicker), price, now - Milliseconds(ageMs), {}};
}

std::vector<PriceReading> sixSources()
{
    return {reading("a", 65010), reading("b", 65020), reading("c", 65005),
            reading("d", 64990), reading("e", 66400), reading("f", 65015)};
}

const JudgedSource& source(const Quorum& quorum, const std::string& name)
{
    return *std::ranges::find(quorum.sources, name, &JudgedSource::source);
}

} // namespace

class PriceQuorumTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void robustZ_publishedExample()
    {
        const std::vector<double> prices{65010, 65020, 65005, 64990, 66400, 65015};

        const auto plain = *robustScale(prices, 0.0);
        QCOMPARE(plain.median, 65012.5);
        QCOMPARE(plain.deviation, 7.5);
        QVERIFY(std::abs(plain.z(66400) - 124.8) < 0.05);
        for (const double price : {65010.0, 65020.0, 65005.0, 64990.0, 65015.0})
            QVERIFY(std::abs(plain.z(price)) <= 2.03);
        const auto floored = *robustScale(prices, 0.0002);
        QVERIFY(std::abs(floored.deviation - 13.0) < 0.01);
        QVERIFY(std::abs(floored.z(66400) - 71.98) < 0.01);
    }

    void outlier_isNamedAndLeftOut()
    {
        const auto quorum = agreeOnPrice(sixSources(), now);

        QCOMPARE(source(quorum, "e").state, SourceState::Outlier);
        QVERIFY(std::abs(*source(quorum, "e").robustZ - 71.98) < 0.01);
        QCOMPARE(source(quorum, "e").weight, 0.0);
        QCOMPARE(quorum.healthy, std::size_t(5));
        QCOMPARE(quorum.red, std::size_t(1));
        QCOMPARE(*quorum.price, 65010.0);
        QVERIFY(std::abs(quorum.effectiveSources - 5.0) < 1e-9);
        QVERIFY(quorum.confidence > 0.99);
    }

    void threeSources_areNotJudgedByDistanceButClamped()
    {
        const auto quorum = agreeOnPrice({reading("a", 100), reading("b", 100), reading("c", 150)}, now);

        QCOMPARE(quorum.red, std::size_t(0));
        QCOMPARE(*quorum.price, 100.0);
        QVERIFY(!source(quorum, "c").agrees);
        QVERIFY(quorum.confidence < 0.7); // a third of the weight is elsewhere
    }

    void age_movesASourceFromHealthyToLateToStale()
    {
        const auto quorum =
            agreeOnPrice({reading("fresh", 100), reading("late", 100, 2'001), reading("stale", 100, 10'001)}, now);

        QCOMPARE(source(quorum, "fresh").state, SourceState::Healthy);
        QCOMPARE(source(quorum, "late").state, SourceState::Late);
        QCOMPARE(source(quorum, "stale").state, SourceState::Stale);
        QVERIFY(source(quorum, "late").weight < source(quorum, "fresh").weight);
        QCOMPARE(quorum.healthy, std::size_t(2));
        QVERIFY(std::abs(quorum.confidence - 2.0 / 3.0) < 1e-12);
    }

    void nonsense_isInvalidNeverAPrice()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        std::vector<PriceReading> readings{reading("zero", 0), reading("minus", -5), reading("nan", nan),
                                           reading("future", 100, -2'001), reading("none", 1)};
        readings[4].price.reset();

        const auto quorum = agreeOnPrice(readings, now);

        QVERIFY(!quorum.price);
        QCOMPARE(quorum.confidence, 0.0);
        QCOMPARE(quorum.red, std::size_t(5));
        QVERIFY(!agreeOnPrice({}, now).price);
    }

    void slowFeed_weighsLittleNextToFastOnes()
    {
        PriceReading slow = reading("chainlink", 65'200, 1'800'000);
        slow.rules = chainlinkRules(std::chrono::hours(1), 0.005);
        const auto quorum = agreeOnPrice({reading("a", 65'000), reading("b", 65'001), slow}, now);

        QCOMPARE(source(quorum, "chainlink").state, SourceState::Healthy);
        QVERIFY(source(quorum, "chainlink").weight < 0.01);
        QVERIFY(*quorum.price < 65'002.0);
    }

    void statedConfidence_lowersTheWeight()
    {
        PriceReading vague = reading("vague", 101);
        vague.confidence = 1.0;
        const auto quorum = agreeOnPrice({reading("sharp", 100), vague}, now);
        // (c0^2) / (c^2 + c0^2) with c = 1/101, c0 = 2 bp
        const double expected = 4e-8 / (1.0 / 101.0 / 101.0 + 4e-8);
        QVERIFY(std::abs(source(quorum, "vague").weight / source(quorum, "sharp").weight - expected) < 1e-12);
    }

    void leavingOneOut_saysWhatEachSourceIsWorth()
    {
        const auto results = leaveOneOut({reading("a", 100), reading("b", 101), reading("c", 103)}, now);

        QCOMPARE(results.size(), std::size_t(3));
        QCOMPARE(results[0].source, std::string("a"));
        QCOMPARE(*results[2].price, 100.5);
        QVERIFY(std::abs(*results[2].changeBp - 1e4 * (100.5 / 101.0 - 1.0)) < 1e-9);
        const auto alone = leaveOneOut({reading("a", 100)}, now);
        QVERIFY(!alone.front().price);
        QVERIFY(!alone.front().changeBp);
    }

    void liarsInTheMinority_moveThePriceNoFartherThanTheHonest()
    {
        std::mt19937 random(11);
        std::uniform_real_distribution<double> honest(99.9, 100.1);
        std::uniform_real_distribution<double> lie(1.0, 10'000.0);
        for (int round = 0; round < 5'000; ++round) {
            std::vector<PriceReading> readings;
            for (int i = 0; i < 5; ++i)
                readings.push_back(reading("h" + std::to_string(i), honest(random)));
            for (int i = 0; i < 4; ++i)
                readings.push_back(reading("l" + std::to_string(i), lie(random)));
            std::ranges::shuffle(readings, random);
            const auto quorum = agreeOnPrice(readings, now);
            QVERIFY(quorum.price && *quorum.price >= 99.9 && *quorum.price <= 100.1);
        }
    }

    void everySourceLate_theDeskGoesOnWithItsLastAndWidens()
    {
        LastGoodPrice last;
        QVERIFY(!last.update(Quorum{}, now));
        const auto good = *last.update(agreeOnPrice(sixSources(), now), now);
        QVERIFY(!good.isLastGood);
        QCOMPARE(good.costFactor, 1.0);

        const Timestamp later = now + std::chrono::seconds(60);
        const auto old = *last.update(agreeOnPrice(sixSources(), later), later);
        QVERIFY(old.isLastGood);
        QCOMPARE(old.price, good.price);
        QVERIFY(old.age == std::chrono::seconds(60));
        QCOMPARE(old.costFactor, 2.0);
        const Timestamp muchLater = now + std::chrono::hours(1);
        QCOMPARE(last.update(Quorum{}, muchLater)->costFactor, 5.0);
    }

    void weightedMedian_halvesTheWeight()
    {
        QCOMPARE(*weightedMedian({{1, 1}, {2, 1}, {3, 1}}), 2.0);
        QCOMPARE(*weightedMedian({{1, 1}, {2, 1}}), 1.5);
        QCOMPARE(*weightedMedian({{1, 10}, {2, 1}, {3, 1}}), 1.0);
        QCOMPARE(*weightedMedian({{5, 0}, {2, 1}}), 2.0);
        QVERIFY(!weightedMedian({}));
        QVERIFY(!weightedMedian({{5, 0}}));
    }
};

QTEST_GUILESS_MAIN(PriceQuorumTest)
#include "tst_price_quorum.moc"

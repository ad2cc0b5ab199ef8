#include "models/market/ladder.h"

#include <QtTest>

#include <random>

using namespace ballast;

namespace {

const Ladder book{{{99.0, 2.0}, {98.0, 3.0}, {95.0, 10.0}}, {{101.0, 1.0}, {102.0, 4.0}, {110.0, 5.0}}};

} // namespace

class LadderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buy_walksTheAsks()
    {
        const auto fill = walkLadder(book, Side::Buy, 3.0, std::nullopt);
        QCOMPARE(fill.filled, 3.0);
        QCOMPARE(fill.averagePrice, (101.0 + 2.0 * 102.0) / 3.0);
        QCOMPARE(fill.worstPrice, 102.0);
    }

    void sell_walksTheBids()
    {
        const auto fill = walkLadder(book, Side::Sell, 6.0, std::nullopt);
        QCOMPARE(fill.filled, 6.0);
        QCOMPARE(fill.averagePrice, (2.0 * 99.0 + 3.0 * 98.0 + 95.0) / 6.0);
        QCOMPARE(fill.worstPrice, 95.0);
    }

    void wholeFirstLevel_staysOnIt()
    {
        const auto fill = walkLadder(book, Side::Buy, 1.0, std::nullopt);
        QCOMPARE(fill.worstPrice, 101.0);
        QCOMPARE(fill.averagePrice, 101.0);
    }

    void limit_stopsTheWalkAndIsInclusive()
    {
        QCOMPARE(walkLadder(book, Side::Buy, 100.0, 102.0).filled, 5.0);
        QCOMPARE(walkLadder(book, Side::Buy, 100.0, 100.5), LadderFill{});
        QCOMPARE(walkLadder(book, Side::Sell, 100.0, 98.0).filled, 5.0);
        QCOMPARE(walkLadder(book, Side::Sell, 100.0, 99.5), LadderFill{});
    }

    void moreThanThereIs_fillsWhatThereIs()
    {
        QCOMPARE(walkLadder(book, Side::Buy, 1000.0, std::nullopt).filled, 10.0);
        QCOMPARE(walkLadder(Ladder{}, Side::Buy, 1.0, std::nullopt), LadderFill{});
        QCOMPARE(walkLadder(book, Side::Buy, 0.0, std::nullopt), LadderFill{});
    }

    void anyLadder_fillsNeverBeatTheTopNorPassTheWorst()
    {
        std::mt19937 random(7);
        std::uniform_real_distribution<double> step(0.01, 1.0);
        for (int round = 0; round < 2000; ++round) {
            Ladder ladder;
            double price = 100.0;
            double depth = 0.0;
            for (int level = 0; level < 10; ++level) {
                price += step(random);
                ladder.asks.push_back({price, step(random)});
                depth += ladder.asks.back().amount;
            }
            const double amount = depth * step(random);
            const auto fill = walkLadder(ladder, Side::Buy, amount, std::nullopt);
            QVERIFY(std::abs(fill.filled - std::min(amount, depth)) < 1e-12);
            QVERIFY(fill.averagePrice >= ladder.asks.front().price - 1e-12);
            QVERIFY(fill.averagePrice <= fill.worstPrice + 1e-12);
            QVERIFY(fill.worstPrice <= ladder.asks.back().price);
        }
    }
};

QTEST_GUILESS_MAIN(LadderTest)
#include "tst_ladder.moc"

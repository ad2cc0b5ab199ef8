#include "models/risk/explain_line.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <array>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

double yearsTo31Jan(std::string_view time)
{
    return std::chrono::duration<double>(timeOf("2026-01-31T08:00:00Z") - timeOf(time)).count() / (365.0 * 86400.0);
}

// One option and one perpetual, marked by Black-76 on the given forward and vol.
SnapshotPtr marketOf(std::string_view time, double forward, double vol)
{
    const double years = yearsTo31Jan(time);
    const double price = blackPrice({forward, 110000.0, years, vol, OptionType::Call});
    return MarketBuilder(time)
        .option("BTC-31JAN26-110000-C", {.mark = price / forward, .markIv = vol, .underlying = forward})
        .perpetual("BTC-PERPETUAL", forward - 0.5, forward + 0.5)
        .index("BTC", forward)
        .build();
}

OptionMove moveOf(double f1, double vol1, double days)
{
    const BlackTerms before{workedForward, 110000.0, 30.0 / 365.0, workedVol, OptionType::Call};
    const BlackTerms after{f1, 110000.0, (30.0 - days) / 365.0, vol1, OptionType::Call};
    return {before, after, blackPrice(before), blackPrice(after)};
}

} // namespace

class TestPnlExplain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneFactor_isExplainedByItsOwnLines_data()
    {
        QTest::addColumn<double>("forward");
        QTest::addColumn<double>("vol");
        QTest::addColumn<double>("days");
        QTest::newRow("spot") << 92000.0 << 0.5 << 0.0;
        QTest::newRow("vol") << 1e5 << 0.62 << 0.0;
        QTest::newRow("time") << 1e5 << 0.5 << 3.0;
        QTest::newRow("nothing") << 1e5 << 0.5 << 0.0;
    }

    void oneFactor_isExplainedByItsOwnLines()
    {
        QFETCH(double, forward);
        QFETCH(double, vol);
        QFETCH(double, days);
        const OptionMove move = moveOf(forward, vol, days);

        const PnlParts parts = explainOption(move, {vol - workedVol, 0.0, 0.0, 0.0});

        QVERIFY(std::abs(parts.total() - (move.markUsdAfter - move.markUsdBefore)) < 1e-9);
        QVERIFY(std::abs(parts.unexplained) < 1e-9);
        QVERIFY(std::abs(parts.vanna) + std::abs(parts.charm) + std::abs(parts.timeVol) < 1e-9);
        QCOMPARE(parts.theta != 0.0, days > 0.0);
        QCOMPARE(parts.delta != 0.0, forward != 1e5);
        QCOMPARE(parts.vegaLevel != 0.0, vol != 0.5);
    }

    // Small moves: every line is its Greek times its move (Taylor).
    void smallMoves_areGreeksTimesMoves()
    {
        const OptionMove move = moveOf(100100.0, 0.501, 0.05);
        const BlackValues g = blackValues(move.before);
        const double dt = 0.05 / 365.0;

        const PnlParts parts = explainOption(move, {0.001, 0.0, 0.0, 0.0});

        QVERIFY(std::abs(parts.delta - g.delta * 100.0) < 1e-9);
        QVERIFY(std::abs(parts.gamma - 0.5 * g.gamma * 1e4) < 0.01 * std::abs(parts.gamma));
        QVERIFY(std::abs(parts.theta - g.theta * dt) < 0.01 * std::abs(parts.theta));
        QVERIFY(std::abs(parts.vegaLevel - g.vega * 0.001) < 1e-9);
        QVERIFY(std::abs(parts.volga - 0.5 * g.volga * 1e-6) < 0.02 * std::abs(parts.volga));
        QVERIFY(std::abs(parts.vanna - g.vanna * 100.0 * 0.001) < 0.02 * std::abs(parts.vanna));
        QVERIFY(std::abs(parts.charm - g.charm * dt * 100.0) < 0.02 * std::abs(parts.charm));
        QVERIFY(std::abs(parts.unexplained) < 1e-3);
    }

    void markOffTheModel_isUnexplained()
    {
        OptionMove move = moveOf(1e5, 0.5, 0.0);
        move.markUsdAfter += 25.0;

        QVERIFY(std::abs(explainOption(move, {}).unexplained - 25.0) < 1e-9);
    }

    void volMove_isSplitAlongTheSurfaces()
    {
        const double years = 30.0 / 365.0;
        VolSurface before = *flatSurface("BTC", "31JAN26", years, workedForward, 0.5);
        VolSurface after = *flatSurface("BTC", "31JAN26", years, workedForward, 0.55);
        const Timestamp expiry = before.slices[0].expiry;
        const OptionMove move = moveOf(1e5, 0.57, 0.0);

        const VolMoveParts flat = splitVolMove(move, expiry, &before, &after);
        after.slices[0].skew25d = 0.04;
        const VolMoveParts skewed = splitVolMove(move, expiry, &before, &after);
        const VolMoveParts none = splitVolMove(move, expiry, nullptr, &after);

        QVERIFY(std::abs(flat.level - 0.05) < 1e-12);
        QVERIFY(std::abs(flat.term) < 1e-12 && std::abs(flat.skew) < 1e-12);
        QVERIFY(std::abs(flat.curvature - 0.02) < 1e-12);
        QVERIFY(skewed.skew < 0.0); // a call's vol falls when the puts' rises
        for (const VolMoveParts& p : {flat, skewed, none})
            QVERIFY(std::abs(p.level + p.term + p.skew + p.curvature - 0.07) < 1e-12);
        QCOMPARE(none.level, move.after.vol - move.before.vol);
    }

    void book_isExplainedToTheCent()
    {
        const SnapshotPtr first = marketOf("2026-01-01T08:00:00Z", 1e5, 0.5);
        const SnapshotPtr second = marketOf("2026-01-03T08:00:00Z", 93000.0, 0.6);
        const PortfolioPtr book =
            BookBuilder().line("BTC-31JAN26-110000-C", 10.0).line("BTC-PERPETUAL", -200000.0).build();
        const RiskReport before = reportOf(first, book);
        const RiskReport after = reportOf(second, book);
        const std::array trades{ExplainedTrade{{deribitVenue, "BTC-PERPETUAL"}, 50000.0, 95000.0, 25.0}};
        const std::array funding{FundingPayment{{deribitVenue, "BTC-PERPETUAL"}, 12.5}};
        ExplainInputs inputs{&before, &after, {}, {}, second, trades, funding, {}};

        const auto explain = explainPnl(inputs);

        const double option = 10.0 * (after.lines[0].values->markUsd - before.lines[0].values->markUsd);
        const double perpetual = -200000.0 * (93000.0 / 1e5 - 1.0);
        const double trade = 50000.0 * (93000.0 / 95000.0 - 1.0);
        QVERIFY2(std::abs(explain->pnlUsd - (option + perpetual + trade - 25.0 + 12.5)) < 0.01,
                 qPrintable(QString::number(explain->pnlUsd)));
        QVERIFY(std::abs(explain->parts.total() - explain->pnlUsd) < 1e-9);
        QVERIFY(std::abs(explain->parts.trades - trade) < 1e-6);
        QCOMPARE(explain->parts.fees, -25.0);
        QCOMPARE(explain->parts.funding, 12.5);
        QCOMPARE(explain->parts.newDeals, 0.0);
        QVERIFY(explain->unexplainedShare < unexplainedLimit);
        QVERIFY(!explain->flagged);
        double sum = 0.0;
        for (const ExplainedLine& line : explain->lines)
            sum += line.pnlUsd;
        QVERIFY(std::abs(sum - explain->pnlUsd) < 1e-6);
    }

    void newDeal_hasItsOwnLine()
    {
        const SnapshotPtr market = marketOf("2026-01-01T08:00:00Z", 1e5, 0.5);
        const RiskReport before = reportOf(market, BookBuilder().line("BTC-PERPETUAL", 1000.0).build());
        const RiskReport after =
            reportOf(market, BookBuilder().line("BTC-PERPETUAL", 1000.0).line("BTC-31JAN26-110000-C", 2.0).build());
        const std::array trades{ExplainedTrade{{deribitVenue, "BTC-31JAN26-110000-C"}, 2.0, 0.02, 0.0}};

        const auto explain = explainPnl({&before, &after, {}, {}, market, trades, {}, {}});

        QVERIFY2(std::abs(explain->parts.newDeals - 2.0 * (workedCall110k - 2000.0)) < 1e-3,
                 qPrintable(QString::number(explain->parts.newDeals)));
        QCOMPARE(explain->parts.trades, 0.0);
    }

    // Expired in between: worth its payoff at the delivery price, and all of it is explained.
    void expiredLeg_settlesAtItsDelivery()
    {
        const SnapshotPtr first = marketOf("2026-01-30T08:00:00Z", 112000.0, 0.5);
        const SnapshotPtr second = MarketBuilder("2026-02-01T08:00:00Z")
                                       .perpetual("BTC-PERPETUAL", 120000.0, 120001.0)
                                       .index("BTC", 120000.0)
                                       .build();
        const PortfolioPtr book = BookBuilder().line("BTC-31JAN26-110000-C", 10.0).build();
        const RiskReport before = reportOf(first, book);
        const RiskReport after = reportOf(second, book);
        const std::array deliveries{Delivery{"BTC", timeOf("2026-01-31T08:00:00Z"), 115000.0}};

        const auto known = explainPnl({&before, &after, {}, {}, second, {}, {}, deliveries});
        const auto unknown = explainPnl({&before, &after, {}, {}, second, {}, {}, {}});
        const auto nothing = explainPnl({&before, &after, {}, {}, nullptr, {}, {}, {}});

        const double mark = before.lines[0].values->markUsd;
        QVERIFY(std::abs(known->pnlUsd - 10.0 * (5000.0 - mark)) < 1e-6);
        QVERIFY(std::abs(unknown->pnlUsd - 10.0 * (10000.0 - mark)) < 1e-6);
        QVERIFY(known->unexplainedShare < unexplainedLimit);
        QVERIFY(nothing->flagged && nothing->linesLeftOut == 1 && !nothing->lines[0].reason.empty());
    }

    // Bought after the first market, expired before the second: from its price to what it settled at, with its fee.
    void dealThatExpired_settlesAtItsDelivery()
    {
        const SnapshotPtr first = marketOf("2026-01-30T08:00:00Z", 112000.0, 0.5);
        const SnapshotPtr second = MarketBuilder("2026-02-01T08:00:00Z")
                                       .perpetual("BTC-PERPETUAL", 120000.0, 120001.0)
                                       .index("BTC", 120000.0)
                                       .build();
        const RiskReport before = reportOf(first, BookBuilder().line("BTC-PERPETUAL", 1000.0).build());
        const RiskReport after =
            reportOf(second, BookBuilder().line("BTC-PERPETUAL", 1000.0).line("BTC-31JAN26-110000-C", 0.0).build());
        const std::array deliveries{Delivery{"BTC", timeOf("2026-01-31T08:00:00Z"), 115000.0}};
        const std::array trades{ExplainedTrade{{deribitVenue, "BTC-31JAN26-110000-C"}, 2.0, 0.03, 6.0}};

        const auto explain = explainPnl({&before, &after, {}, {}, second, trades, {}, deliveries});

        QVERIFY2(std::abs(explain->parts.newDeals - 2.0 * (5000.0 - 0.03 * 115000.0)) < 1e-6,
                 qPrintable(QString::number(explain->parts.newDeals)));
        QCOMPARE(explain->parts.fees, -6.0);
        QCOMPARE(explain->linesLeftOut, 0);
    }

    void marketsTheWrongWayRound_areRefused()
    {
        const RiskReport early = reportOf(marketOf("2026-01-01T08:00:00Z", 1e5, 0.5), mixedBook());
        const RiskReport late = reportOf(marketOf("2026-01-02T08:00:00Z", 1e5, 0.5), mixedBook());

        QCOMPARE(explainPnl({&late, &early, {}, {}, nullptr, {}, {}, {}}).error().code, Errc::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestPnlExplain)
#include "tst_pnl_explain.moc"

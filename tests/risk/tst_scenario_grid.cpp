#include "models/risk/scenario_grid.h"

#include "models/pricing/black76.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <thread>

using namespace ballast;
using namespace ballast::test;

namespace {

GridAxes deskAxes()
{
    return {evenAxis(-0.3, 0.3, 13), evenAxis(-0.4, 0.4, 9)};
}

// The same P&L from first principles: every holding valued before and after.
double revaluedUsd(const RiskReport& report, double spotMove, double volMove)
{
    double pnl = 0.0;
    for (const RiskLine& line : report.lines) {
        const double now = line.values->forward;
        const double then = now * (1.0 + spotMove);
        const double quantity = line.holding.quantity;
        if (isOption(*line.instrument)) {
            const auto price = [&line](double forward, double vol) {
                return blackPrice({forward, *line.instrument->strike, line.values->years, vol, *line.instrument->type});
            };
            pnl += quantity * (price(then, *line.values->vol * (1.0 + volMove)) - price(now, *line.values->vol));
        } else if (isQuantityInUsd(*line.instrument)) {
            pnl += quantity * (1.0 / now - 1.0 / then) * then;
        } else {
            pnl += quantity * (then - now);
        }
    }
    return pnl;
}

} // namespace

class TestScenarioGrid : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evenAxis_includesBothEndsAndTheMiddle()
    {
        const auto axis = evenAxis(-0.3, 0.3, 13);

        QCOMPARE(axis.size(), 13u);
        QCOMPARE(axis.front(), -0.3);
        QCOMPARE(axis.back(), 0.3);
        QCOMPARE(axis[6], 0.0);
        QVERIFY(std::abs(axis[1] + 0.25) < 1e-15);
        QCOMPARE(evenAxis(0.1, 0.9, 1), std::vector<double>{0.1});
        QVERIFY(evenAxis(0.0, 1.0, 0).empty());
    }

    void unmovedMarket_costsNothing()
    {
        const auto grid = computeGrid(reportOf(workedMarket().build(), mixedBook()), deskAxes(), {}, {});

        QCOMPARE(grid->at(6, 4), 0.0);
    }

    void everyCell_equalsAnIndependentRevaluation()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());

        const auto grid = computeGrid(report, deskAxes(), {}, {});

        for (std::size_t s = 0; s < 13; ++s) {
            for (std::size_t v = 0; v < 9; ++v) {
                const double expected = revaluedUsd(report, deskAxes().spotMoves[s], deskAxes().volMoves[v]);
                QVERIFY2(std::abs(grid->at(s, v) - expected) < 1e-6,
                         qPrintable(
                             QStringLiteral("%1 %2: %3, expected %4").arg(s).arg(v).arg(grid->at(s, v)).arg(expected)));
            }
        }
    }

    void everyCell_equalsTheSumOfItsLines()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());
        const GridAxes axes{{-0.2, 0.05}, {-0.1, 0.3}};

        const auto grid = computeGrid(report, axes, "BTC", {});

        for (std::size_t s = 0; s < 2; ++s) {
            for (std::size_t v = 0; v < 2; ++v) {
                double lines = 0.0;
                for (const RiskLine& line : report.lines) {
                    if (line.instrument->underlying == "BTC")
                        lines += linePnlUsd(line, axes.spotMoves[s], axes.volMoves[v], 0.0);
                }
                QVERIFY(std::abs(grid->at(s, v) - lines) < 1e-6);
            }
        }
    }

    void wholeBook_isTheSumOfItsUnderlyings()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());

        const auto all = computeGrid(report, deskAxes(), {}, {});
        const auto btc = computeGrid(report, deskAxes(), "BTC", {});
        const auto eth = computeGrid(report, deskAxes(), "ETH", {});

        for (std::size_t i = 0; i < all->pnlUsd.size(); ++i)
            QVERIFY(std::abs(all->pnlUsd[i] - btc->pnlUsd[i] - eth->pnlUsd[i]) < 1e-6);
    }

    void worst_isTheLowestCell()
    {
        const auto grid = computeGrid(reportOf(workedMarket().build(), mixedBook()), deskAxes(), {}, {});

        QCOMPARE(grid->worst.pnlUsd, *std::ranges::min_element(grid->pnlUsd));
        QCOMPARE(grid->at(grid->worst.spot, grid->worst.vol), grid->worst.pnlUsd);
        QVERIFY(grid->worst.pnlUsd < 0.0);
    }

    void worst_ofEqualCellsIsTheSmallestMove()
    {
        const auto book = BookBuilder().line("BTC-PERPETUAL", 100000.0).build();

        const auto grid = computeGrid(reportOf(workedMarket().build(), book), deskAxes(), {}, {});

        QCOMPARE(grid->worst.spot, 0u);
        QCOMPARE(grid->worst.vol, 4u);
        QCOMPARE(grid->worst.pnlUsd, -30000.0);
    }

    // Spec F2, check by revaluation: 10 x 110k call against -2.5376085 coins of inverse perpetual, coin P&L .0011671 at
    // +1 % and .0289823 at +5 %. In USD at the new price that is the coin P&L times F' plus the 10 c coins'
    // translation.
    void inverseBook_matchesWorkedCoinPnl_data()
    {
        QTest::addColumn<double>("move");
        QTest::addColumn<double>("pnlCoin");
        QTest::newRow("+1 %") << 0.01 << .0011671;
        QTest::newRow("-1 %") << -0.01 << .0011661;
        QTest::newRow("+5 %") << 0.05 << .0289823;
    }

    void inverseBook_matchesWorkedCoinPnl()
    {
        QFETCH(double, move);
        QFETCH(double, pnlCoin);
        const auto book = BookBuilder().line("BTC-31JAN26-110000-C", 10.0).line("BTC-PERPETUAL", -253760.85).build();
        const RiskReport report = reportOf(workedMarket().build(), book);
        const double premiumCoin = 10.0 * report.lines[0].values->mark;

        const double pnlUsd = computeGrid(report, {{move}, {0.0}}, {}, {})->at(0, 0);

        const double translationUsd = premiumCoin * workedForward * move;
        QVERIFY(std::abs((pnlUsd - translationUsd) / (workedForward * (1.0 + move)) - pnlCoin) < 1e-7);
    }

    void daysPassing_decayAndThenSettleAtIntrinsic()
    {
        const RiskLine call = lineOf(workedMarket().build(), "BTC-31JAN26-110000-C", 10.0);
        const double now = blackPrice({1e5, 110000.0, 30.0 / 365.0, .5, OptionType::Call});

        const double later = blackPrice({1e5, 110000.0, 20.0 / 365.0, .5, OptionType::Call});
        QVERIFY(std::abs(linePnlUsd(call, 0.0, 0.0, 10.0) - 10.0 * (later - now)) < 1e-8);
        QVERIFY(std::abs(linePnlUsd(call, 0.2, 0.1, 45.0) - 10.0 * (10000.0 - now)) < 1e-6);
        QVERIFY(std::abs(linePnlUsd(call, 0.0, 0.0, 30.0) + 10.0 * now) < 1e-8);
    }

    void vanishedVolAndSpot_leaveTheLimit()
    {
        const RiskLine put = lineOf(workedMarket().build(), "BTC-31JAN26-90000-P", 1.0);
        const double now = blackPrice({1e5, 90000.0, 30.0 / 365.0, .5, OptionType::Put});

        QVERIFY(std::abs(linePnlUsd(put, -0.5, -1.5, 0.0) - (40000.0 - now)) < 1e-8);
        QVERIFY(std::abs(linePnlUsd(put, -1.0, 0.0, 0.0) - (90000.0 - now)) < 1e-8);
    }

    void linesWithoutValues_areCountedAndLeftOut()
    {
        const auto market = workedMarket().build();
        const auto book = BookBuilder()
                              .line("BTC-PERPETUAL", 1e5)
                              .line("BTC-6MAR26-58000-P", 1.0)
                              .line("ETH-6MAR26-3000-P", 1.0)
                              .build();
        const RiskReport report = reportOf(market, book);

        QCOMPARE(computeGrid(report, deskAxes(), {}, {})->linesLeftOut, 2);
        QCOMPARE(computeGrid(report, deskAxes(), "BTC", {})->linesLeftOut, 1);
        QCOMPARE(linePnlUsd(report.lines[1], -0.2, 0.1, 0.0), 0.0);
    }

    void emptyBook_isAGridOfNothing()
    {
        const auto grid = computeGrid(reportOf(workedMarket().build(), BookBuilder().build()), deskAxes(), {}, {});

        QCOMPARE(grid->pnlUsd, std::vector<double>(13 * 9, 0.0));
        QCOMPARE(grid->worst, (GridCell{6, 4, 0.0}));
    }

    void axesThatMakeNoSense_areRefused_data()
    {
        QTest::addColumn<GridAxes>("axes");
        QTest::newRow("no spot moves") << GridAxes{{}, {0.0}};
        QTest::newRow("no vol moves") << GridAxes{{0.0}, {}};
        QTest::newRow("spot gone") << GridAxes{{-1.0}, {0.0}};
        QTest::newRow("not a number") << GridAxes{{0.0}, {std::nan("")}};
    }

    void axesThatMakeNoSense_areRefused()
    {
        QFETCH(GridAxes, axes);

        const auto grid = computeGrid(reportOf(workedMarket().build(), mixedBook()), axes, {}, {});

        QCOMPARE(grid.error().code, Errc::BadInput);
    }

    void inTwoThreads_isTheSameGrid()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());
        const PartRunner threads{2, [](std::size_t parts, const std::function<void(std::size_t)>& part) {
                                     std::vector<std::jthread> running;
                                     for (std::size_t i = 0; i < parts; ++i)
                                         running.emplace_back([&part, i] { part(i); });
                                 }};

        const auto split = computeGrid(report, deskAxes(), {}, {}, threads);

        QVERIFY(split.ok());
        QCOMPARE(*split, *computeGrid(report, deskAxes(), {}, {}));
        QCOMPARE(computeGrid(report, deskAxes(), {}, stoppedToken(), threads).error().code, Errc::Cancelled);
    }

    void stoppedBeforehand_isCancelled()
    {
        const auto grid = computeGrid(reportOf(workedMarket().build(), mixedBook()), deskAxes(), {}, stoppedToken());

        QCOMPARE(grid.error().code, Errc::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestScenarioGrid)
#include "tst_scenario_grid.moc"

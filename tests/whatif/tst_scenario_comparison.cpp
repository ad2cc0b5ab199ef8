#include "models/whatif/scenario_comparison.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>
#include <functional>
#include <thread>
#include <vector>

using namespace ballast;
using namespace ballast::test;

namespace {

const PartRunner alone{1, [](std::size_t, const std::function<void(std::size_t)>& part) { part(0); }};

PricedBookPtr priced(std::string title, const PortfolioPtr& book)
{
    const std::vector<VolSurfacePtr> surfaces{flatSurface("BTC", "31JAN26", 30.0 / 365.0, workedForward, workedVol)};
    return priceBook(std::move(title), {workedMarket().build(), book, surfaces, VolChoice::Mark}, 400000.0, {}).value();
}

std::vector<PricedBookPtr> books()
{
    const PortfolioPtr base = mixedBook();
    Portfolio more = *base;
    Position put;
    put.instrument = {deribitVenue, "BTC-31JAN26-90000-P"};
    put.quantity = 25.0;
    more.positions.push_back(put);
    Portfolio flat = more;
    put.instrument.name = "BTC-PERPETUAL";
    put.quantity = 100000.0;
    flat.positions.push_back(put);
    return {priced("Book", base), priced("+ what-if", std::make_shared<const Portfolio>(more)),
            priced("+ hedge", std::make_shared<const Portfolio>(flat))};
}

ComparisonOptions withMargin()
{
    ComparisonOptions options;
    options.marginModel = std::shared_ptr<const MarginModel>(std::move(marginModel("deribit-pm").value()));
    return options;
}

} // namespace

class TestScenarioComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_areTheScenariosOnEveryBook()
    {
        const auto three = books();
        const ScenarioSet set = standardScenarioSet();

        const auto table = compareScenarios(three, set.nodes, withMargin(), alone, {});

        QCOMPARE(table->books.size(), std::size_t{3});
        QCOMPARE(table->rows.size(), set.nodes.size() - 3);
        for (const ComparedScenario& row : table->rows) {
            QVERIFY2(row.refused.empty(), row.refused.c_str());
            for (std::size_t b = 0; b < three.size(); ++b) {
                const auto exact = runScenario(three[b]->inputs(), *set.find(row.node)->scenario, {});
                QCOMPARE(*row.cells[b].pnlUsd, exact->pnlUsd);
                QVERIFY(row.cells[b].margin->level.initialUsd > 0.0);
                QVERIFY(*row.cells[b].pnlUsd <= *row.cells[*row.bestBook].pnlUsd);
            }
            if (row.cells[0].worst)
                QVERIFY(row.cells[0].worst->pnlUsd < 0.0);
        }
        QCOMPARE(table->books[0].costToTradeUsd, std::optional<double>());
    }

    void booksInParts_giveTheSameRows()
    {
        const auto three = books();
        ComparisonOptions inParts = withMargin();
        inParts.books = {2, [](std::size_t parts, const std::function<void(std::size_t)>& part) {
                             std::vector<std::jthread> others;
                             for (std::size_t i = 1; i < parts; ++i)
                                 others.emplace_back([&part, i] { part(i); });
                             part(0);
                         }};

        for (const ScenarioNode& node : standardScenarioSet().nodes) {
            if (node.isFolder())
                continue;
            QCOMPARE(compareScenario(three, node, inParts, {}), compareScenario(three, node, withMargin(), {}));
        }
    }

    void othersFollow_isSaidAndCounted()
    {
        ScenarioNode node;
        node.name = "fall";
        node.scenario = Scenario{"fall", 0.0, VolDynamics::StickyStrike, {{"BTC"}}};
        node.scenario->shocks[0].spot = -0.2;
        const auto three = books();

        const ComparedScenario alone_ = compareScenario(three, node, {}, {});
        node.follow = OthersFollow::ConditionalExpectation;
        const ComparedScenario followed = compareScenario(three, node, {}, {});

        QVERIFY(alone_.followed.empty());
        QVERIFY(!followed.followed.empty());
        QVERIFY(*followed.cells[0].pnlUsd != *alone_.cells[0].pnlUsd);
        QVERIFY(!followed.cells[0].margin);
    }

    void unpricedBook_hasNoNumber()
    {
        const std::vector<PricedBookPtr> one{priced("Book", BookBuilder().line("BTC-27MAR26-1-C", 1.0).build())};
        ScenarioNode node;
        node.name = "fall";
        node.scenario = Scenario{};

        const ComparedScenario row = compareScenario(one, node, {}, {});

        QCOMPARE(row.cells[0].pnlUsd, std::optional<double>());
        QCOMPARE(row.cells[0].linesLeftOut, 1);
        QCOMPARE(row.bestBook, std::optional<std::size_t>());
    }

    void badScenario_isARowWithItsReason()
    {
        ScenarioNode node;
        node.name = "end of the world";
        node.scenario = Scenario{};
        node.scenario->shocks.push_back({});
        node.scenario->shocks.back().spot = -1.0;

        QVERIFY(!compareScenario(books(), node, {}, {}).refused.empty());
    }

    void costToTrade_needsQuotes()
    {
        const auto three = books();

        const ComparedBook whatIf = compareBook(*three[0], *three[1], {}, {}); // its put has a mark only
        const ComparedBook same = compareBook(*three[0], *priced("same", mixedBook()), {}, {});

        QCOMPARE(whatIf.costToTradeUsd, std::optional<double>());
        QCOMPARE(same.costToTradeUsd, std::optional(0.0));
    }

    void margin_countsLegsThatSettled()
    {
        const auto book = priced("Book", BookBuilder().line("BTC-31JAN26-110000-C", 10.0, 0.02).build());
        Scenario rally{"rally", 31.0, VolDynamics::StickyStrike, {{"BTC"}}};
        rally.shocks[0].spot = 0.3;

        const MarginInputs then = shockedMarginInputs(*book, rally);

        QVERIFY(then.legs.empty());
        const double settles = 99950.0 * (1.0 + 0.3 * 30.0 / 31.0) - 110000.0;
        QVERIFY(std::abs(then.cashUsd - 400000.0 - 10.0 * settles) < 1e-6);
    }

    void hedgeThis_saysWhatItLeavesOut()
    {
        const auto three = books();
        Scenario crash{"crash", 0.0, VolDynamics::StickyStrike, {{"BTC"}}};
        crash.shocks[0].spot = -0.3;
        crash.shocks[0].volPoints = 5.0;
        crash.shocks[0].volRelative = 0.4;
        crash.shocks[0].skew25d = 6.0;

        const HedgeThis limit = hedgeThis(crash, *three[0], "BTC", 50000.0);

        QCOMPARE(limit.spot, -0.3);
        QVERIFY(std::abs(limit.volPoints - 25.0) < 1e-6);
        QCOMPARE(limit.maxLossUsd, 50000.0);
        QCOMPARE(limit.leftOut.size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestScenarioComparison)
#include "tst_scenario_comparison.moc"

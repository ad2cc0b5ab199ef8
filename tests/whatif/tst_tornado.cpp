#include "models/whatif/scenario_set.h"
#include "models/whatif/tornado.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

PricedBookPtr mixed()
{
    return priceBook("Book", {workedMarket().build(), mixedBook(), {}, VolChoice::Mark}, 0.0, {}).value();
}

} // namespace

class TestTornado : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contributions_sumToTheScenario()
    {
        const auto book = mixed();
        for (const ScenarioNode& node : standardScenarioSet().nodes) {
            if (node.isFolder())
                continue;

            const auto parts = scenarioContributions(*book, *node.scenario, {});

            double sum = parts->interactionUsd;
            for (const ScenarioContribution& c : parts->factors)
                sum += c.pnlUsd;
            const double total = runScenario(book->inputs(), *node.scenario, {})->pnlUsd;
            QVERIFY(std::abs(sum - total) < 0.005);
            QVERIFY(!parts->factors.empty());
        }
    }

    void oneFactor_isAllOfIt()
    {
        Scenario fall;
        fall.shocks.push_back({});
        fall.shocks.back().spot = -0.2;

        const auto parts = scenarioContributions(*mixed(), fall, {});

        QCOMPARE(parts->factors.size(), std::size_t{1});
        QCOMPARE(parts->factors[0].pnlUsd, parts->pnlUsd);
        QCOMPARE(parts->factors[0].move, std::string("-20.0 %"));
        QCOMPARE(parts->interactionUsd, 0.0);
    }

    void nothing_hasNoFactors()
    {
        const auto parts = scenarioContributions(*mixed(), {}, {});

        QVERIFY(parts->factors.empty());
        QCOMPARE(parts->pnlUsd, 0.0);
        QCOMPARE(parts->interactionUsd, 0.0);
    }

    void bars_areScenariosOfOneFactor()
    {
        const auto book = mixed();

        const auto tornado = factorTornado(*book, 3.0, VolDynamics::StickyStrike, {});

        QCOMPARE(tornado->bars.size(), std::size_t{11});
        for (std::size_t i = 1; i < tornado->bars.size(); ++i)
            QVERIFY(tornado->bars[i - 1].reach() >= tornado->bars[i].reach());
        for (const TornadoBar& bar : tornado->bars) {
            if (bar.factor.kind != TornadoFactorKind::Field || bar.factor.field != ShockField::VolPoints)
                continue;
            Scenario up;
            up.shocks.push_back(withShockValue({}, ShockField::VolPoints, 15.0));
            const double exact = scenarioPnlUsd(book->inputs(), up);
            QVERIFY(std::abs(bar.upPnlUsd - exact) < 1e-9 * std::abs(exact));
            QVERIFY(bar.downPnlUsd * bar.upPnlUsd < 0.0);
        }
    }

    void sharedField_namesWhoMovesHow()
    {
        Scenario split;
        split.shocks = {{"BTC"}, {"ETH"}};
        split.shocks[0].spot = -0.12;
        split.shocks[1].spot = -0.15;

        const auto parts = scenarioContributions(*mixed(), split, {});

        QCOMPARE(parts->factors[0].move, std::string("BTC -12.0 %, ETH -15.0 %"));
    }
};

QTEST_GUILESS_MAIN(TestTornado)
#include "tst_tornado.moc"

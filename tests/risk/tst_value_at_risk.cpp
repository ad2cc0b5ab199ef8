#include "models/risk/pnl_table.h"
#include "models/risk/value_at_risk.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

const RiskFactor btc{FactorKind::Spot, "BTC"};
const RiskFactor btcVol{FactorKind::Vol, "BTC"};
const RiskFactor eth{FactorKind::Spot, "ETH"};

MoveScenarios randomMoves(int count, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::student_t_distribution<double> t(4.0);
    MoveScenarios scenarios{{btc, btcVol, eth}, {}, {}, {}};
    for (int i = 0; i < count; ++i) {
        const double a = t(random);
        scenarios.names.push_back("day " + std::to_string(i));
        scenarios.logMoves.push_back({0.025 * a, -0.02 * a + 0.03 * t(random), 0.02 * a + 0.02 * t(random)});
    }
    return scenarios;
}

double sumOf(const std::vector<VarContribution>& parts, double VarContribution::*field)
{
    double sum = 0.0;
    for (const VarContribution& part : parts)
        sum += part.*field;
    return sum;
}

} // namespace

class TestValueAtRisk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_market = workedMarket().build();
        m_report = reportOf(m_market, mixedBook());
    }

    // Spot only: the losses are those of the moves, by the contract's order statistic.
    void linearBook_losesItsDeltaTimesTheMove()
    {
        const RiskReport report = reportOf(m_market, BookBuilder().line("BTC-PERPETUAL", 1e6).build());
        MoveScenarios moves{{btc}, {}, {}, {}};
        for (int i = 1; i <= 500; ++i) {
            moves.names.push_back(std::to_string(i));
            moves.logMoves.push_back({std::log1p(-i * 1e-4)});
        }

        const auto var = simulatedVar({&report, m_market, {}}, moves, VarMethod::Historical, {}, {});

        QVERIFY2(std::abs(var->risk.var - 1e6 * 0.0496) < 1e-4, qPrintable(QString::number(var->risk.var)));
        QVERIFY(std::abs(var->risk.es - 1e6 * 0.0498) < 1e-4);
        QCOMPARE(var->worst.front().name, std::string("500"));
        QVERIFY(std::abs(var->worst.front().pnlUsd + 5e4) < 1e-4);
        QCOMPARE(var->worst.size(), std::size_t{10});
    }

    void contributions_sumToTheTotals_data()
    {
        QTest::addColumn<double>("confidence");
        QTest::newRow("99 %") << 0.99;
        QTest::newRow("97.5 %: a part of a scenario") << 0.975;
    }

    void contributions_sumToTheTotals()
    {
        QFETCH(double, confidence);
        VarSettings settings;
        settings.confidence = confidence;

        const auto var =
            simulatedVar({&m_report, m_market, {}}, randomMoves(517, 3), VarMethod::Historical, settings, {});

        const double scale = 1e-9 * std::abs(var->risk.var);
        for (const auto* parts : {&var->byLine, &var->byUnderlying}) {
            QVERIFY(std::abs(sumOf(*parts, &VarContribution::componentVarUsd) - var->risk.var) < scale);
            QVERIFY(std::abs(sumOf(*parts, &VarContribution::componentEsUsd) - var->risk.es) < scale);
        }
        QCOMPARE(var->byLine.size(), mixedBook()->positions.size());
        QCOMPARE(var->byUnderlying.size(), std::size_t{2});
    }

    // Marginal: what the report says a line adds is what leaving it out takes away.
    void marginal_isTheBookWithoutTheLine()
    {
        const auto moves = randomMoves(400, 9);
        const auto whole = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});
        Portfolio without = *mixedBook();
        without.positions.erase(without.positions.begin() + 1);
        const RiskReport rest = reportOf(m_market, std::make_shared<const Portfolio>(without));

        const auto less = simulatedVar({&rest, m_market, {}}, moves, VarMethod::Historical, {}, {});

        QVERIFY(std::abs(whole->byLine[1].marginalVarUsd - (whole->risk.var - less->risk.var)) < 1e-6);
        QVERIFY(std::abs(whole->byLine[1].marginalEsUsd - (whole->risk.es - less->risk.es)) < 1e-6);
    }

    void revaluation_isThatOfTheScenarioEngine()
    {
        const auto moves = randomMoves(50, 4);
        const auto var = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});

        for (std::size_t s = 0; s < moves.logMoves.size(); ++s) {
            const double pnl = scenarioPnlUsd({&m_report, m_market, {}},
                                              scenarioOf(moves.factors, moves.logMoves[s], VolDynamics::StickyStrike));
            QVERIFY(std::abs(var->pnlUsd[s] - pnl) < 1e-6);
        }
    }

    void parametric_isTheNormalQuantileOfTheExposures()
    {
        const RiskReport report =
            reportOf(m_market, BookBuilder().line("BTC-PERPETUAL", 1e6).line("ETH-PERPETUAL", -5e5).build());
        const FactorModel model{{btc, eth}, {9e-4, 8e-4, 8e-4, 16e-4}, 100, "test"};
        VarSettings settings;
        settings.horizonDays = 4;

        const auto var = parametricVar({&report, m_market, {}}, model, settings);

        const double deviation = 2.0 * std::sqrt(1e12 * 9e-4 - 2.0 * 5e11 * 8e-4 + 2.5e11 * 16e-4);
        QVERIFY(std::abs(var->risk.var - 2.3263478740408408 * deviation) < 1e-3);
        QVERIFY(std::abs(sumOf(var->byLine, &VarContribution::componentVarUsd) - var->risk.var) < 1e-6);
        QVERIFY(std::abs(sumOf(var->byUnderlying, &VarContribution::componentEsUsd) - var->risk.es) < 1e-6);
        QVERIFY(var->byLine[1].componentVarUsd < var->byLine[0].componentVarUsd); // the short hedges
        QVERIFY(!var->errors && var->pnlUsd.empty());
    }

    // A normal world: parametric and simulated VaR of a linear book agree.
    void normalWorld_parametricAndSimulatedAgree()
    {
        std::mt19937_64 random(77);
        std::normal_distribution<double> normal;
        FactorHistory history{{btc, btcVol, eth}, {}, {}};
        for (int day = 0; day < 20000; ++day) {
            history.days.push_back(std::chrono::sys_days(std::chrono::days(day)));
            history.moves.push_back({0.01 * normal(random), 0.0001 * normal(random), 0.01 * normal(random)});
        }
        const RiskReport report =
            reportOf(m_market, BookBuilder().line("BTC-PERPETUAL", 1e6).line("ETH-PERPETUAL", 5e5).build());
        const ScenarioInputs inputs{&report, m_market, {}};

        const auto simulated = simulatedVar(inputs, scenariosOf(history), VarMethod::Historical, {}, {});
        const auto parametric = parametricVar(inputs, *factorModelOf(history), {});

        QVERIFY(std::abs(simulated->risk.var / parametric->risk.var - 1.0) < 0.05);
        QVERIFY(simulated->errors->varLow < parametric->risk.var * 1.02);
    }

    void stress_countsForItsWeight()
    {
        auto moves = randomMoves(400, 12);
        const auto plain = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});
        addStress(moves, "crash", {std::log(0.6), std::log(1.8), std::log(0.5)}, 0.0);
        const auto none = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});
        moves.weights.back() = 20.0;
        const auto heavy = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});

        QCOMPARE(none->risk.var, plain->risk.var);
        QVERIFY(std::abs(none->risk.es - plain->risk.es) < 1e-6);
        QVERIFY(heavy->risk.var >= -heavy->pnlUsd.back() - 1e-6 || heavy->risk.var > plain->risk.var);
    }

    void unmovedUnderlying_isNamed()
    {
        auto moves = randomMoves(100, 1);
        moves.factors[2].underlying = "SOL";

        const auto var = simulatedVar({&m_report, m_market, {}}, moves, VarMethod::Historical, {}, {});

        QCOMPARE(var->notes.size(), std::size_t{1});
        QVERIFY(var->notes[0].find("ETH") != std::string::npos);
    }

    // The table that backtests use gives the revaluation itself.
    void table_isTheRevaluation()
    {
        const ScenarioInputs inputs{&m_report, m_market, {}};
        const auto moves = randomMoves(60, 20);
        const BookRevaluer book(inputs, moves.factors, VolDynamics::StickyStrike);
        const PnlTable table(inputs, moves.factors, VolDynamics::StickyStrike);

        for (const auto& row : moves.logMoves) {
            const double exact = book.pnlUsd(row);
            QVERIFY2(std::abs(table.pnlUsd(row) - exact) < 60.0 + 1e-3 * std::abs(exact),
                     qPrintable(QStringLiteral("%1 %2").arg(table.pnlUsd(row)).arg(exact)));
        }
        QVERIFY(std::abs(table.pnlUsd(std::array{0.0, 0.0, 0.0})) < 1e-6);
    }

    void badSettings_areRefused()
    {
        VarSettings settings;
        settings.horizonDays = 11;
        QCOMPARE(simulatedVar({&m_report, m_market, {}}, randomMoves(50, 1), VarMethod::Historical, settings, {})
                     .error()
                     .code,
                 Errc::BadInput);
        QCOMPARE(simulatedVar({&m_report, m_market, {}}, randomMoves(50, 1), VarMethod::Historical, {}, stoppedToken())
                     .error()
                     .code,
                 Errc::Cancelled);
    }

private:
    SnapshotPtr m_market;
    RiskReport m_report;
};

QTEST_GUILESS_MAIN(TestValueAtRisk)
#include "tst_value_at_risk.moc"

#include "models/forecast/filtered_moves.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

const RiskFactor btc{FactorKind::Spot, "BTC"};
const RiskFactor eth{FactorKind::Spot, "ETH"};

// Moves of a GARCH world with two factors.
FactorHistory garchHistory(int days, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    FactorHistory history{{btc, eth}, {}, {}};
    double a = 8e-4;
    double b = 12e-4;
    for (int day = 0; day < days; ++day) {
        const double z = normal(random);
        const double x = std::sqrt(a) * z;
        const double y = std::sqrt(b) * (0.8 * z + 0.6 * normal(random));
        history.days.push_back(std::chrono::sys_days(std::chrono::days(18000 + day)));
        history.moves.push_back({x, y});
        a = 2e-5 + 0.10 * x * x + 0.875 * a;
        b = 3e-5 + 0.10 * y * y + 0.875 * b;
    }
    return history;
}

} // namespace

class TestFilteredMoves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec F11: a day's standardised move times today's deviation, with the date common to all factors.
    void oneDay_isTheStandardisedMoveAtTodaysVol_data()
    {
        QTest::addColumn<VolFilter>("filter");
        QTest::newRow("EWMA") << VolFilter::Ewma;
        QTest::newRow("GARCH") << VolFilter::Garch;
    }

    void oneDay_isTheStandardisedMoveAtTodaysVol()
    {
        QFETCH(VolFilter, filter);
        const FactorHistory history = garchHistory(400, 8);
        const FilterOptions options{filter, 1, riskMetricsDecay};

        const auto scenarios = filteredScenarios(history, options);

        QCOMPARE(scenarios->logMoves.size(), std::size_t{370});
        for (std::size_t i = 0; i < 2; ++i) {
            const FilteredFactor f = filterFactor(history.column(i), options);
            QCOMPARE(f.variances.size(), history.moves.size() + 1);
            for (std::size_t s = 0; s < scenarios->logMoves.size(); ++s) {
                const double z = history.moves[s + 30][i] / std::sqrt(f.variances[s + 30]);
                QVERIFY(std::abs(scenarios->logMoves[s][i] - z * std::sqrt(f.variances.back())) < 1e-15);
            }
        }
    }

    // Spec F11's worked losses: sigma 3.5 % and z = -2.6, -2.1, -1.7 are 9.10 %, 7.35 % and 5.95 %.
    void workedDeviations_giveTheWorkedLosses()
    {
        for (const auto& [z, loss] : {std::pair(-2.6, .0910), std::pair(-2.1, .0735), std::pair(-1.7, .0595)})
            QVERIFY(std::abs(-z * 0.035 - loss) < 1e-12);
        FactorHistory history = garchHistory(200, 2);
        const FilteredFactor f = filterFactor(history.column(0), {});
        // A day whose move stood 2.6 deviations below gives 2.6 deviations of today.
        history.moves[100][0] = -2.6 * std::sqrt(f.variances[100]);
        const FilteredFactor changed = filterFactor(history.column(0), {});

        const auto scenarios = filteredScenarios(history, {});

        QVERIFY(std::abs(scenarios->logMoves[70][0] + 2.6 * std::sqrt(changed.variances.back())) < 1e-12);
    }

    // Over several days the path's own moves carry the variance on.
    void severalDays_updateTheVarianceAlongThePath()
    {
        const FactorHistory history = garchHistory(300, 5);
        FilterOptions options;
        options.horizonDays = 3;
        const FilteredFactor f = filterFactor(history.column(1), options);

        const auto scenarios = filteredScenarios(history, options);

        QCOMPARE(scenarios->logMoves.size(), std::size_t{300 - 30 - 2});
        double variance = f.variances.back();
        double sum = 0.0;
        for (std::size_t day = 40; day < 43; ++day) {
            const double move = history.moves[day][1] / std::sqrt(f.variances[day]) * std::sqrt(variance);
            variance = 0.94 * variance + 0.06 * move * move;
            sum += move;
        }
        QVERIFY(std::abs(scenarios->logMoves[10][1] - sum) < 1e-14);
        QCOMPARE(filteredScenarios(garchHistory(50, 1), options).error().code, Errc::Undetermined);
    }

    // Nothing of a day's forecast comes from that day or later.
    void walk_looksAtNothingAhead()
    {
        FactorHistory history = garchHistory(700, 31);
        const auto pnl = [](std::span<const double> m) { return 1e6 * m[0]; };
        for (const VarMethod method : {VarMethod::Historical, VarMethod::FilteredHistorical, VarMethod::Parametric}) {
            WalkVarOptions options;
            options.method = method;
            options.filter.filter = VolFilter::Garch;
            const auto before = walkVar(history, pnl, options);
            FactorHistory changed = history;
            changed.moves.back()[0] = -0.5;
            const auto after = walkVar(changed, pnl, options);

            QCOMPARE(after->back().var, before->back().var);
            QCOMPARE(after->back().es, before->back().es);
            QVERIFY(after->back().exceeded());
        }
    }

    // In a GARCH world filtering meets its confidence and its exceptions come apart; plain history bunches them.
    void garchWorld_isMetByFilteredSimulation()
    {
        const FactorHistory history = garchHistory(3000, 44);
        const auto pnl = [](std::span<const double> m) { return 1e6 * m[0] - 5e5 * m[1]; };
        WalkVarOptions options;
        options.confidence = 0.975;
        const auto days = walkVar(history, pnl, options);

        const auto filtered = backtestVar(*days, 0.975);

        const int exceptions = static_cast<int>(filtered->exceptions.size());
        qInfo("%d days: %d exceptions, %d to %d accepted, Z2 %.2f", filtered->days, exceptions,
              filtered->accepted.fewest, filtered->accepted.most, filtered->shortfallZ2);
        QVERIFY(!filtered->kupiec.rejected);
        QVERIFY(std::abs(filtered->shortfallZ2) < criticalShortfallZ2);
    }

    void shortHistory_isUndetermined()
    {
        QCOMPARE(walkVar(garchHistory(400, 1), [](std::span<const double>) { return 0.0; }, {}).error().code,
                 Errc::Undetermined);
    }
};

QTEST_GUILESS_MAIN(TestFilteredMoves)
#include "tst_filtered_moves.moc"

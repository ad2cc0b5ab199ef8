#include "models/risk/linear_solve.h"
#include "models/risk/reverse_stress.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

using namespace ballast;
using namespace ballast::test;

namespace {

const RiskFactor btc{FactorKind::Spot, "BTC"};
const RiskFactor btcVol{FactorKind::Vol, "BTC"};
const RiskFactor eth{FactorKind::Spot, "ETH"};

FactorModel spotAndVol(double rho)
{
    return {{btc, btcVol}, {0.03 * 0.03, rho * 0.0012, rho * 0.0012, 0.04 * 0.04}, 100, "test"};
}

// Least deviations at which the target breaks, over a fine polar grid of the whitened plane.
double bruteForce(const FactorModel& model, const StressTarget& target)
{
    const double s1 = model.deviation(0);
    const double s2 = model.deviation(1);
    const double rho = model.correlation(0, 1);
    double least = 10.0;
    for (int i = 0; i < 1440; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / 1440;
        const double u = std::cos(angle);
        const double v = std::sin(angle);
        for (double radius = 0.005; radius < least; radius += 0.005) {
            const std::array moves{s1 * u * radius, s2 * (rho * u + std::sqrt(1.0 - rho * rho) * v) * radius};
            if (target.headroom(moves) < 0.0)
                least = radius;
        }
    }
    return least;
}

// The same along random directions: L z with L L' the covariance, scanned outwards.
double nearestOfRandom(const FactorModel& model, const StressTarget& target, int directions, double widest)
{
    const std::size_t n = model.factors.size();
    const auto root = choleskyFactor(model.covariance);
    std::mt19937_64 random(99);
    std::normal_distribution<double> normal;
    double least = std::numeric_limits<double>::infinity();
    for (int d = 0; d < directions; ++d) {
        std::vector<double> z(n);
        double square = 0.0;
        for (double& each : z) {
            each = normal(random);
            square += each * each;
        }
        const double reach = std::min(least, widest);
        for (int step = 1; step <= 50; ++step) {
            const double radius = reach * step / 50.0;
            std::vector<double> moves(n, 0.0);
            for (std::size_t i = 0; i < n; ++i) {
                for (std::size_t k = 0; k <= i; ++k)
                    moves[i] += (*root)[i * n + k] * z[k] * radius / std::sqrt(square);
            }
            if (target.headroom(moves) < 0.0) {
                least = radius;
                break;
            }
        }
    }
    return least;
}

} // namespace

class TestReverseStress : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A linear book of w USD per factor loses L nearest at L / sqrt(w' S w).
    void linearBook_breaksAtTheKnownDistance()
    {
        const FactorModel model{{btc, eth}, {9e-4, 6e-4, 6e-4, 16e-4}, 100, "test"};
        const StressTarget target{"loss", [](std::span<const double> m) { return 1e5 + 1e6 * m[0] + 5e5 * m[1]; }};

        const auto stress = reverseStress(model, std::array{target}, {}, {});

        const double deviation = std::sqrt(1e12 * 9e-4 + 2.0 * 5e11 * 6e-4 + 2.5e11 * 16e-4);
        QCOMPARE(stress->status, ReverseStressStatus::Found);
        QVERIFY2(std::abs(stress->deviations - 1e5 / deviation) < 1e-5,
                 qPrintable(QString::number(stress->deviations)));
        QCOMPARE(stress->broken, std::string("loss"));
        // Along the covariance: S w.
        QVERIFY(std::abs(stress->logMoves[0] / stress->logMoves[1] - (9e8 + 3e8) / (6e8 + 8e8)) < 2e-3);
    }

    void smallBooks_breakWhereBruteForceSays_data()
    {
        QTest::addColumn<QString>("option");
        QTest::addColumn<double>("quantity");
        QTest::addColumn<double>("rho");
        QTest::newRow("short strangle leg") << QStringLiteral("BTC-31JAN26-110000-C") << -10.0 << 0.0;
        QTest::newRow("short put, vol rises as spot falls") << QStringLiteral("BTC-31JAN26-90000-P") << -20.0 << -0.5;
        QTest::newRow("long call decays nowhere") << QStringLiteral("BTC-31JAN26-100000-C") << 5.0 << 0.3;
    }

    void smallBooks_breakWhereBruteForceSays()
    {
        QFETCH(QString, option);
        QFETCH(double, quantity);
        QFETCH(double, rho);
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder()
                                                       .line(option.toStdString(), quantity)
                                                       .line("BTC-31JAN26-110000-C", quantity < 0.0 ? -3.0 : 2.0)
                                                       .build());
        const ScenarioInputs inputs{&report, market, {}};
        const FactorModel model = spotAndVol(rho);
        const StressTarget target = lossTarget(inputs, model.factors, 15000.0, VolDynamics::StickyStrike);

        const auto stress = reverseStress(model, std::array{target}, {}, {});

        const double brute = bruteForce(model, target);
        QCOMPARE(stress->status, ReverseStressStatus::Found);
        QVERIFY2(std::abs(stress->deviations - brute) < 0.006,
                 qPrintable(QStringLiteral("%1, brute force %2").arg(stress->deviations).arg(brute)));
        QVERIFY(std::abs(target.headroom(stress->logMoves)) < 1.0);
        QVERIFY(target.headroom(stress->logMoves) < 0.0);
    }

    void randomBooks_screenSearchIsBruteForce_data()
    {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 12; ++seed)
            QTest::newRow(qPrintable(QStringLiteral("book %1").arg(seed))) << seed;
    }

    // Spot and vol of two coins, books of both signs: nothing that many random directions find breaks nearer than what
    // the few directions of the screen find after refining.
    void randomBooks_screenSearchIsBruteForce()
    {
        QFETCH(unsigned, seed);
        std::mt19937 random(seed);
        const auto quantity = [&random] { return static_cast<double>(random() % 41) - 20.0; };
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder()
                                                       .line("BTC-31JAN26-90000-P", quantity())
                                                       .line("BTC-31JAN26-110000-C", quantity())
                                                       .line("BTC-26JUN26-140000-C", quantity())
                                                       .line("ETH-31JAN26-3000-P", 10.0 * quantity())
                                                       .line("BTC-PERPETUAL", 20000.0 * quantity())
                                                       .line("ETH-PERPETUAL", 10000.0 * quantity())
                                                       .build());
        const FactorModel model = impliedFactorModel(std::array{VolLevel{"BTC", 0.5}, VolLevel{"ETH", 0.7}});
        QCOMPARE(model.factors.size(), std::size_t{4});
        const StressTarget target =
            lossTarget({&report, market, {}}, model.factors, 60000.0, VolDynamics::StickyStrike);
        ReverseStressOptions quick;
        quick.directions = quickDirections;

        const auto few = reverseStress(model, std::array{target}, quick, {});
        const auto many = reverseStress(model, std::array{target}, {}, {});

        const double brute = nearestOfRandom(model, target, 4000, 10.0);
        QVERIFY2(few->status == many->status, qPrintable(QStringLiteral("%1 of few, %2 of many, %3 of brute force")
                                                             .arg(few->deviations)
                                                             .arg(many->deviations)
                                                             .arg(brute)));
        if (few->status != ReverseStressStatus::Found) {
            QVERIFY(!std::isfinite(brute));
            return;
        }
        QVERIFY2(few->deviations <= brute * 1.001 && few->deviations <= many->deviations * 1.001,
                 qPrintable(QStringLiteral("%1 of few, %2 of many, %3 of brute force")
                                .arg(few->deviations)
                                .arg(many->deviations)
                                .arg(brute)));
        QVERIFY(std::abs(target.headroom(few->logMoves)) < 5.0);
    }

    void path_leadsFromNothingToTheBreak()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder().line("BTC-31JAN26-90000-P", -20.0).build());
        const FactorModel model = spotAndVol(0.0);

        const auto stress = reverseStress(
            model, std::array{lossTarget({&report, market, {}}, model.factors, 20000.0, VolDynamics::StickyStrike)}, {},
            {});

        QCOMPARE(stress->path.front().deviations, 0.0);
        QCOMPARE(stress->path.front().headroom, 20000.0);
        QCOMPARE(stress->path.back().deviations, stress->deviations);
        QVERIFY(stress->path.back().headroom < 0.0);
        for (std::size_t i = 0; i + 1 < stress->path.size(); ++i)
            QVERIFY(stress->path[i].headroom >= 0.0);
        QVERIFY(std::abs(stress->factorDeviations[0] - stress->logMoves[0] / 0.03) < 1e-9);
    }

    void limit_isATargetToo()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, BookBuilder().line("BTC-31JAN26-110000-C", 10.0).build());
        const FactorModel model = spotAndVol(0.0);
        Limit limit{"delta", LimitMetric::DeltaCoin, "BTC", {}, {}, {}};
        limit.hard.upper = 4.0;

        const auto stress = reverseStress(
            model, std::array{limitTarget({&report, market, {}}, model.factors, limit, VolDynamics::StickyStrike)}, {},
            {});
        limit.hard.upper = 1.0;
        const auto broken = reverseStress(
            model, std::array{limitTarget({&report, market, {}}, model.factors, limit, VolDynamics::StickyStrike)}, {},
            {});

        QCOMPARE(stress->status, ReverseStressStatus::Found);
        QVERIFY(stress->logMoves[0] > 0.0);
        const auto after = runScenario({&report, market, {}},
                                       scenarioOf(model.factors, stress->logMoves, VolDynamics::StickyStrike), {});
        QVERIFY(std::abs(after->totalsAfter.deltaCoin - 4.0) < 1e-5);
        QCOMPARE(broken->status, ReverseStressStatus::AlreadyBroken);
    }

    void longerHorizon_isNearerInDeviations()
    {
        const FactorModel model = spotAndVol(0.0);
        const StressTarget target{"loss", [](std::span<const double> m) { return 1e5 + 1e6 * m[0]; }};
        ReverseStressOptions tenDays;
        tenDays.horizonDays = 10.0;

        const auto one = reverseStress(model, std::array{target}, {}, {});
        const auto ten = reverseStress(model, std::array{target}, tenDays, {});

        QVERIFY(std::abs(one->deviations / ten->deviations - std::sqrt(10.0)) < 1e-4);
        QVERIFY(std::abs(one->logMoves[0] - ten->logMoves[0]) < 1e-5);
    }

    // A stop in the middle of the refinement is heard before one more direction is looked along.
    void stoppedWhileRefining_isCancelledSoon()
    {
        int evaluations = 0;
        std::stop_source stop;
        const StressTarget counted{"loss", [&](std::span<const double> m) {
                                       ++evaluations;
                                       return 1e5 + 1e6 * m[0] - 2e5 * m[1] * m[1];
                                   }};
        const int whole = reverseStress(spotAndVol(0.3), std::array{counted}, {}, {})->evaluations;
        evaluations = 0;
        int atStop = whole * 9 / 10;
        const StressTarget stopping{"loss", [&](std::span<const double> m) {
                                        if (evaluations == atStop)
                                            stop.request_stop();
                                        return counted.headroom(m);
                                    }};

        const auto cancelled = reverseStress(spotAndVol(0.3), std::array{stopping}, {}, stop.get_token());

        QCOMPARE(cancelled->status, ReverseStressStatus::Cancelled);
        QVERIFY2(evaluations - atStop < 100, qPrintable(QString::number(evaluations - atStop)));
    }

    void whatNothingBreaks_isNotReached()
    {
        const StressTarget safe{"loss", [](std::span<const double>) { return 1.0; }};
        const StressTarget near{"loss", [](std::span<const double> m) { return 0.01 + m[0]; }};

        QCOMPARE(reverseStress(spotAndVol(0.0), std::array{safe}, {}, {})->status, ReverseStressStatus::NotReached);
        QCOMPARE(reverseStress(spotAndVol(0.0), std::array{near}, {}, stoppedToken())->status,
                 ReverseStressStatus::Cancelled);
        QCOMPARE(reverseStress(spotAndVol(1.0), std::array{near}, {}, {}).error().code, Errc::Undetermined);
    }
};

QTEST_GUILESS_MAIN(TestReverseStress)
#include "tst_reverse_stress.moc"

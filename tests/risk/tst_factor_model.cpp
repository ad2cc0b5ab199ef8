#include "models/risk/factor_history.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace ballast;
using ballast::test::timeOf;

namespace {

const RiskFactor btc{FactorKind::Spot, "BTC"};
const RiskFactor eth{FactorKind::Spot, "ETH"};
const RiskFactor btcVol{FactorKind::Vol, "BTC"};

FactorSeries series(const RiskFactor& factor, std::vector<std::pair<int, double>> closes)
{
    FactorSeries s{factor, {factorName(factor), {}}};
    for (const auto& [day, close] : closes)
        s.levels.bars.push_back({timeOf("2024-01-01") + std::chrono::hours(24 * day), close, close, close, close});
    return s;
}

FactorModel twoFactors(double s1, double s2, double rho)
{
    return {{btc, eth}, {s1 * s1, rho * s1 * s2, rho * s1 * s2, s2 * s2}, 100, "test"};
}

} // namespace

class TestFactorModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Days that one series lacks are bridged for all.
    void histories_areAlignedByDay()
    {
        std::vector<std::pair<int, double>> first;
        std::vector<std::pair<int, double>> second;
        for (int day = 0; day < 40; ++day) {
            first.push_back({day, 100.0 * std::exp(0.01 * day)});
            if (day != 5)
                second.push_back({day, 50.0 * std::exp(0.02 * day)});
        }

        const auto history = alignedHistory(std::array{series(btc, first), series(eth, second)});

        QVERIFY(history.ok());
        QCOMPARE(history->moves.size(), std::size_t{38});
        QVERIFY(std::abs(history->moves[4][0] - 0.02) < 1e-12); // from day 4 to day 6
        QVERIFY(std::abs(history->moves[4][1] - 0.04) < 1e-12);
        QVERIFY(std::abs(history->moves[5][1] - 0.02) < 1e-12);
        QCOMPARE(alignedHistory(std::array{series(btc, {{0, 1.0}, {1, 2.0}})}).error().code, Errc::Undetermined);
    }

    void overlappingMoves_areRunningSums()
    {
        FactorHistory daily{{btc}, {}, {}};
        for (int day = 0; day < 5; ++day) {
            daily.days.push_back(std::chrono::sys_days(std::chrono::days(day)));
            daily.moves.push_back({static_cast<double>(day)});
        }

        const FactorHistory three = overlappingMoves(daily, 3);

        QCOMPARE(three.moves.size(), std::size_t{3});
        QCOMPARE(three.moves[0][0], 3.0);
        QCOMPARE(three.moves[2][0], 9.0);
        QCOMPARE(three.days[0], daily.days[2]);
    }

    void covariance_isFoundAgain()
    {
        std::mt19937_64 random(2);
        std::normal_distribution<double> normal;
        FactorHistory history{{btc, eth}, {}, {}};
        for (int day = 0; day < 20000; ++day) {
            const double a = normal(random);
            history.moves.push_back({0.03 * a, 0.04 * (0.8 * a + 0.6 * normal(random))});
        }

        const auto model = factorModelOf(history);

        QVERIFY(std::abs(model->deviation(0) - 0.03) < 5e-4);
        QVERIFY(std::abs(model->deviation(1) - 0.04) < 7e-4);
        QVERIFY(std::abs(model->correlation(0, 1) - 0.8) < 0.01);
    }

    // Two factors: E[y | x] = rho s2 / s1 x.
    void unshockedFactor_followsItsConditionalExpectation()
    {
        const auto moves = conditionalMoves(twoFactors(0.03, 0.05, 0.8), std::array{GivenMove{0, -0.1}});

        QVERIFY(std::abs((*moves)[0] + 0.1) < 1e-15);
        QVERIFY(std::abs((*moves)[1] + 0.8 * 0.05 / 0.03 * 0.1) < 1e-12);
    }

    void factorsThatDetermineEachOther_areRefused()
    {
        const auto moves =
            conditionalMoves(twoFactors(0.03, 0.05, 1.0), std::array{GivenMove{0, -0.1}, GivenMove{1, 0.0}});

        QCOMPARE(moves.error().code, Errc::Undetermined);
    }

    void scenario_isCompletedByTheModel()
    {
        FactorModel model{{btc, eth, btcVol}, {}, 100, "test"};
        const std::array deviations{0.03, 0.05, 0.04};
        const double rho[3][3] = {{1.0, 0.8, -0.5}, {0.8, 1.0, -0.4}, {-0.5, -0.4, 1.0}};
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j)
                model.covariance.push_back(rho[i][j] * deviations[i] * deviations[j]);
        }
        Scenario fall;
        fall.shocks.push_back({});
        fall.shocks.back().underlying = "BTC";
        fall.shocks.back().spot = -0.2;

        const auto whole = propagated(fall, model, {});

        const double move = std::log(0.8);
        QCOMPARE(shockFor(*whole, "BTC").spot, -0.2);
        QVERIFY(std::abs(std::log1p(shockFor(*whole, "ETH").spot) - 0.8 * 0.05 / 0.03 * move) < 1e-12);
        QVERIFY(std::abs(std::log1p(shockFor(*whole, "BTC").volRelative) + 0.5 * 0.04 / 0.03 * move) < 1e-12);
        QVERIFY(shockFor(*whole, "BTC").volRelative > 0.0);
        QCOMPARE(*propagated({}, model, {}), Scenario{});
    }

    // Vol points that are given count against the vol's level: the rest of them is left alone.
    void volPoints_areAGivenMove()
    {
        FactorModel model{{btc, btcVol}, {9e-4, -6e-4, -6e-4, 16e-4}, 100, "test"};
        Scenario rise;
        rise.shocks.push_back({});
        rise.shocks.back().underlying = "BTC";
        rise.shocks.back().volPoints = 25.0;

        const auto whole = propagated(rise, model, std::array{VolLevel{"BTC", 0.5}});

        QCOMPARE(shockFor(*whole, "BTC").volRelative, 0.0);
        QVERIFY(std::abs(std::log1p(shockFor(*whole, "BTC").spot) + 6e-4 / 16e-4 * std::log(1.5)) < 1e-12);
    }

    void impliedModel_hasTheVolsItIsGiven()
    {
        const FactorModel model = impliedFactorModel(std::array{VolLevel{"BTC", 0.5}, VolLevel{"ETH", 0.7}});

        QCOMPARE(model.factors.size(), std::size_t{4});
        QVERIFY(std::abs(model.deviation(*model.find(eth)) - 0.7 / std::sqrt(365.0)) < 1e-12);
        QVERIFY(std::abs(model.correlation(*model.find(btc), *model.find(btcVol)) + 0.26) < 1e-12);
        QVERIFY(std::abs(model.correlation(*model.find(eth), *model.find(btcVol)) + 0.26 * 0.84) < 1e-12);
        QVERIFY(!model.find({FactorKind::Spot, "SOL"}));
    }
};

QTEST_GUILESS_MAIN(TestFactorModel)
#include "tst_factor_model.moc"

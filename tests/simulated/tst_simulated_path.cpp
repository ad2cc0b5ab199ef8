#include "app/feeds/simulated/market_factors.h"
#include "app/feeds/simulated/week_clock.h"
#include "models/market/calendar.h"
#include "tests/simulated/simulated_checks.h"

#include <QTest>

using namespace ballast;

namespace {

struct Path
{
    std::vector<double> logBtc;
    std::vector<double> logEth;
    std::vector<double> btcVol; // implied, instantaneous
    std::vector<double> btcSkew;
    std::vector<double> premium;
    std::vector<double> funding;
};

SimulationSettings defaults()
{
    return {};
}

// Samples every `sampleSeconds`, integrated in pieces of `subStep`.
Path pathOf(std::uint64_t seed, double days, double sampleSeconds, double subStep)
{
    MarketFactors factors(defaults().underlyings, seed);
    Path path;
    for (double t = 0.0; t < days * 86400.0; t += sampleSeconds) {
        for (double s = 0.0; s < sampleSeconds; s += subStep)
            factors.advance(subStep, 1.0);
        const FactorState btc = factors.state(0);
        path.logBtc.push_back(std::log(btc.spotUsd));
        path.logEth.push_back(std::log(factors.state(1).spotUsd));
        path.btcVol.push_back(std::sqrt(btc.slowVariance + btc.fastVariance));
        path.btcSkew.push_back(btc.skewShort);
        path.premium.push_back(btc.perpetualPremium);
        path.funding.push_back(btc.fundingRate8h);
    }
    return path;
}

double annualVol(const std::vector<double>& logPrices, double sampleSeconds)
{
    double sum = 0.0;
    const auto returns = test::differencesOf(logPrices);
    for (const double r : returns)
        sum += r * r;
    return std::sqrt(sum / static_cast<double>(returns.size()) * secondsPerYear / sampleSeconds);
}

} // namespace

class TestSimulatedPath : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void realisedVol_isThatOfTheSettings()
    {
        std::vector<double> btc;
        std::vector<double> eth;
        for (std::uint64_t seed = 1; seed <= 12; ++seed) {
            const Path path = pathOf(seed, 60.0, 600.0, 60.0);
            btc.push_back(annualVol(path.logBtc, 600.0));
            eth.push_back(annualVol(path.logEth, 600.0));
        }

        const auto settings = defaults().underlyings;
        QVERIFY2(std::abs(test::meanOf(btc) / settings[0].realisedVol - 1.0) < 0.08,
                 QByteArray::number(test::meanOf(btc)));
        QVERIFY2(std::abs(test::meanOf(eth) / settings[1].realisedVol - 1.0) < 0.08,
                 QByteArray::number(test::meanOf(eth)));
    }

    void oneBigStep_hasTheStatisticsOfManySmallOnes()
    {
        std::vector<double> fine;
        std::vector<double> coarse;
        for (std::uint64_t seed = 1; seed <= 24; ++seed) {
            fine.push_back(annualVol(pathOf(seed, 4.0, 1800.0, 10.0).logBtc, 1800.0));
            coarse.push_back(annualVol(pathOf(100 + seed, 4.0, 1800.0, 60.0).logBtc, 1800.0));
        }

        // The standard error of each mean is about 0.01.
        QVERIFY2(std::abs(test::meanOf(fine) - test::meanOf(coarse)) < 0.05,
                 QByteArray::number(test::meanOf(fine) - test::meanOf(coarse)));
    }

    void bitcoinAndEther_moveTogether()
    {
        const Path path = pathOf(3, 20.0, 600.0, 60.0);

        const double correlation =
            test::correlationOf(test::differencesOf(path.logBtc), test::differencesOf(path.logEth));

        QVERIFY2(correlation > 0.75 && correlation < 0.97, QByteArray::number(correlation));
    }

    void fallingSpot_raisesVolAndSteepensSkew()
    {
        const Path path = pathOf(5, 20.0, 600.0, 60.0);
        const auto returns = test::differencesOf(path.logBtc);

        QVERIFY(test::correlationOf(returns, test::differencesOf(path.btcVol)) < -0.2);
        QVERIFY(test::correlationOf(returns, test::differencesOf(path.btcSkew)) < -0.2);
    }

    void jumps_giveFatTails()
    {
        const auto returns = test::differencesOf(pathOf(4, 60.0, 600.0, 60.0).logBtc);
        const double variance = test::covarianceOf(returns, returns);
        double fourth = 0.0;
        for (const double r : returns)
            fourth += r * r * r * r;

        const double kurtosis = fourth / static_cast<double>(returns.size()) / (variance * variance);

        QVERIFY2(kurtosis > 6.0, QByteArray::number(kurtosis));
    }

    void funding_followsThePremium()
    {
        const Path path = pathOf(6, 60.0, 600.0, 60.0);
        const std::size_t window = 48; // eight hours
        std::vector<double> smoothed;
        std::vector<double> funding;
        for (std::size_t i = window; i < path.premium.size(); i += 12) {
            const auto begin = path.premium.begin() + static_cast<std::ptrdiff_t>(i - window);
            smoothed.push_back(std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(window), 0.0) / 48.0);
            funding.push_back(path.funding[i]);
        }

        const double correlation = test::correlationOf(smoothed, funding);

        QVERIFY2(correlation > 0.6, QByteArray::number(correlation));
        // On average a perpetual's holder pays about the short basis: a few per cent a year.
        const double annual = test::meanOf(path.funding) * 3.0 * 365.0;
        QVERIFY2(annual > 0.0 && annual < 0.15, QByteArray::number(annual));
    }

    void randomNumbers_haveTheirMoments()
    {
        SimulationRandom random(42, 3);
        std::vector<double> normals(200'000);
        std::vector<double> uniforms(200'000);
        for (std::size_t i = 0; i < normals.size(); ++i) {
            normals[i] = random.normal();
            uniforms[i] = random.uniform();
        }

        QVERIFY(std::abs(test::meanOf(normals)) < 0.01);
        QVERIFY(std::abs(test::covarianceOf(normals, normals) - 1.0) < 0.015);
        QVERIFY(std::abs(test::meanOf(uniforms) - 0.5) < 0.003);
        QVERIFY(std::abs(test::covarianceOf(uniforms, uniforms) - 1.0 / 12.0) < 0.001);
        QVERIFY(SimulationRandom(42, 3).uniform() != SimulationRandom(42, 4).uniform());
    }
};

QTEST_GUILESS_MAIN(TestSimulatedPath)
#include "tst_simulated_path.moc"

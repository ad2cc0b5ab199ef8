#include "models/forecast/ewma.h"
#include "models/forecast/realised_vol.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <array>
#include <cmath>
#include <random>

using namespace ballast;
using ballast::test::timeOf;

namespace {

constexpr std::array<double, 5> workedReturns{.02, -.015, .03, -.04, .01}; // spec F9

PriceBar bar(Timestamp at, double open, double high, double low, double close)
{
    return {at, open, high, low, close};
}

// Days of a driftless walk in `steps` equal steps a day.
PriceSeries walk(int days, int steps, double annual, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    const double perStep = annual / std::sqrt(365.0 * steps);
    PriceSeries series{"BTC", {}};
    double price = 100.0;
    for (int day = 0; day < days; ++day) {
        PriceBar b = bar(timeOf("2024-01-01") + std::chrono::hours(24 * day), price, price, price, price);
        for (int step = 0; step < steps; ++step) {
            price *= std::exp(perStep * normal(random));
            b.high = std::max(b.high, price);
            b.low = std::min(b.low, price);
        }
        b.close = price;
        series.bars.push_back(b);
    }
    return series;
}

} // namespace

class TestRealisedVol : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ewma_matchesTheWorkedNumber()
    {
        const double variance = ewmaVariance(workedReturns, 4e-4);

        QVERIFY2(std::abs(variance - 4.674669e-4) < 5e-11, qPrintable(QString::number(variance, 'g', 10)));
        QVERIFY(std::abs(annualVol(variance) - .4131) < 5e-5);
        QCOMPARE(ewmaPath(workedReturns, 4e-4).back(), variance);
    }

    void rangeEstimators_matchTheirFormulas()
    {
        const PriceBar b = bar({}, 100.0, 110.0, 95.0, 105.0);
        const double hl = std::log(110.0 / 95.0);
        const double co = std::log(105.0 / 100.0);

        QVERIFY(std::abs(parkinsonVariance(b) - hl * hl / (4.0 * std::log(2.0))) < 1e-15);
        QVERIFY(std::abs(garmanKlassVariance(b) - (0.5 * hl * hl - (2.0 * std::log(2.0) - 1.0) * co * co)) < 1e-15);
    }

    // All three estimate the same vol on a fine walk; ranges see a little less than the continuous path's.
    void estimators_findTheVolOfAWalk()
    {
        const PriceSeries series = walk(4000, 500, 0.6, 11);
        const auto closes = closesOf(series);

        QVERIFY(std::abs(annualVol(closeCloseVariance(logReturns(closes))) - 0.6) < 0.02);
        QVERIFY(std::abs(annualVol(parkinsonVariance(std::span<const PriceBar>(series.bars))) - 0.6) < 0.035);
        QVERIFY(std::abs(annualVol(garmanKlassVariance(std::span<const PriceBar>(series.bars))) - 0.6) < 0.035);
    }

    void hourlyBars_becomeDaysAndSquaredReturnSums()
    {
        PriceSeries hourly{"BTC", {}};
        const Timestamp start = timeOf("2024-01-01");
        for (int hour = 0; hour < 72; ++hour) {
            const double close = 100.0 * std::exp(hour % 2 == 0 ? 0.01 : 0.0);
            hourly.bars.push_back(bar(start + std::chrono::hours(hour), 100.0, 101.5, 99.5, close));
        }

        const auto days = dailyVariances(hourly);
        const PriceSeries daily = dailyBars(hourly);

        QCOMPARE(daily.bars.size(), std::size_t{3});
        QCOMPARE(daily.bars[1].high, 101.5);
        QCOMPARE(days.size(), std::size_t{2});
        QCOMPARE(days[0].source, VarianceSource::SquaredReturns);
        QVERIFY(std::abs(days[0].variance - 24 * 1e-4) < 1e-12);
    }

    void dailyVariance_namesItsSource_data()
    {
        QTest::addColumn<double>("high");
        QTest::addColumn<VarianceSource>("source");
        QTest::newRow("bars with a range") << 108.0 << VarianceSource::Range;
        QTest::newRow("closes only") << 104.0 << VarianceSource::CloseToClose;
    }

    void dailyVariance_namesItsSource()
    {
        QFETCH(double, high);
        QFETCH(VarianceSource, source);
        const Timestamp start = timeOf("2024-01-01");
        const PriceSeries series{
            "BTC",
            {bar(start, 100.0, 100.0, 100.0, 100.0), bar(start + std::chrono::hours(24), 104.0, high, 104.0, 104.0)}};

        const auto days = dailyVariances(series);

        QCOMPARE(days.size(), std::size_t{1});
        QCOMPARE(days[0].source, source);
        QVERIFY(days[0].variance > leastDailyVariance);
        QVERIFY(std::abs(days[0].logReturn - std::log(1.04)) < 1e-15);
    }
};

QTEST_GUILESS_MAIN(TestRealisedVol)
#include "tst_realised_vol.moc"

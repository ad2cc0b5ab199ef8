#include "models/forecast/vol_forecast.h"
#include "tests/support/csv_table.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

namespace {

// Daily bars of a GARCH world with a fine path inside each day, so that ranges and squared returns agree.
PriceSeries garchWorld(int days, unsigned seed)
{
    std::mt19937_64 random(seed);
    std::normal_distribution<double> normal;
    PriceSeries series{"BTC", {}};
    double price = 50000.0;
    double variance = 8e-4;
    for (int day = 0; day < days; ++day) {
        double r = 0.0;
        for (int hour = 0; hour < 24; ++hour) {
            const double step = std::sqrt(variance / 24.0) * normal(random);
            r += step;
            const double next = price * std::exp(step);
            series.bars.push_back({timeOf("2022-01-01") + std::chrono::hours(24 * day + hour), price,
                                   std::max(price, next), std::min(price, next), next});
            price = next;
        }
        variance = 3e-5 + 0.10 * r * r + 0.86 * variance;
    }
    return series;
}

const ModelForecast& modelOf(const VolForecast& forecast, const std::string& name)
{
    return *std::ranges::find(forecast.models, name, &ModelForecast::name);
}

} // namespace

class TestVolForecast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allModels_areScoredOnTheSameDays()
    {
        const auto forecast = forecastVol(garchWorld(700, 4), {}, {});

        QVERIFY2(forecast.ok(), forecast ? "" : forecast.error().message.c_str());
        QCOMPARE(forecast->models.size(), std::size_t{9});
        const int days = forecast->models.front().daysScored;
        QVERIFY(days > 300);
        for (const ModelForecast& model : forecast->models) {
            QVERIFY2(model.vol && *model.vol > 0.1 && *model.vol < 3.0, model.name.c_str());
            QVERIFY2(model.qlike && *model.qlike > 0.0, model.name.c_str());
            QCOMPARE(model.daysScored, days);
            QCOMPARE(model.againstBest.has_value(), model.name != forecast->best);
        }
        const auto best = std::ranges::min_element(forecast->models, {}, [](const auto& m) { return *m.qlike; });
        QCOMPARE(forecast->best, best->name);
        QCOMPARE(*forecast->bestVol, *best->vol);
    }

    // Where vol follows a GARCH, GARCH beats the flat mean, and the combination is no worse than the worst.
    void garchWorld_isForecastBestByModelsOfItsKind()
    {
        const auto forecast = forecastVol(garchWorld(1400, 12), {}, {});

        QVERIFY(*modelOf(*forecast, "garch").qlike < *modelOf(*forecast, "close-close-30d").qlike);
        double sum = 0.0;
        for (const ModelForecast& model : forecast->models)
            sum += model.combinationWeight.value_or(0.0);
        QVERIFY(std::abs(sum - 1.0) < 1e-12);
        QVERIFY(!modelOf(*forecast, "combination").combinationWeight);
    }

    // A forecast never changes by what comes after it.
    void forecast_looksAtNothingAhead()
    {
        const PriceSeries whole = garchWorld(500, 21);
        const auto days = dailyVariances(whole);
        const auto shorter = std::vector(days.begin(), days.begin() + 400);
        const WalkOptions options{3, 300, 30, 1000, {}};

        for (const ForecastModel& model : forecastModels(false)) {
            const auto all = model.walk(varianceHistory(days), options);
            const auto cut = model.walk(varianceHistory(shorter), options);

            QCOMPARE(cut.size(), std::size_t{100});
            QVERIFY2(std::ranges::equal(cut, std::span(all).first(100)), model.name.c_str());
        }
    }

    void volIndex_addsARegression()
    {
        const PriceSeries prices = garchWorld(500, 30);
        PriceSeries index{"DVOL", {}};
        std::mt19937_64 random(31);
        std::normal_distribution<double> normal;
        for (const DayVariance& day : dailyVariances(prices)) {
            const double points = 100.0 * annualVol(day.variance) * std::exp(0.2 * normal(random));
            index.bars.push_back({day.day, points, points, points, points});
        }
        VolForecastOptions options;
        options.volIndex = &index;

        const auto forecast = forecastVol(prices, options, {});

        QVERIFY(modelOf(*forecast, "har-implied").qlike.has_value());
    }

    void shortHistory_isUndetermined()
    {
        QCOMPARE(forecastVol(garchWorld(100, 1), {}, {}).error().code, Errc::Undetermined);
        QCOMPARE(forecastVol(garchWorld(400, 1), {}, stoppedToken()).error().code, Errc::Cancelled);
    }

    // Bitcoin 2024 to 2026, hourly: models that follow the vol beat the 30-day mean of daily returns clearly.
    void bitcoin_isForecastBetterThanByTheMeanOfThirtyDays()
    {
        const auto path = sharedData("series/prices_hourly_usdm_2024_2026/BTCUSDT_USDM_1h.csv");
        if (!path)
            QSKIP("no shared reference data here");
        const CsvTable table = readCsvTable(*path);
        PriceSeries series{"BTC", {}};
        for (std::size_t row = 0; row < table.rows.size(); ++row)
            series.bars.push_back({timeOf(table.cell(row, "timestamp")), table.number(row, "open"),
                                   table.number(row, "high"), table.number(row, "low"), table.number(row, "close")});

        for (const int horizon : {1, 7}) {
            VolForecastOptions options;
            options.horizonDays = horizon;
            const auto forecast = forecastVol(series, options, {});
            QVERIFY(forecast.ok());
            const ModelForecast& flat = modelOf(*forecast, "close-close-30d");
            for (const ModelForecast& model : forecast->models)
                qInfo("%d d %-16s vol %.3f QLIKE %.4f t %+.2f", horizon, model.name.c_str(), *model.vol, *model.qlike,
                      model.againstBest ? model.againstBest->t : 0.0);
            QVERIFY(*modelOf(*forecast, "har-log").qlike < *flat.qlike);
            QVERIFY(flat.againstBest && flat.againstBest->t > (horizon == 1 ? 2.0 : 1.5)); // weeks overlap
        }
    }
};

QTEST_GUILESS_MAIN(TestVolForecast)
#include "tst_vol_forecast.moc"

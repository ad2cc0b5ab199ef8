#include "models/forecast/filtered_moves.h"
#include "models/risk/pnl_table.h"
#include "tests/risk/episode_measuring.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

// Daily bitcoin and ether from 2017-08 to 2025-12 with a fixed book. Forecasts that look back 500 days begin at the end
// of 2018; with a window that grows from what there is, every day of 2018 to 2025 is scored.
class TestRecordedVar : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const std::array series{FactorSeries{{FactorKind::Spot, "BTC"}, longSeries("BTC")},
                                FactorSeries{{FactorKind::Spot, "ETH"}, longSeries("ETH")}};
        const auto history = alignedHistory(series);
        if (!history)
            QSKIP("no shared reference data here");
        m_history = *history;
        m_market = workedMarket().build();
        QVERIFY(m_history.moves.size() > 2900);
    }

    // Exceptions of filtered historical simulation lie inside Kupiec's 95 % region; plain history is reported beside.
    void exceptions_lieInsideTheAcceptanceRegion_data()
    {
        QTest::addColumn<int>("book");
        QTest::addColumn<double>("confidence");
        QTest::addColumn<bool>("from2018");
        for (const bool from2018 : {false, true}) {
            const QByteArray years = from2018 ? " from 2018" : "";
            QTest::newRow("long both, 99 %" + years) << 0 << 0.99 << from2018;
            QTest::newRow("long both, 97.5 %" + years) << 0 << 0.975 << from2018;
            QTest::newRow("short bitcoin, 99 %" + years) << 1 << 0.99 << from2018;
            QTest::newRow("ether against bitcoin, 99 %" + years) << 2 << 0.99 << from2018;
            QTest::newRow("options, 99 %" + years) << 3 << 0.99 << from2018;
            QTest::newRow("options, 97.5 %" + years) << 3 << 0.975 << from2018;
        }
    }

    void exceptions_lieInsideTheAcceptanceRegion()
    {
        QFETCH(int, book);
        QFETCH(double, confidence);
        QFETCH(bool, from2018);
        const RiskReport report = reportOf(m_market, bookOf(book));
        const PnlTable table({&report, m_market, {}}, m_history.factors, VolDynamics::StickyStrike);
        const auto pnl = [&table](std::span<const double> moves) { return table.pnlUsd(moves); };
        for (const VarMethod method : {VarMethod::Historical, VarMethod::FilteredHistorical}) {
            WalkVarOptions options;
            options.method = method;
            options.confidence = confidence;
            if (from2018)
                options.fewest = daysBefore2018() - (method == VarMethod::FilteredHistorical ? 30 : 0);
            const auto days = walkVar(m_history, pnl, options);
            QVERIFY2(days.ok(), days ? "" : days.error().message.c_str());
            if (from2018)
                QCOMPARE(days->size(), m_history.moves.size() - daysBefore2018());
            const auto result = backtestVar(*days, confidence);
            const int exceptions = static_cast<int>(result->exceptions.size());
            qInfo("%-12s %d d: %d exceptions, %d to %d accepted, Kupiec p %.3f, Christoffersen p %.3f, Z2 %.2f",
                  varMethodWord(method), result->days, exceptions, result->accepted.fewest, result->accepted.most,
                  result->kupiec.pValue, result->conditionalCoverage.pValue, result->shortfallZ2);
            if (method == VarMethod::FilteredHistorical) {
                QVERIFY(exceptions >= result->accepted.fewest && exceptions <= result->accepted.most);
                QVERIFY(result->shortfallZ2 < criticalShortfallZ2);
            }
        }
    }

    // The constants of the model that stands in for a history are those of the recorded series.
    void impliedModel_hasTheMeasuredCorrelations()
    {
        const PriceSeries dvol = recordedSeries("series/dvol_kittycapital_2023_2026/data.json", "dvol");
        const PriceSeries perpetual = recordedSeries("series/prices_hourly_usdm_2024_2026/BTCUSDT_USDM_1h.csv");
        const RiskFactor btc{FactorKind::Spot, "BTC"};
        const RiskFactor eth{FactorKind::Spot, "ETH"};
        const RiskFactor vol{FactorKind::Vol, "BTC"};
        const auto spotAndVol = alignedHistory(std::array{FactorSeries{btc, perpetual}, FactorSeries{vol, dvol}});
        const auto spots = alignedHistory(
            std::array{FactorSeries{btc, recordedSeries("series/prices_hourly_2022_2025/BTCUSDT_1d.csv")},
                       FactorSeries{eth, recordedSeries("series/prices_hourly_2022_2025/ETHUSDT_1d.csv")}});
        const auto vols = alignedHistory(std::array{FactorSeries{vol, dvol}});

        const FactorModel implied = impliedFactorModel(std::array{VolLevel{"BTC", 0.5}, VolLevel{"ETH", 0.7}});

        QVERIFY(std::abs(factorModelOf(*vols)->deviation(0) - implied.deviation(*implied.find(vol))) < 5e-4);
        QVERIFY(std::abs(factorModelOf(*spotAndVol)->correlation(0, 1) -
                         implied.correlation(*implied.find(btc), *implied.find(vol))) < 5e-3);
        QVERIFY(std::abs(factorModelOf(*spots)->correlation(0, 1) -
                         implied.correlation(*implied.find(btc), *implied.find(eth))) < 5e-3);
    }

    // The days that everybody remembers are the worst of the record.
    void worstDays_areTheKnownOnes()
    {
        const RiskReport report = reportOf(m_market, bookOf(0));

        const auto var = simulatedVar({&report, m_market, {}}, scenariosOf(m_history), VarMethod::Historical, {}, {});

        QCOMPARE(var->worst.front().name, std::string("2020-03-12"));
        QVERIFY(var->risk.es > var->risk.var && var->risk.var > 0.0);
        QVERIFY(var->errors->varLow <= var->risk.var && var->risk.var <= var->errors->varHigh);
    }

    // Ten days are worse than one, and filtering follows today's vol.
    void horizon_widensTheLoss()
    {
        const RiskReport report = reportOf(m_market, bookOf(0));
        double before = 0.0;
        for (const int days : {1, 3, 10}) {
            VarSettings settings;
            settings.horizonDays = days;
            FilterOptions filter;
            filter.horizonDays = days;
            const auto var = simulatedVar({&report, m_market, {}}, *filteredScenarios(m_history, filter),
                                          VarMethod::FilteredHistorical, settings, {});
            QVERIFY(var->risk.var > before);
            before = var->risk.var;
        }
    }

private:
    std::size_t daysBefore2018() const
    {
        const auto first = std::ranges::lower_bound(m_history.days, timeOf("2018-01-01T00:00:00Z"));
        return static_cast<std::size_t>(first - m_history.days.begin());
    }

    static PortfolioPtr bookOf(int book)
    {
        BookBuilder builder;
        switch (book) {
        case 0:
            return builder.line("BTC-PERPETUAL", 1e6).line("ETH-PERPETUAL", 5e5).build();
        case 1:
            return builder.line("BTC-PERPETUAL", -1e6).build();
        case 2:
            return builder.line("BTC-PERPETUAL", -1e6).line("ETH-PERPETUAL", 1e6).build();
        default:
            return builder.line("BTC-31JAN26-90000-P", -20.0)
                .line("BTC-31JAN26-110000-C", -10.0)
                .line("BTC-26JUN26-140000-C", 15.0)
                .line("ETH-31JAN26-3000-P", 50.0)
                .build();
        }
    }

    FactorHistory m_history;
    SnapshotPtr m_market;
};

QTEST_GUILESS_MAIN(TestRecordedVar)
#include "tst_recorded_var.moc"

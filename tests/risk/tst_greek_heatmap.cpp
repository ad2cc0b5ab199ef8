#include "models/risk/greek_heatmap.h"

#include "tests/risk/risk_cases.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

std::string optionName(int strike, char type)
{
    return "BTC-31JAN26-" + std::to_string(strike) + "-" + type;
}

// One lot of each strike against an index of 63,700.
RiskReport reportOfStrikes(const std::vector<int>& strikes)
{
    MarketBuilder market(workedTime);
    BookBuilder book;
    market.index("BTC", 63700.0);
    for (const int strike : strikes) {
        market.option(optionName(strike, 'C'), {.mark = .01, .markIv = .6, .underlying = 63800.0});
        book.line(optionName(strike, 'C'), 1.0);
    }
    return reportOf(market.build(), book.build());
}

double stepOf(const GreekHeatmap& map)
{
    return map.strikes[1] - map.strikes[0];
}

} // namespace

class TestGreekHeatmap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowTotals_equalTheRiskByExpiry_data()
    {
        QTest::addColumn<HeatGreek>("greek");
        QTest::newRow("delta") << HeatGreek::Delta;
        QTest::newRow("gamma") << HeatGreek::Gamma;
        QTest::newRow("vega") << HeatGreek::Vega;
        QTest::newRow("theta") << HeatGreek::Theta;
        QTest::newRow("vanna") << HeatGreek::Vanna;
    }

    void rowTotals_equalTheRiskByExpiry()
    {
        QFETCH(HeatGreek, greek);
        const auto figure = [greek](const Exposure& e) {
            switch (greek) {
            case HeatGreek::Delta:
                return e.deltaCoin;
            case HeatGreek::Gamma:
                return e.gammaCoin1pct;
            case HeatGreek::Vega:
                return e.vegaUsd;
            case HeatGreek::Theta:
                return e.thetaUsdDay;
            case HeatGreek::Vanna:
                return e.vannaUsd1pct;
            }
            return 0.0;
        };
        Portfolio optionsOnly = *mixedBook();
        std::erase_if(optionsOnly.positions, [](const Position& p) { return p.instrument.name == "BTC-31JAN26"; });
        const RiskReport report = reportOf(workedMarket().build(), std::make_shared<const Portfolio>(optionsOnly));

        const GreekHeatmap map = greekHeatmap(report, "BTC", greek, 11);

        QCOMPARE(map.expiries.size(), 2u);
        double total = 0.0;
        for (std::size_t row = 0; row < map.expiries.size(); ++row) {
            const auto expiry = std::ranges::find_if(report.byExpiry, [&](const ExpiryRisk& e) {
                return e.underlying == "BTC" && e.expiry == map.expiries[row];
            });
            const double expected = figure(expiry->total);
            QVERIFY(expected != 0.0);
            QVERIFY(std::abs(map.rowTotals[row] - expected) < 1e-9 * std::abs(expected));
            QCOMPARE(map.days[row], expiry->days);
            total += expected;
        }
        QVERIFY(std::abs(map.total - total) < 1e-9 * std::abs(total));
    }

    void cells_addUpToRowsAndColumns()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());

        const GreekHeatmap map = greekHeatmap(report, "BTC", HeatGreek::Vega, 11);

        double columns = 0.0;
        for (std::size_t column = 0; column < map.strikes.size(); ++column) {
            std::optional<double> sum;
            for (std::size_t row = 0; row < map.expiries.size(); ++row) {
                if (const auto cell = map.cells[row * map.strikes.size() + column])
                    sum = sum.value_or(0.0) + *cell;
            }
            QCOMPARE(map.columnTotals[column].has_value(), sum.has_value());
            if (sum)
                QVERIFY(std::abs(*map.columnTotals[column] - *sum) < 1e-9);
            columns += sum.value_or(0.0);
        }
        QVERIFY(std::abs(columns - map.total) < 1e-9);
    }

    void cellsWithoutAPosition_areEmptyNotZero()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());

        const GreekHeatmap map = greekHeatmap(report, "BTC", HeatGreek::Vega, 11);

        const auto held = std::ranges::count_if(map.cells, [](const auto& cell) { return cell.has_value(); });
        QCOMPARE(held, 3); // 90k and 110k in January, 140k in June; the two 110k calls share a cell
        QCOMPARE(map.strikes.front(), 90000.0);
        QCOMPARE(map.strikes.back(), 140000.0);
    }

    void columns_areRoundEvenAndNoMoreThanAsked_data()
    {
        QTest::addColumn<std::vector<int>>("strikes");
        QTest::addColumn<int>("maxColumns");

        const std::vector<int> dense{55000, 56000, 57000, 58000, 59000, 60000, 61000, 62000, 63000, 64000,
                                     65000, 66000, 67000, 68000, 69000, 70000, 71000, 72000, 73000, 74000};
        QTest::newRow("as listed") << std::vector<int>{60000, 61000, 62000, 64000} << 11;
        QTest::newRow("dense") << dense << 11;
        QTest::newRow("few columns") << dense << 3;
        QTest::newRow("odd ones") << std::vector<int>{58250, 61750, 63125, 90000} << 7;
        QTest::newRow("far wings") << std::vector<int>{20000, 60000, 62000, 64000, 66000, 68000, 300000} << 9;
    }

    void columns_areRoundEvenAndNoMoreThanAsked()
    {
        QFETCH(std::vector<int>, strikes);
        QFETCH(int, maxColumns);

        const GreekHeatmap map = greekHeatmap(reportOfStrikes(strikes), "BTC", HeatGreek::Gamma, maxColumns);

        QVERIFY(static_cast<int>(map.strikes.size()) <= maxColumns);
        QVERIFY(map.strikes.size() >= 2);
        const double step = stepOf(map);
        const double digits = step / std::pow(10.0, std::floor(std::log10(step)));
        QVERIFY(digits == 1.0 || digits == 2.0 || digits == 2.5 || digits == 5.0);
        for (std::size_t i = 1; i < map.strikes.size(); ++i)
            QCOMPARE(map.strikes[i] - map.strikes[i - 1], step);
    }

    void fewListedStrikes_keepTheirOwnColumns()
    {
        const GreekHeatmap map =
            greekHeatmap(reportOfStrikes({60000, 61000, 62000, 64000}), "BTC", HeatGreek::Vega, 11);

        QCOMPARE(map.strikes, (std::vector<double>{60000, 61000, 62000, 63000, 64000}));
        QVERIFY(!map.cells[3]);
        QVERIFY(map.cells[4]);
    }

    void farStrikes_areCollectedByTheOuterColumns()
    {
        std::vector<int> strikes;
        for (int strike = 55000; strike <= 74000; strike += 1000)
            strikes.push_back(strike);
        strikes.push_back(300000);
        const RiskReport report = reportOfStrikes(strikes);

        const GreekHeatmap map = greekHeatmap(report, "BTC", HeatGreek::Vega, 11);

        QVERIFY(map.strikes.back() < 100000.0);
        QVERIFY(map.strikes.front() <= 63700.0 && map.strikes.back() >= 63700.0);
        QVERIFY(std::abs(map.total - report.totals.vegaUsd) < 1e-9);
    }

    void oneStrike_isOneColumn()
    {
        const GreekHeatmap map = greekHeatmap(reportOfStrikes({64000}), "BTC", HeatGreek::Vega, 11);

        QCOMPARE(map.strikes, std::vector<double>{64000.0});
        QCOMPARE(map.cells.size(), 1u);
    }

    void nothingHeld_isAnEmptyMap()
    {
        const auto book = BookBuilder().line("BTC-PERPETUAL", 1000.0).build();

        const GreekHeatmap map = greekHeatmap(reportOf(workedMarket().build(), book), "BTC", HeatGreek::Delta, 11);

        QCOMPARE(map.underlying, "BTC");
        QVERIFY(map.strikes.empty() && map.expiries.empty() && map.cells.empty());
        QCOMPARE(map.total, 0.0);
    }
};

QTEST_GUILESS_MAIN(TestGreekHeatmap)
#include "tst_greek_heatmap.moc"

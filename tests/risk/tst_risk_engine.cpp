#include "models/risk/aggregate.h"
#include "tests/risk/risk_cases.h"
#include "tests/support/stopped_token.h"

#include <QTest>

using namespace ballast;
using namespace ballast::test;

namespace {

// Largest difference of any component, relative to the size of the figures.
double distance(const Exposure& a, const Exposure& b)
{
    double worst = 0.0;
    for (const auto field : {&Exposure::valueUsd, &Exposure::deltaCoin, &Exposure::netDeltaCoin, &Exposure::deltaUsd,
                             &Exposure::gammaCoinPerUsd, &Exposure::gammaCoin1pct, &Exposure::gammaUsd1pct,
                             &Exposure::vegaUsd, &Exposure::thetaUsdDay, &Exposure::vannaCoin, &Exposure::vannaUsd1pct,
                             &Exposure::volgaUsd, &Exposure::charmCoinDay}) {
        const double size = std::max({std::abs(a.*field), std::abs(b.*field), 1e-12});
        worst = std::max(worst, std::abs(a.*field - b.*field) / size);
    }
    return worst;
}

template <class Group>
Exposure sumOf(const std::vector<Group>& groups)
{
    Exposure sum;
    for (const Group& group : groups)
        add(sum, group.total);
    return sum;
}

} // namespace

class TestRiskEngine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void totals_equalTheSumOfLinesAndOfGroups()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());
        Exposure lines;
        for (const RiskLine& line : report.lines)
            add(lines, line.values->exposure);

        QCOMPARE(report.linesFailed, 0);
        QVERIFY(report.totals.vegaUsd != 0.0);
        QVERIFY(distance(report.totals, lines) < 1e-12);
        QVERIFY(distance(report.totals, sumOf(report.byUnderlying)) < 1e-12);
        QVERIFY(distance(report.totals, sumOf(report.byExpiry)) < 1e-12);
        double buckets = 0.0;
        for (const VegaBucket& bucket : report.vegaBuckets)
            buckets += bucket.vegaUsd;
        QVERIFY(std::abs(buckets - report.totals.vegaUsd) < 1e-9);
    }

    void report_namesItsBasis()
    {
        const auto market = workedMarket().id(77).build();

        const RiskReport report = reportOf(market, mixedBook());

        QCOMPARE(report.basis.value, 77u);
        QVERIFY(report.asOf == market->asOf);
        for (std::size_t i = 0; i < report.lines.size(); ++i) {
            QCOMPARE(report.lines[i].position, i);
            QVERIFY(report.lines[i].holding == mixedBook()->positions[i]);
        }
    }

    void pnl_sumsTheLinesThatKnowTheirPrice()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());
        double known = 0.0;
        int unknown = 0;
        for (const RiskLine& line : report.lines) {
            known += line.values->pnlUsd.value_or(0.0);
            unknown += line.values->pnlUsd ? 0 : 1;
        }

        QCOMPARE(unknown, 2);
        QVERIFY(std::abs(*report.pnlUsd - known) < 1e-9);
        QVERIFY(std::abs(report.byUnderlying[0].pnlUsd + report.byUnderlying[1].pnlUsd - known) < 1e-9);
    }

    void pnl_isUnknownWhenNoLineKnowsItsPrice()
    {
        const auto book = BookBuilder().line("BTC-PERPETUAL", 1000.0).build();

        QVERIFY(!reportOf(workedMarket().build(), book).pnlUsd);
    }

    void byExpiry_isSortedWithTheUndatedFirst()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());

        QCOMPARE(report.byExpiry.size(), 5u);
        QCOMPARE(report.byExpiry[0].underlying, "BTC");
        QVERIFY(!report.byExpiry[0].expiry);
        QCOMPARE(report.byExpiry[0].total.deltaCoin, -2.5 + 1.5); // perpetual and spot
        QVERIFY(report.byExpiry[1].expiry == timeOf("2026-01-31T08:00:00Z"));
        QCOMPARE(report.byExpiry[1].days, 30.0);
        QVERIFY(report.byExpiry[2].expiry == timeOf("2026-06-26T08:00:00Z"));
        QCOMPARE(report.byExpiry[3].underlying, "ETH");
        QVERIFY(!report.byExpiry[3].expiry);
    }

    void vega_fallsIntoTheBucketOfItsTenor_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("label");

        QTest::newRow("2 days") << "BTC-3JAN26-100000-C"
                                << "<= 7 d";
        QTest::newRow("7 days, the edge") << "BTC-8JAN26-100000-C"
                                          << "<= 7 d";
        QTest::newRow("8 days") << "BTC-9JAN26-100000-C"
                                << "7-30 d";
        QTest::newRow("30 days, the edge") << "BTC-31JAN26-100000-C"
                                           << "7-30 d";
        QTest::newRow("31 days") << "BTC-1FEB26-100000-C"
                                 << "30-90 d";
        QTest::newRow("91 days") << "BTC-2APR26-100000-C"
                                 << "90-180 d";
        QTest::newRow("a year") << "BTC-25DEC26-100000-C"
                                << "> 180 d";
    }

    void vega_fallsIntoTheBucketOfItsTenor()
    {
        QFETCH(QString, name);
        QFETCH(QString, label);
        const auto market = MarketBuilder(workedTime)
                                .option(name.toStdString(), {.mark = .03, .markIv = .5, .underlying = 1e5})
                                .build();

        const RiskReport report = reportOf(market, BookBuilder().line(name.toStdString(), 1.0).build());

        QCOMPARE(report.vegaBuckets.size(), 5u);
        for (const VegaBucket& bucket : report.vegaBuckets) {
            const bool here = QString::fromStdString(bucket.label) == label;
            QCOMPARE(bucket.vegaUsd, here ? report.totals.vegaUsd : 0.0);
        }
    }

    void oneBadLine_leavesTheOthersAsTheyWere()
    {
        const auto market = workedMarket().build();
        Portfolio spoilt = *mixedBook();
        spoilt.positions.insert(spoilt.positions.begin() + 2,
                                {{deribitVenue, "BTC-6MAR26-58000-P"}, -10.0, 0.08, {}, {}});

        const RiskReport good = reportOf(market, mixedBook());
        const RiskReport report = reportOf(market, std::make_shared<const Portfolio>(spoilt));

        QCOMPARE(report.linesFailed, 1);
        QVERIFY(!report.lines[2].values.ok());
        QCOMPARE(report.totals, good.totals);
        QVERIFY(report.lines[3].values == good.lines[2].values);
        QCOMPARE(report.byUnderlying[0].linesFailed, 1);
        QCOMPARE(report.byUnderlying[0].linesPriced, good.byUnderlying[0].linesPriced);
    }

    void sameInstrumentTwice_addsUp()
    {
        const auto market = workedMarket().build();
        const auto split =
            BookBuilder().line("BTC-31JAN26-110000-C", 4.0).tagged("BTC-31JAN26-110000-C", 6.0, "b", "x").build();
        const auto whole = BookBuilder().line("BTC-31JAN26-110000-C", 10.0).build();

        QVERIFY(distance(reportOf(market, split).totals, reportOf(market, whole).totals) < 1e-12);
    }

    void emptyBook_isAnEmptyReport()
    {
        const RiskReport report = reportOf(workedMarket().build(), BookBuilder().build());

        QVERIFY(report.lines.empty());
        QCOMPARE(report.totals, Exposure{});
        QVERIFY(!report.pnlUsd);
        QVERIFY(report.byUnderlying.empty() && report.byExpiry.empty() && report.vegaBuckets.empty());
    }

    void emptyMarket_failsEveryLineWithAReason()
    {
        const RiskReport report = reportOf(MarketBuilder(workedTime).build(), mixedBook());

        QCOMPARE(report.linesFailed, 9);
        QCOMPARE(report.totals, Exposure{});
        for (const RiskLine& line : report.lines)
            QVERIFY(!line.values.error().message.empty());
    }

    void stoppedBeforehand_isCancelled()
    {
        const auto report = computeRisk({workedMarket().build(), mixedBook(), {}, VolChoice::Mark}, stoppedToken());

        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, Errc::Cancelled);
    }

    void surfaceFor_findsByUnderlyingAndSkipsGaps()
    {
        const std::vector<VolSurfacePtr> surfaces{nullptr, flatSurface("ETH", "31JAN26", 30.0 / 365.0, 3000.0, .7)};

        QVERIFY(surfaceFor(surfaces, "ETH") == surfaces[1].get());
        QVERIFY(surfaceFor(surfaces, "BTC") == nullptr);
        QVERIFY(surfaceFor({}, "ETH") == nullptr);
    }
};

QTEST_GUILESS_MAIN(TestRiskEngine)
#include "tst_risk_engine.moc"

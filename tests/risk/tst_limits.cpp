#include "models/risk/limits.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <array>

using namespace ballast;
using namespace ballast::test;

namespace {

Limit limitOf(LimitMetric metric, std::string underlying, LimitRange soft, LimitRange hard)
{
    return {"limit", metric, std::move(underlying), {}, soft, hard};
}

} // namespace

class TestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_isJudgedByBothLevels_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<LimitState>("state");
        QTest::addColumn<double>("headroom");
        QTest::newRow("inside") << 10.0 << LimitState::Ok << 90.0;
        QTest::newRow("at the soft level") << 80.0 << LimitState::Ok << 20.0;
        QTest::newRow("beyond soft") << 80.1 << LimitState::Soft << 19.9;
        QTest::newRow("at the hard level") << 100.0 << LimitState::Soft << 0.0;
        QTest::newRow("beyond hard") << 130.0 << LimitState::Hard << -30.0;
        QTest::newRow("below soft") << -81.0 << LimitState::Soft << 19.0;
        QTest::newRow("below hard") << -101.0 << LimitState::Hard << -1.0;
    }

    void value_isJudgedByBothLevels()
    {
        QFETCH(double, value);
        QFETCH(double, headroom);

        const LimitCheck check =
            checkLimit(limitOf(LimitMetric::VegaUsd, "BTC", {-80.0, 80.0}, {-100.0, 100.0}), value);

        QTEST(check.state, "state");
        QVERIFY(std::abs(*check.headroom - headroom) < 1e-9);
    }

    void report_givesItsOwnValues()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());
        const std::array limits{limitOf(LimitMetric::DeltaCoin, "BTC", {}, {-1e9, 1e9}),
                                limitOf(LimitMetric::DeltaCoin, {}, {}, {-1e9, 1e9}),
                                limitOf(LimitMetric::VegaUsd, {}, {}, {-1e9, 1e9}),
                                limitOf(LimitMetric::DeltaUsd, "SOL", {}, {-1.0, 1.0}),
                                limitOf(LimitMetric::VarUsd, {}, {}, {{}, 1e5}),
                                limitOf(LimitMetric::LossUsd, {}, {{}, 1e5}, {})};
        const std::array measured{MeasuredValue{LimitMetric::VarUsd, {}, 2e5}};

        const auto checks = checkLimits(limits, report, measured);

        QCOMPARE(*checks[0].value, report.byUnderlying[0].total.deltaCoin);
        QCOMPARE(checks[1].state, LimitState::Unknown); // coins of bitcoin and ether do not add up
        QCOMPARE(*checks[2].value, report.totals.vegaUsd);
        QCOMPARE(*checks[3].value, 0.0);
        QCOMPARE(checks[4].state, LimitState::Hard);
        QCOMPARE(checks[5].state, LimitState::Unknown);
    }

    void vegaBucket_isALimitOfItsOwn()
    {
        const RiskReport report = reportOf(workedMarket().build(), mixedBook());
        Limit limit = limitOf(LimitMetric::VegaBucketUsd, "BTC", {}, {-1e9, 1e9});
        limit.bucket = "7-30 d";

        const auto checks = checkLimits(std::array{limit}, report, {});

        QCOMPARE(*checks[0].value, report.vegaBuckets[1].vegaUsd);
    }

    // A line without a price might carry anything: what is inside is not known to be so.
    void failedLine_leavesItsLimitsUnknown()
    {
        const RiskReport report = reportOf(workedMarket().build(), BookBuilder()
                                                                       .line("BTC-31JAN26-110000-C", 10.0)
                                                                       .line("BTC-31JAN26-77000-C", 1.0)
                                                                       .line("ETH-31JAN26-3000-P", 1.0)
                                                                       .build());
        const std::array limits{limitOf(LimitMetric::DeltaCoin, "BTC", {}, {-100.0, 100.0}),
                                limitOf(LimitMetric::DeltaCoin, "BTC", {}, {-1.0, 1.0}),
                                limitOf(LimitMetric::DeltaCoin, "ETH", {}, {-100.0, 100.0})};

        const auto checks = checkLimits(limits, report, {});

        QCOMPARE(checks[0].state, LimitState::Unknown);
        QCOMPARE(checks[1].state, LimitState::Hard);
        QCOMPARE(checks[2].state, LimitState::Ok);
    }

    void history_holdsChangesOnly()
    {
        const Limit limit = limitOf(LimitMetric::VegaUsd, {}, {{}, 80.0}, {{}, 100.0});
        LimitHistory history;
        const auto at = [&](int minute, double value) {
            return history.record(timeOf("2026-02-05T21:00:00Z") + std::chrono::minutes(minute),
                                  std::array{checkLimit(limit, value)});
        };

        QVERIFY(at(0, 10.0).empty());
        QCOMPARE(at(1, 90.0).size(), std::size_t{1});
        QVERIFY(at(2, 95.0).empty());
        QCOMPARE(at(3, 120.0).front().to, LimitState::Hard);
        QCOMPARE(at(4, 10.0).front().from, LimitState::Hard);
        QCOMPARE(history.events().size(), std::size_t{3});
        QCOMPARE(*history.events()[1].value, 120.0);
    }

    void definitions_areChecked_data()
    {
        QTest::addColumn<Limit>("limit");
        QTest::addColumn<bool>("sound");
        QTest::newRow("soft and hard") << limitOf(LimitMetric::VegaUsd, {}, {-1.0, 1.0}, {-2.0, 2.0}) << true;
        QTest::newRow("hard only") << limitOf(LimitMetric::VegaUsd, {}, {}, {{}, 2.0}) << true;
        QTest::newRow("nothing") << limitOf(LimitMetric::VegaUsd, {}, {}, {}) << false;
        QTest::newRow("crossed") << limitOf(LimitMetric::VegaUsd, {}, {}, {2.0, 1.0}) << false;
        QTest::newRow("hard inside soft") << limitOf(LimitMetric::VegaUsd, {}, {-3.0, 3.0}, {-2.0, 4.0}) << false;
        QTest::newRow("bucket unnamed") << limitOf(LimitMetric::VegaBucketUsd, {}, {}, {{}, 4.0}) << false;
    }

    void definitions_areChecked()
    {
        QFETCH(Limit, limit);
        QTEST(checkLimitDefinition(limit).ok(), "sound");
    }
};

QTEST_GUILESS_MAIN(TestLimits)
#include "tst_limits.moc"

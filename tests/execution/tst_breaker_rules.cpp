#include "app/execution/breaker_rules.h"
#include "tests/support/market_builder.h"

#include <QtTest>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

SnapshotPtr market(MarketMode mode, Milliseconds perpetualAge = 0ms)
{
    const Timestamp asOf = *parseIso8601("2026-02-05T10:00:00Z");
    return MarketBuilder("2026-02-05T10:00:00Z")
        .mode(mode)
        .index("BTC", 64'000.0)
        .listed("BTC-PERPETUAL", {.bid = 64'000.0, .ask = 64'000.5, .at = asOf - perpetualAge})
        .build();
}

OracleView oracle(BreakerState state)
{
    OracleView view;
    view.underlying = "BTC";
    view.state = state;
    view.effects = breakerEffects(state, 0.9);
    view.reasons = {"the clock is off by more than 2 s"};
    return view;
}

HedgeProposal hedge(double deltaBefore, double deltaAfter, double vegaBefore, double vegaAfter)
{
    HedgeProposal proposal;
    proposal.id = {3};
    proposal.policy.underlying = "BTC";
    proposal.before.deltaCoin = proposal.before.netDeltaCoin = deltaBefore;
    proposal.after.deltaCoin = proposal.after.netDeltaCoin = deltaAfter;
    proposal.before.vegaUsd = vegaBefore;
    proposal.after.vegaUsd = vegaAfter;
    return proposal;
}

} // namespace

class BreakerRulesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Spec E6: which state forbids which order.
    void approval_isJudgedByTheState_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<double>("deltaAfter"); // 2 before
        QTest::addColumn<double>("vegaAfter");  // -100 before
        QTest::addColumn<bool>("allowed");
        QTest::newRow("degraded, more risk") << int(BreakerState::Degraded) << 5.0 << -100.0 << true;
        QTest::newRow("restricted, less delta") << int(BreakerState::Restricted) << 0.1 << -100.0 << true;
        QTest::newRow("restricted, less of both") << int(BreakerState::Restricted) << -1.9 << 40.0 << true;
        QTest::newRow("restricted, more delta") << int(BreakerState::Restricted) << 2.1 << -100.0 << false;
        QTest::newRow("restricted, turned over") << int(BreakerState::Restricted) << -2.5 << -100.0 << false;
        QTest::newRow("restricted, less delta for vega") << int(BreakerState::Restricted) << 0.1 << -140.0 << false;
        QTest::newRow("restricted, not a number") << int(BreakerState::Restricted) << qQNaN() << -100.0 << false;
        QTest::newRow("halted, less delta") << int(BreakerState::Halted) << 0.1 << -100.0 << false;
    }
    void approval_isJudgedByTheState()
    {
        QFETCH(int, state);
        QFETCH(double, deltaAfter);
        QFETCH(double, vegaAfter);
        QFETCH(bool, allowed);
        ApprovalInputs inputs;
        inputs.market = market(MarketMode::Live);
        inputs.oracles = {oracle(static_cast<BreakerState>(state))};
        const auto check = breakerCheck(hedge(2.0, deltaAfter, -100.0, vegaAfter), inputs);
        QVERIFY(check);
        QCOMPARE(check->passed, allowed);
        QVERIFY(check->measured.find("clock is off") != std::string::npos);
    }

    void recheck_isJudgedRatherThanTheProposal()
    {
        ApprovalInputs inputs;
        inputs.market = market(MarketMode::Live);
        inputs.oracles = {oracle(BreakerState::Restricted)};
        inputs.recheck = hedge(2.0, 3.0, 0.0, 0.0);
        QVERIFY(!breakerCheck(hedge(2.0, 0.0, 0.0, 0.0), inputs)->passed);
    }

    void calmOrPlayedMarkets_haveNoRow()
    {
        ApprovalInputs inputs;
        inputs.market = market(MarketMode::Live);
        inputs.oracles = {oracle(BreakerState::Normal)};
        QVERIFY(!breakerCheck(hedge(1.0, 2.0, 0.0, 0.0), inputs));
        inputs.market = market(MarketMode::Simulated);
        inputs.oracles = {oracle(BreakerState::Halted)};
        QVERIFY(!breakerCheck(hedge(1.0, 2.0, 0.0, 0.0), inputs));
    }

    void proposal_isRefusedOnStaleOrHaltedLivePrices()
    {
        const ApprovalRules rules;
        const SnapshotPtr fresh = market(MarketMode::Live);
        const Timestamp now = fresh->asOf;
        QCOMPARE(whyNoProposal(*fresh, {}, "BTC", rules, now), std::string());
        QCOMPARE(whyNoProposal(*fresh, {oracle(BreakerState::Restricted)}, "BTC", rules, now), std::string());
        const auto says = [&](const MarketSnapshot& shown, const std::vector<OracleView>& oracles, Timestamp at,
                              const char* words) {
            return whyNoProposal(shown, oracles, "BTC", rules, at).find(words) != std::string::npos;
        };
        QVERIFY(says(*fresh, {oracle(BreakerState::Halted)}, now, "resume by hand"));
        QCOMPARE(whyNoProposal(*fresh, {}, "BTC", rules, now + 10s), std::string());
        QVERIFY(says(*fresh, {}, now + 10s + 1ms, "BTC index is 10.0 s old"));
        QVERIFY(says(*market(MarketMode::Live, 11s), {}, now, "BTC-PERPETUAL is 11.0 s old"));
        QVERIFY(whyNoProposal(*fresh, {}, "ETH", rules, now).find("no index price") != std::string::npos);
        QCOMPARE(whyNoProposal(*market(MarketMode::Recording), {oracle(BreakerState::Halted)}, "BTC", rules, now + 1h),
                 std::string());
    }
};

QTEST_GUILESS_MAIN(BreakerRulesTest)
#include "tst_breaker_rules.moc"

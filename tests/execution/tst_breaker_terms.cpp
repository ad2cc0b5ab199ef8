#include "app/execution/breaker_terms.h"
#include "tests/support/market_builder.h"

#include <QtTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

SnapshotPtr market(MarketMode mode = MarketMode::Live)
{
    return MarketBuilder("2026-02-05T10:00:00Z")
        .mode(mode)
        .index("BTC", 60'000.0)
        .index("ETH", 3'000.0)
        .perpetual("BTC-PERPETUAL", 60'000.0, 60'000.5)
        .option("BTC-27MAR26-60000-C", {.bid = 0.05, .ask = 0.052, .mark = 0.051, .underlying = 60'000.0})
        .option("ETH-27MAR26-3000-C", {.bid = 0.05, .ask = 0.052, .mark = 0.051, .underlying = 3'000.0})
        .build();
}

OracleView oracle(BreakerState state, double confidence = 0.7)
{
    OracleView view;
    view.underlying = "BTC";
    view.state = state;
    view.effects = breakerEffects(state, confidence);
    return view;
}

HedgePolicy policy()
{
    HedgePolicy policy;
    policy.bands = {{BandKind::Delta, -0.1, 0.3, {}, {}, "delta"}, {BandKind::Vega, -500.0, {}, {}, {}, "vega"}};
    policy.margin.maxInitialUsd = 100'000.0;
    policy.fixedPerLegUsd = 2.0;
    return policy;
}

bool close(double value, double expected)
{
    return std::abs(value - expected) <= 1e-9 * std::max(1.0, std::abs(expected));
}

} // namespace

class BreakerTermsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void normal_leavesThePolicyAlone()
    {
        const auto book = BookBuilder().line("BTC-27MAR26-60000-C", -2.0).build();
        const BreakerTerms terms = termsUnderBreaker(policy(), {oracle(BreakerState::Normal)}, *market(), *book);
        QVERIFY(terms.policy == policy());
        QCOMPARE(terms.marginAddOnUsd, 0.0);
        QVERIFY(terms.sentence.empty());
    }

    void playedMarket_leavesThePolicyAlone()
    {
        const auto book = BookBuilder().line("BTC-27MAR26-60000-C", -2.0).build();
        const BreakerTerms terms =
            termsUnderBreaker(policy(), {oracle(BreakerState::Degraded)}, *market(MarketMode::Recording), *book);
        QVERIFY(terms.policy == policy());
        QVERIFY(terms.sentence.empty());
    }

    // Spec E6: hedge band x 1.5, (1 - confidence) x notional to the margin.
    void degraded_widensBandsAndAddsMargin()
    {
        const auto book = BookBuilder()
                              .line("BTC-27MAR26-60000-C", -1.0) // 60,000 USD
                              .line("BTC-PERPETUAL", 20'000.0)   // USD
                              .line("ETH-27MAR26-3000-C", 100.0) // another index
                              .build();
        const BreakerTerms terms = termsUnderBreaker(policy(), {oracle(BreakerState::Degraded)}, *market(), *book);
        QVERIFY(close(*terms.policy.bands[0].lower, 0.1 - 0.3));
        QVERIFY(close(*terms.policy.bands[0].upper, 0.1 + 0.3));
        QVERIFY(close(*terms.policy.bands[1].lower, -750.0));
        QVERIFY(!terms.policy.bands[1].upper);
        QVERIFY(close(terms.marginAddOnUsd, 0.3 * 80'000.0));
        QVERIFY(close(*terms.policy.margin.maxInitialUsd, 76'000.0));
        QVERIFY(terms.policy.fees == policy().fees); // prices are known
        QCOMPARE(terms.sentence, std::string("BTC index degraded: bands × 1.5, margin + 24,000 USD"));
    }

    void marginAddOn_neverLeavesLessThanNothing()
    {
        const auto book = BookBuilder().line("BTC-27MAR26-60000-C", -100.0).build();
        const BreakerTerms terms = termsUnderBreaker(policy(), {oracle(BreakerState::Degraded)}, *market(), *book);
        QCOMPARE(*terms.policy.margin.maxInitialUsd, 0.0);
    }

    void lastGoodPrices_raiseCostsAndTakeLessOfTheBooks()
    {
        OracleView view = oracle(BreakerState::Normal);
        view.deskPrice = DeskPrice{60'000.0, true, Milliseconds{30'000}, 2.0};
        const auto book = BookBuilder().build();
        const BreakerTerms terms = termsUnderBreaker(policy(), {view}, *market(), *book);
        QVERIFY(close(terms.policy.fees.takerFeeOption, 2.0 * policy().fees.takerFeeOption));
        QVERIFY(close(terms.policy.fees.takerFeeFuture, 2.0 * policy().fees.takerFeeFuture));
        QVERIFY(close(terms.policy.fees.feeCapOfPremium, 2.0 * policy().fees.feeCapOfPremium));
        QVERIFY(close(terms.policy.fixedPerLegUsd, 4.0));
        QVERIFY(close(terms.policy.depthShare, 0.5));
        QVERIFY(terms.policy.bands == policy().bands);
        QVERIFY(terms.sentence.find("costs × 2.0 on the desk's own last good prices") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(BreakerTermsTest)
#include "tst_breaker_terms.moc"

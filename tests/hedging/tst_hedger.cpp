#include "models/hedging/constraints.h"
#include "models/hedging/hedger.h"
#include "models/hedging/one_day_risk.h"
#include "tests/support/market_builder.h"
#include "tests/support/stopped_token.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

const char* const call = "BTC-27MAR26-65000-C";
const char* const put = "BTC-27MAR26-60000-P";

QuoteSpec option(double bid, double ask, double vol)
{
    return {.bid = bid, .ask = ask, .markIv = vol, .underlying = 64200.0, .openInterest = 100.0};
}

// A perpetual, a call and a put 50 days out, and one instrument for each reason to be refused.
MarketBuilder smallMarket()
{
    MarketBuilder market("2026-02-05T12:00:00Z");
    market.id(7).index("BTC", 64000.0).perpetual("BTC-PERPETUAL", 63995.0, 64005.0);
    market.option(call, option(0.0950, 0.0970, 0.70));
    market.option(put, option(0.0770, 0.0785, 0.74));
    return market;
}

Band band(BandKind kind, std::optional<double> lower, std::optional<double> upper)
{
    return {kind, lower, upper, {}, {}, bandWord(kind)};
}

HedgeInputs inputsFor(const SnapshotPtr& market, const PortfolioPtr& book, std::vector<Band> bands)
{
    HedgeInputs inputs;
    inputs.id = {3};
    inputs.market = market;
    inputs.book = book;
    inputs.policy.bands = std::move(bands);
    return inputs;
}

PortfolioPtr shortCalls(double coins)
{
    return BookBuilder().line(call, -coins, 0.09).build();
}

std::string reasonFor(const HedgeProposal& proposal, const char* name)
{
    const auto it = std::ranges::find(proposal.refused, name, &RefusedInstrument::instrument);
    return it == proposal.refused.end() ? "candidate" : it->reason;
}

} // namespace

class TestHedger : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shortCall_deltaHedgedWithThePerpetual()
    {
        const HedgeInputs inputs =
            inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Optimal);
        QCOMPARE(proposal.id, ProposalId{3});
        QCOMPARE(proposal.basis, SnapshotId{7});
        QCOMPARE(proposal.trades.size(), std::size_t{1});
        const HedgeTrade& trade = proposal.trades.front();
        QCOMPARE(trade.instrument.name, std::string("BTC-PERPETUAL"));
        QCOMPARE(trade.side, Side::Buy);
        QVERIFY(std::abs(std::fmod(trade.quantity, 10.0)) < 1e-6);
        QVERIFY(std::abs(trade.quantity / 64000.0 - (-0.5 - proposal.before.deltaCoin)) < 2e-4);
        QCOMPARE(trade.limitPrice, 64006.0); // two ticks of 0.5 beyond the ask
        QCOMPARE(trade.expectedPrice, 64005.0);
        QCOMPARE(trade.feeUsd, 0.0005 * trade.quantity);
        QCOMPARE(trade.spreadUsd, trade.quantity * 5.0 / 64000.0);
        QVERIFY(proposal.after.deltaCoin >= -0.5 && proposal.after.deltaCoin < -0.4998);
        QCOMPARE(proposal.binding.size(), std::size_t{1});
        QCOMPARE(proposal.binding[0].constraint, std::string("delta lower bound"));
        QCOMPARE(proposal.binding[0].unit, std::string("BTC"));
        QVERIFY(std::abs(proposal.binding[0].shadowPriceUsd - (5.0 + 32.0)) < 1e-6);
    }

    void netDelta_isHedgedWhereThePolicySaysSo()
    {
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.1, 0.1)});
        inputs.policy.delta = DeltaChoice::Net;

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Optimal);
        QCOMPARE(proposal.bands[0].before, proposal.before.netDeltaCoin);
        QVERIFY(std::abs(proposal.after.netDeltaCoin) <= 0.1);
        QVERIFY(std::abs(proposal.after.deltaCoin) > 0.1);
    }

    void insideBands_nothingToDo()
    {
        const HedgeInputs inputs =
            inputsFor(smallMarket().build(), shortCalls(1.0), {band(BandKind::Delta, -5.0, 5.0)});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::NothingToDo);
        QVERIFY(proposal.trades.empty());
        QVERIFY(proposal.bands[0].insideBefore && proposal.bands[0].insideAfter);
        QCOMPARE(proposal.after, proposal.before);
    }

    void emptyBook_nothingToDoOrBuiltUp()
    {
        const auto market = smallMarket().build();
        const auto book = BookBuilder().build();

        QCOMPARE(proposeHedge(inputsFor(market, book, {band(BandKind::Vega, -1.0, 1.0)}), {}).status,
                 HedgeStatus::NothingToDo);
        const HedgeProposal wanted = proposeHedge(inputsFor(market, book, {band(BandKind::Vega, 500.0, {})}), {});
        QCOMPARE(wanted.status, HedgeStatus::Optimal);
        QVERIFY(wanted.after.vegaUsd >= 500.0);
    }

    void noInstrumentLeft_infeasibleWithTheDistance()
    {
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        inputs.policy.universe = {
            .perpetuals = false, .futures = false, .options = false, .expiries = {}, .exclude = {}};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Infeasible);
        QCOMPARE(proposal.candidates, 0);
        QCOMPARE(proposal.conflicts.size(), std::size_t{1});
        QCOMPARE(proposal.conflicts[0].constraint, std::string("delta lower bound"));
        QVERIFY(std::abs(proposal.conflicts[0].relaxBy - (-0.5 - proposal.before.deltaCoin)) < 1e-3);
    }

    void notional_isAConflictToo()
    {
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        inputs.policy.maxNotionalUsd = 100000.0;

        const HedgeProposal tight = proposeHedge(inputs, {});
        const auto limit = std::ranges::find(tight.conflicts, "max notional", &ConstraintConflict::constraint);

        QCOMPARE(tight.status, HedgeStatus::Infeasible);
        QVERIFY(limit != tight.conflicts.end());
        QCOMPARE(tight.conflicts.size(), std::size_t{2});
        for (const ConstraintConflict& conflict : tight.conflicts) {
            if (conflict.constraint == "max notional")
                *inputs.policy.maxNotionalUsd += conflict.relaxBy;
            else
                *inputs.policy.bands[0].lower -= conflict.relaxBy;
        }
        inputs.policy.respectLots = false;
        QCOMPARE(proposeHedge(inputs, {}).status, HedgeStatus::Optimal);
    }

    void bandNarrowerThanALot_conflictNamesIt()
    {
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.05), {band(BandKind::Vega, 0.0, 0.001)});
        inputs.policy.universe.exclude = {put};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Infeasible);
        QVERIFY(!proposal.conflicts.empty());
        QVERIFY(proposal.conflicts[0].constraint.starts_with("vega"));
    }

    void universe_refusesWithReasons()
    {
        MarketBuilder market = smallMarket();
        market.option("BTC-5FEB26-60000-P", option(0.01, 0.011, 0.8));
        market.option("BTC-27MAR26-70000-C", {.ask = 0.06, .markIv = 0.7, .underlying = 64200.0});
        market.option("BTC-27MAR26-72000-C", option(0.060, 0.055, 0.7));
        market.option("BTC-27MAR26-64000-C", option(0.080, 0.120, 0.7));
        market.option("BTC-27MAR26-200000-C", option(0.0001, 0.0002, 0.9));
        QuoteSpec thin = option(0.090, 0.092, 0.7);
        thin.openInterest = 3.0;
        market.option("BTC-27MAR26-66000-C", thin);
        QuoteSpec stale = option(0.090, 0.092, 0.7);
        stale.state = QuoteState::Stale;
        market.option("BTC-27MAR26-67000-C", stale);
        market.option("BTC-24APR26-65000-C", option(0.112, 0.114, 0.7));
        market.option("BTC-27MAR26-68000-C", option(0.080, 0.082, 0.7));
        market.spot("BTC_USDC", 63990.0, 64010.0);
        HedgeInputs inputs = inputsFor(market.build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        inputs.policy.universe.minOpenInterest = 10.0;
        inputs.policy.universe.expiries = {timeOf("2026-03-27T08:00:00Z"), timeOf("2026-02-05T08:00:00Z")};
        inputs.policy.universe.exclude = {"BTC-27MAR26-68000-C"};

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(reasonFor(proposal, "BTC-PERPETUAL"), std::string("candidate"));
        QCOMPARE(reasonFor(proposal, call), std::string("candidate"));
        QCOMPARE(reasonFor(proposal, "BTC-5FEB26-60000-P"), std::string("expired at 2026-02-05T08:00:00Z"));
        QCOMPARE(reasonFor(proposal, "BTC-27MAR26-70000-C"), std::string("no two-sided quote"));
        QCOMPARE(reasonFor(proposal, "BTC-27MAR26-72000-C"), std::string("quote is crossed"));
        QVERIFY(reasonFor(proposal, "BTC-27MAR26-64000-C").find("vol points is wider than 5") != std::string::npos);
        QVERIFY(reasonFor(proposal, "BTC-27MAR26-200000-C").find("is outside 0.05 to 0.95") != std::string::npos);
        QCOMPARE(reasonFor(proposal, "BTC-27MAR26-66000-C"), std::string("open interest 3 is below 10"));
        QCOMPARE(reasonFor(proposal, "BTC-27MAR26-67000-C"), std::string("quote is stale"));
        QCOMPARE(reasonFor(proposal, "BTC-24APR26-65000-C"), std::string("expiry 24APR26 is not chosen"));
        QCOMPARE(reasonFor(proposal, "BTC-27MAR26-68000-C"), std::string("excluded by name"));
        QCOMPARE(reasonFor(proposal, "BTC_USDC"), std::string("spot is switched off in the policy"));
    }

    void badInput_saysWhat_data()
    {
        QTest::addColumn<int>("fault");
        QTest::addColumn<QString>("words");
        QTest::newRow("confidence") << 0 << QStringLiteral("confidence");
        QTest::newRow("crossed band") << 1 << QStringLiteral("above its upper bound");
        QTest::newRow("no legs") << 2 << QStringLiteral("no legs");
        QTest::newRow("depth share") << 3 << QStringLiteral("share of visible depth");
        QTest::newRow("no market") << 4 << QStringLiteral("no market");
        QTest::newRow("bound is not a number") << 5 << QStringLiteral("not a number");
        QTest::newRow("no time") << 6 << QStringLiteral("time limit");
    }

    void badInput_saysWhat()
    {
        QFETCH(int, fault);
        QFETCH(QString, words);
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        HedgePolicy& policy = inputs.policy;
        switch (fault) {
        case 0:
            policy.confidence = 1.0;
            break;
        case 1:
            policy.bands[0].lower = 2.0;
            break;
        case 2:
            policy.maxLegs = 0;
            break;
        case 3:
            policy.depthShare = 1.5;
            break;
        case 4:
            inputs.market = nullptr;
            break;
        case 5:
            policy.bands[0].lower = std::nan("");
            break;
        default:
            policy.timeLimitSeconds = 0.0;
            break;
        }

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::BadInput);
        QVERIFY2(QString::fromStdString(proposal.message).contains(words), proposal.message.c_str());
        QVERIFY(proposal.trades.empty());
    }

    void unpricedLine_isNamedAndTheRestHedged()
    {
        const auto book = BookBuilder().line(call, -10.0).line("BTC-26JUN26-50000-P", 5.0).build();
        const HedgeInputs inputs = inputsFor(smallMarket().build(), book, {band(BandKind::Delta, -0.5, 0.5)});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Optimal);
        QVERIFY2(proposal.message.find("BTC-26JUN26-50000-P cannot be priced") != std::string::npos,
                 proposal.message.c_str());
    }

    void otherUnderlying_neitherCountsNorTrades()
    {
        MarketBuilder market = smallMarket();
        market.index("ETH", 1900.0).perpetual("ETH-PERPETUAL", 1899.9, 1900.1);
        const auto book = BookBuilder().line("ETH-PERPETUAL", 5e6).build();
        const HedgeInputs inputs = inputsFor(market.build(), book, {band(BandKind::Delta, -0.5, 0.5)});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::NothingToDo);
        QCOMPARE(proposal.candidates, 3);
        QCOMPARE(proposal.before, Exposure{});
    }

    void rebateAtUnknownDepth_isUnbounded()
    {
        MarketBuilder market = smallMarket();
        Instrument perpetual;
        perpetual.id = {deribitVenue, "BTC_USDC-PERPETUAL"};
        perpetual.underlying = "BTC";
        perpetual.kind = InstrumentKind::Perpetual;
        perpetual.settlement = Settlement::Linear;
        perpetual.takerFee = -0.01;
        market.listed(perpetual, {.bid = 63999.0, .ask = 64001.0, .mark = 64000.0});
        const HedgeInputs inputs = inputsFor(market.build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});

        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(proposal.status, HedgeStatus::Unbounded);
        QVERIFY(proposal.trades.empty());
    }

    void depthShare_boundsTheLeg()
    {
        MarketBuilder market("2026-02-05T12:00:00Z");
        market.index("BTC", 64000.0);
        const auto ladder = std::make_shared<const Ladder>(
            Ladder{{{63990.0, 128000.0}, {63980.0, 640000.0}}, {{64010.0, 128000.0}, {64020.0, 640000.0}}});
        market.listed("BTC-PERPETUAL", {.bid = 63990.0, .ask = 64010.0, .mark = 64000.0, .ladder = ladder});
        const auto book = BookBuilder().line("BTC-PERPETUAL", -512000.0).build();
        HedgeInputs inputs = inputsFor(market.build(), book, {band(BandKind::Delta, -0.001, 0.001)});

        const HedgeProposal whole = proposeHedge(inputs, {});
        inputs.policy.depthShare = 0.5;
        const HedgeProposal half = proposeHedge(inputs, {});

        QCOMPARE(whole.status, HedgeStatus::Optimal);
        QCOMPARE(whole.trades[0].limitPrice, 64021.0);
        QVERIFY(whole.trades[0].expectedPrice > 64010.0 && whole.trades[0].expectedPrice < 64020.0);
        QVERIFY(std::abs(whole.trades[0].depthShare.value() - 511940.0 / 768000.0) < 1e-4);
        QCOMPARE(half.status, HedgeStatus::Infeasible);
    }

    void cancelled_saysSoQuickly()
    {
        const HedgeInputs inputs =
            inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        QElapsedTimer timer;
        timer.start();

        const HedgeProposal proposal = proposeHedge(inputs, stoppedToken());

        QCOMPARE(proposal.status, HedgeStatus::Cancelled);
        QVERIFY(proposal.trades.empty());
        QVERIFY(timer.elapsed() < 1000);
    }

    void editedQuantities_areRecomputedNotSolved()
    {
        const HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0),
                                             {band(BandKind::Delta, -0.5, 0.5), band(BandKind::Vega, -400.0, 400.0)});
        const HedgeProposal proposal = proposeHedge(inputs, {});
        std::vector<double> same;
        for (const HedgeTrade& trade : proposal.trades)
            same.push_back(trade.side == Side::Buy ? trade.quantity : -trade.quantity);

        const HedgeProposal kept = withQuantities(inputs, proposal, same);
        std::vector<double> doubled = same;
        doubled[0] *= 2.0;
        const HedgeProposal twice = withQuantities(inputs, proposal, doubled);
        const HedgeProposal none = withQuantities(inputs, proposal, std::vector<double>(same.size(), 0.0));

        QCOMPARE(kept.status, HedgeStatus::Feasible);
        QCOMPARE(kept.trades, proposal.trades);
        QCOMPARE(kept.after, proposal.after);
        QCOMPARE(kept.costUsd(), proposal.costUsd());
        QCOMPARE(twice.trades[0].quantity, 2.0 * proposal.trades[0].quantity);
        QVERIFY(twice.costUsd() > kept.costUsd());
        QCOMPARE(none.status, HedgeStatus::Infeasible);
        QVERIFY(none.trades.empty());
        QCOMPARE(none.after, none.before);
        QCOMPARE(none.conflicts.size(), std::size_t{2});
        QVERIFY(std::abs(none.conflicts[0].relaxBy - (-0.5 - none.before.deltaCoin)) < 1e-9);
    }

    void editedQuantities_needOneNumberEach()
    {
        const HedgeInputs inputs =
            inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Delta, -0.5, 0.5)});
        const HedgeProposal proposal = proposeHedge(inputs, {});

        QCOMPARE(withQuantities(inputs, proposal, std::vector<double>{}).status, HedgeStatus::BadInput);
        QCOMPARE(withQuantities(inputs, proposal, std::vector<double>{std::nan("")}).status, HedgeStatus::BadInput);
    }

    void editedLegOutsideTheUniverse_isRefusedWithItsReason()
    {
        HedgeInputs inputs = inputsFor(smallMarket().build(), shortCalls(10.0), {band(BandKind::Vega, -400.0, 400.0)});
        const HedgeProposal proposal = proposeHedge(inputs, {});
        QVERIFY(!proposal.trades.empty());
        const HedgeTrade& trade = proposal.trades.front();
        inputs.policy.universe.exclude = {trade.instrument.name};

        const HedgeProposal edited = withQuantities(inputs, proposal, std::vector<double>(proposal.trades.size(), 1.0));

        QCOMPARE(edited.status, HedgeStatus::BadInput);
        QCOMPARE(edited.message, trade.instrument.name +
                                     " can no longer be traded: excluded by name. Propose again, or "
                                     "widen the policy's universe.");
    }

    void oneDayRisk_byHand()
    {
        const OneDayMoves moves = oneDayMoves(0.73);
        Exposure delta;
        delta.deltaUsd = 100000.0;
        Exposure gamma;
        gamma.gammaUsd1pct = 5000.0;
        Exposure vega;
        vega.vegaUsd = 1000.0;
        const double day = 0.73 / std::sqrt(365.0);

        QCOMPARE(oneDayRiskUsd(delta, moves), 100000.0 * day);
        QCOMPARE(oneDayRiskUsd(gamma, moves), 500000.0 * day * day / std::sqrt(2.0));
        QCOMPARE(oneDayRiskUsd(vega, moves), 1000.0 * 78.0 * day);
        QCOMPARE(oneDayRiskUsd(Exposure{}, moves), 0.0);
    }

    void tenorBand_edges_data()
    {
        QTest::addColumn<double>("days");
        QTest::addColumn<bool>("counts");
        QTest::newRow("perpetual") << 0.0 << false;
        QTest::newRow("at the lower edge") << 7.0 << false;
        QTest::newRow("inside") << 7.1 << true;
        QTest::newRow("at the upper edge") << 30.0 << true;
        QTest::newRow("beyond") << 30.1 << false;
    }

    void tenorBand_edges()
    {
        QFETCH(double, days);
        QFETCH(bool, counts);

        QCOMPARE(countsIn({BandKind::Vega, {}, {}, 7.0, 30.0, "vega:7-30d"}, days), counts);
    }
};

QTEST_GUILESS_MAIN(TestHedger)
#include "tst_hedger.moc"

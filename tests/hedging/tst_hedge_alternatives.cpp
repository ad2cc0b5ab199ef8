#include "models/hedging/alternatives.h"
#include "models/hedging/structures.h"
#include "tests/hedging/model_chain.h"
#include "tests/support/stopped_token.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

struct Wanted
{
    std::string name;
    double quantity = 0.0; // signed
};

std::vector<HedgeTrade> tradesOf(const MarketSnapshot& market, const std::vector<Wanted>& wanted)
{
    std::vector<HedgeTrade> trades;
    for (const Wanted& one : wanted) {
        HedgeTrade& trade = trades.emplace_back();
        trade.instrument = {deribitVenue, one.name};
        trade.index = market.instruments->find(trade.instrument).value();
        trade.side = one.quantity > 0.0 ? Side::Buy : Side::Sell;
        trade.quantity = std::abs(one.quantity);
        trade.expectedPrice = market.quotes[trade.index].mark.value();
    }
    return trades;
}

std::vector<std::string> namesIn(const std::vector<Wanted>& wanted)
{
    const SnapshotPtr market = modelChain().build();
    std::vector<std::string> names;
    for (const NamedStructure& structure : namedStructures(tradesOf(*market, wanted), *market))
        names.push_back((structure.coins > 0.0 ? "long " : "short ") + structure.name);
    return names;
}

std::string call(int strike, const char* expiry = "27MAR26")
{
    return chainOption(expiry, strike, 'C');
}

std::string put(int strike, const char* expiry = "27MAR26")
{
    return chainOption(expiry, strike, 'P');
}

HedgeInputs strangleInputs(const SnapshotPtr& market)
{
    HedgeInputs inputs;
    inputs.id = {1};
    inputs.market = market;
    inputs.book = BookBuilder().line(call(70000), -20.0).line(put(55000), -20.0).build();
    inputs.policy.bands = {{BandKind::Delta, -0.5, 0.5, {}, {}, "delta"},
                           {BandKind::Vega, -1500.0, 1500.0, {}, {}, "vega"}};
    return inputs;
}

} // namespace

class TestHedgeAlternatives : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void structures_areRecognisedAndNamed()
    {
        using Names = std::vector<std::string>;
        QCOMPARE(namesIn({{call(65000), 5.0}, {call(70000), -5.0}}), Names{"long 27MAR26 65000/70000 call vertical"});
        QCOMPARE(namesIn({{put(65000), -5.0}, {put(60000), 5.0}}), Names{"short 27MAR26 60000/65000 put vertical"});
        QCOMPARE(namesIn({{call(70000), -5.0}, {put(55000), -5.2}}), Names{"short 27MAR26 55000/70000 strangle"});
        QCOMPARE(namesIn({{call(65000), 5.0}, {put(65000), 5.0}}), Names{"long 27MAR26 65000 straddle"});
        QCOMPARE(namesIn({{call(60000), 5.0}, {call(65000), -10.0}, {call(70000), 5.0}}),
                 Names{"long 27MAR26 60000/65000/70000 call fly"});
        QCOMPARE(namesIn({{put(60000, "20FEB26"), -5.0}, {put(60000, "26JUN26"), 5.0}}),
                 Names{"long 20FEB26/26JUN26 60000 put calendar"});
        QCOMPARE(namesIn({{call(70000), 5.0}, {put(55000), -5.0}}), Names{"long 27MAR26 55000/70000 risk reversal"});
        QCOMPARE(namesIn({{call(65000), 5.0}, {put(65000), -5.0}}), Names{"long 27MAR26 65000 synthetic future"});
        QCOMPARE(namesIn({{"BTC-PERPETUAL", 320000.0}, {call(70000), -5.0}, {put(55000), 5.0}}),
                 Names{"long 27MAR26 55000/70000 collar"});
    }

    void sizesThatDiffer_areNoStructure()
    {
        QVERIFY(namesIn({{call(65000), 5.0}, {call(70000), -8.0}}).empty());
        QVERIFY(namesIn({{call(65000), 5.0}, {call(70000), 5.0}}).empty());
        QVERIFY(namesIn({{call(65000), 5.0}}).empty());
    }

    void everyTrade_isInOneStructureAtMost()
    {
        const auto names = namesIn({{call(65000), 5.0}, {call(70000), -5.0}, {put(60000), 5.0}, {put(55000), -5.0}});

        QCOMPARE(names.size(), std::size_t{2});
    }

    void leftOut_solvesAgainWithoutEach()
    {
        const SnapshotPtr market = modelChain().build();
        const HedgeInputs inputs = strangleInputs(market);
        const HedgeProposal proposal = proposeHedge(inputs, {});

        const HedgeAlternatives alternatives = explainAlternatives(inputs, proposal, {});

        QVERIFY(proposal.trades.size() >= 2);
        QCOMPARE(alternatives.effects.size(), proposal.trades.size());
        QVERIFY(proposal.mainTrade.has_value());
        const double best = alternatives.effects[*proposal.mainTrade].riskAloneUsd;
        for (const TradeEffect& effect : alternatives.effects)
            QVERIFY(effect.riskAloneUsd >= best && best < proposal.riskBeforeUsd);
        for (const HedgeTrade& trade : proposal.trades) {
            const auto without = std::ranges::find(alternatives.leftOut, trade.instrument.name, &LeftOut::what);
            QVERIFY(without != alternatives.leftOut.end());
            QVERIFY(std::ranges::none_of(
                without->trades, [&](const HedgeTrade& other) { return other.instrument == trade.instrument; }));
            if (without->status == HedgeStatus::Optimal)
                QVERIFY(without->costUsd >= proposal.costUsd() * (1.0 - 2e-3));
        }
        const auto venue = std::ranges::find(alternatives.leftOut, "venue deribit", &LeftOut::what);
        QVERIFY(venue != alternatives.leftOut.end());
        QCOMPARE(venue->status, HedgeStatus::Infeasible);
        const auto depth = std::ranges::find(alternatives.leftOut, "order book depth", &LeftOut::what);
        QVERIFY(depth != alternatives.leftOut.end());
        QVERIFY(depth->costUsd <= proposal.costUsd() * (1.0 + 2e-3)); // unlimited size at the best price costs less
    }

    void dearOption_hasACheaperTwinByParity()
    {
        MarketBuilder builder = modelChain();
        const std::string name = call(60000);
        const SnapshotPtr plain = builder.build();
        const std::size_t index = plain->instruments->find({deribitVenue, name}).value();
        const Quote& quote = plain->quotes[index];
        builder.listed(name, {.bid = *quote.bid - 0.002,
                              .ask = *quote.ask + 0.002,
                              .bidAmount = 50.0,
                              .askAmount = 50.0,
                              .mark = quote.mark,
                              .markIv = quote.markIv,
                              .underlying = quote.underlyingPrice,
                              .openInterest = 200.0});
        HedgeInputs inputs = strangleInputs(builder.build());
        inputs.policy.universe.maxSpreadVolPoints = 50.0;
        HedgeProposal proposal = proposeHedge(inputs, {});
        proposal.trades = tradesOf(*inputs.market, {{name, 10.0}});
        proposal.trades[0].spreadUsd = 10.0 * 64000.0 * (0.5 * (*quote.ask - *quote.bid) + 0.002);

        const HedgeAlternatives alternatives = explainAlternatives(inputs, proposal, {});

        const auto parity = std::ranges::find_if(alternatives.twins,
                                                 [](const CheaperTwin& one) { return one.instead.size() == 2; });
        QVERIFY(parity != alternatives.twins.end());
        const CheaperTwin& twin = *parity;
        QCOMPARE(QString::fromStdString(twin.instead[0].instrument.name), QString::fromStdString(put(60000)));
        QCOMPARE(twin.instead[0].side, Side::Buy);
        QCOMPARE(QString::fromStdString(twin.instead[1].instrument.name), QStringLiteral("BTC-PERPETUAL"));
        QCOMPARE(twin.instead[1].side, Side::Buy);
        QVERIFY(twin.savesUsd > 0.0);
        const double cost = twin.instead[0].costUsd() + twin.instead[1].costUsd();
        QVERIFY(std::abs(twin.savesUsd - (proposal.trades[0].costUsd() - cost)) < 1e-9);
        QVERIFY(twin.worstDifferenceUsd < 0.02 * 10.0 * 64000.0);
    }

    void stopped_returnsWhatItHas()
    {
        const SnapshotPtr market = modelChain().build();
        const HedgeInputs inputs = strangleInputs(market);

        const HedgeAlternatives alternatives = explainAlternatives(inputs, proposeHedge(inputs, {}), stoppedToken());

        QVERIFY(alternatives.leftOut.empty());
    }
};

QTEST_GUILESS_MAIN(TestHedgeAlternatives)
#include "tst_hedge_alternatives.moc"

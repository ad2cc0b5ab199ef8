#include "models/hedging/hedger.h"
#include "models/hedging/margin_limit.h"
#include "tests/hedging/model_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

constexpr double indexUsd = 64000.0;

RiskReport heldOn(const std::vector<std::pair<std::string, std::string>>& lines) // venue, instrument
{
    RiskReport report;
    for (const auto& [venue, name] : lines) {
        RiskLine line;
        Instrument instrument;
        instrument.id = {{venue}, name};
        instrument.underlying = name.substr(0, 3);
        line.holding.instrument = instrument.id;
        line.instrument = instrument;
        report.lines.push_back(std::move(line));
    }
    return report;
}

SnapshotPtr withFunding(const SnapshotPtr& market, double per8h)
{
    auto changed = std::make_shared<MarketSnapshot>(*market);
    changed->quotes[*changed->instruments->find({{"deribit"}, "BTC-PERPETUAL"})].fundingRate8h = per8h;
    return changed;
}

// Ten coins short that a perpetual, a dated future or spot can bring back.
HedgeInputs shortCoins(const SnapshotPtr& market)
{
    HedgeInputs inputs;
    inputs.id = {1};
    inputs.market = market;
    inputs.book = BookBuilder().line("BTC-PERPETUAL", -640'000.0, indexUsd).build();
    inputs.policy.bands = {{BandKind::Delta, -0.5, 0.5, {}, {}, "delta"}};
    inputs.policy.universe.options = false;
    inputs.policy.horizonDays = 10.0;
    return inputs;
}

const HedgeTrade* tradeIn(const HedgeProposal& proposal, const std::string& name)
{
    const auto it =
        std::ranges::find(proposal.trades, name, [](const HedgeTrade& trade) { return trade.instrument.name; });
    return it == proposal.trades.end() ? nullptr : &*it;
}

} // namespace

class TestHedgeCosts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void marginModel_isThePolicysOrTheVenues_data()
    {
        using Lines = QList<std::pair<QString, QString>>;
        QTest::addColumn<QString>("policy");
        QTest::addColumn<Lines>("lines");
        QTest::addColumn<QString>("word");
        const auto put = QStringLiteral("BTC-27MAR26-60000-P");
        const auto perpetual = QStringLiteral("BTC-PERPETUAL");
        const auto deribit = QStringLiteral("deribit");
        const auto okx = QStringLiteral("okx");
        QTest::newRow("deribit") << QString() << Lines{{deribit, put}} << QStringLiteral("deribit-pm");
        QTest::newRow("okx") << QString() << Lines{{okx, put}, {okx, perpetual}} << QStringLiteral("okx-pm");
        QTest::newRow("derive") << QString() << Lines{{QStringLiteral("derive"), put}} << QStringLiteral("derive-pm");
        QTest::newRow("two venues") << QString() << Lines{{deribit, put}, {okx, perpetual}} << QString();
        QTest::newRow("no rule known") << QString() << Lines{{QStringLiteral("bybit"), put}} << QString();
        QTest::newRow("no lines") << QString() << Lines{} << QString();
        QTest::newRow("another underlying does not count")
            << QString() << Lines{{deribit, put}, {okx, QStringLiteral("ETH-PERPETUAL")}}
            << QStringLiteral("deribit-pm");
        QTest::newRow("the policy's goes before")
            << QStringLiteral("deribit-sm") << Lines{{okx, put}} << QStringLiteral("deribit-sm");
    }

    void marginModel_isThePolicysOrTheVenues()
    {
        using Lines = QList<std::pair<QString, QString>>;
        QFETCH(QString, policy);
        QFETCH(Lines, lines);
        QFETCH(QString, word);
        HedgePolicy asked;
        asked.margin.model = policy.toStdString();
        std::vector<std::pair<std::string, std::string>> held;
        for (const auto& [venue, name] : lines)
            held.emplace_back(venue.toStdString(), name.toStdString());

        QCOMPARE(QString::fromStdString(marginWordFor(asked, heldOn(held))), word);
        QVERIFY(!marginLevel({}, heldOn(held)));
    }

    void spot_isTradedWhereThePolicyWantsIt()
    {
        HedgeInputs inputs = shortCoins(modelChain().spot("BTC_USDC", 63999.0, 64001.0).build());
        inputs.policy.universe.perpetuals = false;
        const HedgeProposal without = proposeHedge(inputs, {});
        inputs.policy.universe.spot = true;

        const HedgeProposal with = proposeHedge(inputs, {});

        QCOMPARE(without.status, HedgeStatus::Infeasible);
        QVERIFY(std::ranges::any_of(without.refused, [](const RefusedInstrument& refused) {
            return refused.instrument == "BTC_USDC" && refused.reason.find("spot") != std::string::npos;
        }));
        const HedgeTrade* const spot = tradeIn(with, "BTC_USDC");
        QVERIFY2(spot, with.message.c_str());
        QCOMPARE(spot->side, Side::Buy);
        QVERIFY(std::abs(spot->quantity - 9.5) < 0.02);
        QCOMPARE(spot->carryUsd, 0.0); // a coin pays no funding and loses no basis
        QVERIFY(with.bands.front().insideAfter);
    }

    // Funding paid over the horizon decides between a perpetual and a future that cost the same to trade.
    void carry_decidesWhatIsHeld()
    {
        const SnapshotPtr plain = modelChain().future("BTC-27MAR26", 63995.0, 64005.0).build();
        const HedgeProposal dear = proposeHedge(shortCoins(withFunding(plain, 0.0005)), {});
        const HedgeProposal free = proposeHedge(shortCoins(withFunding(plain, -0.0005)), {});

        const HedgeTrade* const future = tradeIn(dear, "BTC-27MAR26");
        const HedgeTrade* const perpetual = tradeIn(free, "BTC-PERPETUAL");

        QVERIFY2(future && !tradeIn(dear, "BTC-PERPETUAL"), dear.message.c_str());
        QVERIFY2(perpetual && !tradeIn(free, "BTC-27MAR26"), free.message.c_str());
        // three fundings a day for ten days on the notional, received
        QVERIFY(std::abs(perpetual->carryUsd + 0.0005 * 3.0 * 10.0 * perpetual->quantity) < 1e-6);
        QVERIFY(std::abs(dear.costUsd() - (future->spreadUsd + future->feeUsd)) < 1e-9); // carry is told beside it
    }

    void fixedCostPerLeg_makesFewerLegs()
    {
        // Both legs are needed while orders are free: each has depth for two thirds only, the second is dearer.
        QuoteSpec thin{
            .bid = 63999.5, .ask = 64000.5, .bidAmount = 400'000.0, .askAmount = 400'000.0, .mark = indexUsd};
        QuoteSpec deep{.bid = 63980.0, .ask = 64020.0, .bidAmount = 4e6, .askAmount = 4e6, .mark = indexUsd};
        HedgeInputs inputs = shortCoins(modelChain().listed("BTC-PERPETUAL", thin).listed("BTC-27MAR26", deep).build());
        const HedgeProposal two = proposeHedge(inputs, {});
        inputs.policy.fixedPerLegUsd = 10'000.0;

        const HedgeProposal one = proposeHedge(inputs, {});

        QCOMPARE(two.trades.size(), std::size_t{2});
        QCOMPARE(one.trades.size(), std::size_t{1});
        QVERIFY(one.costUsd() > two.costUsd());
        QVERIFY(one.bands.front().insideAfter);
        QCOMPARE(one.status, HedgeStatus::Optimal);
    }
};

QTEST_GUILESS_MAIN(TestHedgeCosts)
#include "tst_hedge_costs.moc"

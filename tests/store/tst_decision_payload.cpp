#include "app/store/book_csv.h"
#include "app/store/decision_payload.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace ballast;
using nlohmann::json;

namespace {

HedgeProposal proposal()
{
    HedgeProposal hedge;
    hedge.id = {7};
    hedge.basis = {41};
    hedge.basisAsOf = test::timeOf("2026-02-05T21:29:37.885Z");
    hedge.status = HedgeStatus::Optimal;
    HedgeTrade trade;
    trade.instrument = {deribitVenue, "BTC-PERPETUAL"};
    trade.side = Side::Sell;
    trade.quantity = 12'340.0;
    trade.limitPrice = 62'990.5;
    trade.expectedPrice = 62'991.0;
    trade.spreadUsd = 1.5;
    trade.feeUsd = 6.17;
    hedge.trades = {trade};
    hedge.bands = {{{BandKind::Delta, -0.1, 0.1, {}, {}, "delta"}, 0.31, 0.09, false, true}};
    hedge.policy.bands = {hedge.bands[0].band};
    hedge.spreadUsd = 1.5;
    hedge.feesUsd = 6.17;
    return hedge;
}

Decision decision()
{
    return {"approved",
            {7},
            {41},
            {43},
            test::timeOf("2026-02-05T21:29:50Z"),
            "",
            {{"Prices fresh", true, "oldest 0.9 s"}}};
}

} // namespace

class TestDecisionPayload : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void approval_isJournaledWithEverythingItRestedOn()
    {
        const auto book = test::BookBuilder().line("BTC-PERPETUAL", 500.0, 60'000.0).build();

        const auto draft = decisionDraft({decision(), proposal(), *book, "me", "0.1.0"});

        QCOMPARE(draft.kind, std::string("approved"));
        QCOMPARE(draft.actor, std::string("me"));
        QCOMPARE(draft.basis, 41u);
        QCOMPARE(draft.proposal, 7u);
        QCOMPARE(draft.at, test::timeOf("2026-02-05T21:29:50Z"));
        QCOMPARE(draft.summary, std::string("BTC approved, 1 leg, cost 7.67 USD, policy Default"));
        const json payload = json::parse(draft.payload);
        QCOMPARE(payload["basisAsOf"].get<std::string>(), std::string("2026-02-05T21:29:37.885Z"));
        QCOMPARE(payload["decidedOn"].get<int>(), 43);
        QCOMPARE(payload["bookHash"].get<std::string>(), bookHash(*book));
        QCOMPARE(payload["programVersion"].get<std::string>(), std::string("0.1.0"));
        QCOMPARE(payload["policy"]["bands"]["delta"][1].get<double>(), 0.1);
        QCOMPARE(payload["trades"][0]["side"].get<std::string>(), std::string("sell"));
        QCOMPARE(payload["trades"][0]["limitPrice"].get<double>(), 62'990.5);
        QVERIFY(payload["trades"][0]["mark"].is_null());
        QCOMPARE(payload["bands"][0]["before"].get<double>(), 0.31);
        QCOMPARE(payload["bands"][0]["after"].get<double>(), 0.09);
        QCOMPARE(payload["checks"][0]["measured"].get<std::string>(), std::string("oldest 0.9 s"));
        QCOMPARE(payload["costUsd"].get<double>(), 7.67);
    }

    void rejection_carriesItsReasonWhateverItsBytes()
    {
        auto rejected = decision();
        rejected.kind = "rejected";
        rejected.reason = "too \"dear\" \xff";

        const auto draft = decisionDraft({rejected, proposal(), Portfolio{}, "me", "0.1.0"});

        QVERIFY(draft.summary.find("too \"dear\"") != std::string::npos);
        QVERIFY(json::accept(draft.payload));
    }

    void fills_areJournaledWithBothBooks()
    {
        const auto before = test::BookBuilder().line("BTC-PERPETUAL", 500.0).build();
        const auto after = test::BookBuilder().line("BTC-PERPETUAL", -11'840.0).build();
        const std::vector<TradeFill> fills{
            {{deribitVenue, "BTC-PERPETUAL"}, Side::Sell, 12'340.0, 12'340.0, 62'991.0, 6.17, ""},
            {{deribitVenue, "BTC-27MAR26-70000-C"}, Side::Buy, 2.0, 0.0, 0.0, 0.0, "nothing is offered"}};

        const auto draft = fillDraft({proposal(), {44}, fills, *before, *after, {}, "me", "0.1.0"});

        QCOMPARE(draft.kind, std::string("filled"));
        QCOMPARE(draft.summary, std::string("1 of 2 legs filled whole, 0 in part, fees 6.17 USD"));
        const json payload = json::parse(draft.payload);
        QVERIFY(payload["fills"][1]["price"].is_null());
        QCOMPARE(payload["bookHashBefore"].get<std::string>(), bookHash(*before));
        QCOMPARE(payload["bookHashAfter"].get<std::string>(), bookHash(*after));
        QCOMPARE(fillDraft({proposal(), {44}, std::span(fills).last(1), *before, *before, {}, "me", "0.1.0"}).kind,
                 std::string("not-filled"));
    }

    void killSwitch_isJournaledWithItsReasonAsSummary()
    {
        const auto engaged = killSwitchDraft({true, test::timeOf("2026-02-05"), "venue odd"}, "me", "0.1.0");
        const auto reset = killSwitchDraft({false, test::timeOf("2026-02-06"), "checked"}, "me", "0.1.0");

        QCOMPARE(engaged.kind, std::string("kill"));
        QCOMPARE(engaged.summary, std::string("venue odd"));
        QCOMPARE(reset.kind, std::string("kill-reset"));
    }
};

QTEST_GUILESS_MAIN(TestDecisionPayload)
#include "tst_decision_payload.moc"

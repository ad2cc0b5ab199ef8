#include "models/market/instrument_name.h"
#include "models/market/snapshot.h"

#include <QtTest>

#include <algorithm>
#include <random>

using namespace ballast;

namespace {

const std::vector<std::string> inOrder{
    "BTC",
    "BTC-PERPETUAL",
    "BTC-6FEB26",
    "BTC-27MAR26",
    "BTC-6FEB26-60000-C",
    "BTC-6FEB26-60000-P",
    "BTC-6FEB26-70000-C",
    "BTC-27MAR26-50000-P",
    "ETH-PERPETUAL",
    "ETH-6FEB26-2000-C",
};

MarketSnapshot snapshotOf(const std::vector<std::string>& names)
{
    std::vector<Instrument> instruments;
    for (const std::string& name : names)
        instruments.push_back(*parseDeribitName(name));
    MarketSnapshot snapshot;
    snapshot.asOf = *parseIso8601("2026-02-05T21:29:37Z");
    snapshot.instruments = std::make_shared<const InstrumentTable>(std::move(instruments));
    snapshot.quotes.resize(snapshot.instruments->size());
    return snapshot;
}

} // namespace

class SnapshotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_isInListingOrderWhateverCameFirst()
    {
        std::mt19937 random(3);
        auto names = inOrder;
        for (int round = 0; round < 50; ++round) {
            std::ranges::shuffle(names, random);
            const auto snapshot = snapshotOf(names);
            QCOMPARE(snapshot.instruments->size(), inOrder.size());
            for (std::size_t i = 0; i < inOrder.size(); ++i)
                QCOMPARE((*snapshot.instruments)[i].id.name, inOrder[i]);
        }
    }

    void twins_areListedOnce()
    {
        QCOMPARE(snapshotOf({"BTC-PERPETUAL", "BTC-6FEB26", "BTC-PERPETUAL"}).instruments->size(), std::size_t(2));
    }

    void lookup_findsEveryInstrumentAndNoOther()
    {
        const auto snapshot = snapshotOf(inOrder);
        for (std::size_t i = 0; i < inOrder.size(); ++i)
            QVERIFY(snapshot.instruments->find({deribitVenue, inOrder[i]}) == i);
        QVERIFY(!snapshot.instruments->find({deribitVenue, "BTC-6FEB26-61000-C"}));
        QVERIFY(!snapshot.instruments->find({{"okx"}, "BTC-PERPETUAL"}));
        QVERIFY(snapshot.quote({{"okx"}, "BTC-PERPETUAL"}) == nullptr);
    }

    void quote_standsAtItsInstrument()
    {
        auto snapshot = snapshotOf(inOrder);
        for (std::size_t i = 0; i < snapshot.quotes.size(); ++i)
            snapshot.quotes[i].mark = static_cast<double>(i);
        QCOMPARE(*snapshot.quote({deribitVenue, "ETH-PERPETUAL"})->mark, 8.0);
    }

    void underlyings_areNamedOnceEach()
    {
        QCOMPARE(underlyingsOf(snapshotOf(inOrder)), (std::vector<std::string>{"BTC", "ETH"}));
        QVERIFY(underlyingsOf(snapshotOf({})).empty());
    }

    void expiries_areOfOptionsAfterAsOf()
    {
        auto snapshot = snapshotOf(inOrder);
        QCOMPARE(optionExpiries(snapshot, "BTC").size(), std::size_t(2));
        QCOMPARE(toIso8601(optionExpiries(snapshot, "BTC").front()), std::string("2026-02-06T08:00:00Z"));

        snapshot.asOf = *parseIso8601("2026-02-06T08:00:00Z");
        QCOMPARE(optionExpiries(snapshot, "BTC").size(), std::size_t(1));
        QVERIFY(optionExpiries(snapshot, "ETH").empty());
    }

    void perpetual_isTheInverseOneElseTheNearestFuture()
    {
        const auto nameOf = [](const MarketSnapshot& snapshot, const char* underlying) {
            const auto at = perpetualOf(snapshot, underlying);
            return at ? (*snapshot.instruments)[*at].id.name : std::string("none");
        };
        QCOMPARE(nameOf(snapshotOf(inOrder), "BTC"), std::string("BTC-PERPETUAL"));
        QCOMPARE(nameOf(snapshotOf({"BTC_USDC-PERPETUAL", "BTC-PERPETUAL"}), "BTC"), std::string("BTC-PERPETUAL"));
        QCOMPARE(nameOf(snapshotOf({"BTC_USDC-PERPETUAL"}), "BTC"), std::string("BTC_USDC-PERPETUAL"));
        QCOMPARE(nameOf(snapshotOf({"BTC-27MAR26", "BTC-6FEB26"}), "BTC"), std::string("BTC-6FEB26"));
        QCOMPARE(nameOf(snapshotOf({"BTC-5FEB26", "BTC-27MAR26"}), "BTC"), std::string("BTC-27MAR26"));
        QCOMPARE(nameOf(snapshotOf({"BTC-6FEB26-60000-C"}), "BTC"), std::string("none"));
    }

    void mid_needsTwoUncrossedSides()
    {
        Quote quote;
        quote.bid = 0.01;
        QVERIFY(!midPrice(quote));
        quote.ask = 0.02;
        QCOMPARE(*midPrice(quote), 0.015);
        QCOMPARE(*markOrMid(quote), 0.015);
        quote.mark = 0.014;
        QCOMPARE(*markOrMid(quote), 0.014);
        quote.ask = 0.005;
        QVERIFY(!midPrice(quote));
    }
};

QTEST_GUILESS_MAIN(SnapshotTest)
#include "tst_snapshot.moc"

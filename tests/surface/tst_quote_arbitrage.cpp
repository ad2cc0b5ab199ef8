#include "models/pricing/black76.h"
#include "models/surface/quote_arbitrage.h"
#include "models/surface/surface_fit.h"
#include "tests/support/market_builder.h"
#include "tests/surface/drawn_chain.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace ballast;

namespace {

const SviParams march{0.01, 0.1, -0.3, 0.0, 0.2};
const SviParams june{0.05, 0.2, -0.3, 0.0, 0.3};

MarketSnapshot soundChain()
{
    return test::drawnChain({{"27MAR26", 100500.0, march, test::evenStrikes(100500.0, -0.3, 0.3, 13)},
                             {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.3, 0.3, 13)}});
}

std::vector<QuoteArbitrage> found(const MarketSnapshot& snapshot)
{
    return quoteArbitrages(snapshot, "BTC", impliedForwards(snapshot, "BTC"));
}

const QuoteArbitrage* firstOf(const std::vector<QuoteArbitrage>& all, QuoteArbitrageKind kind)
{
    const auto it = std::ranges::find(all, kind, &QuoteArbitrage::kind);
    return it == all.end() ? nullptr : &*it;
}

// One March expiry on a listed future, four options; linear, so that prices are dollars.
test::MarketBuilder linearMarket()
{
    test::MarketBuilder market("2026-02-25T08:00:00Z");
    market.index("BTC", 100000.0);
    market.future("BTC-27MAR26", 100000.0, 100010.0);
    return market;
}

Instrument linearOption(double strike, OptionType type)
{
    Instrument option;
    option.id = {deribitVenue,
                 "BTC_USDC-27MAR26-" + std::to_string(std::lround(strike)) + (type == OptionType::Call ? "-C" : "-P")};
    option.underlying = "BTC";
    option.settlement = Settlement::Linear;
    option.strike = strike;
    option.type = type;
    option.expiry = parseIso8601("2026-03-27T08:00:00Z").value();
    option.takerFee = 0.0;
    return option;
}

} // namespace

class TestQuoteArbitrage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundChain_hasNone();
    void parity_isCountedToTheCent();
    void box_isCountedWithItsSize();
    void butterfly_isFoundInTheMiddle();
    void calendar_isFoundAtEqualMoneyness();
    void feesAndStaleQuotes_keepItQuiet();
};

void TestQuoteArbitrage::soundChain_hasNone()
{
    QCOMPARE(found(soundChain()).size(), std::size_t{0});
}

void TestQuoteArbitrage::parity_isCountedToTheCent()
{
    auto market = linearMarket();
    market.listed(linearOption(100000.0, OptionType::Call), {.bid = 4900.0, .ask = 5000.0, .askAmount = 3.0});
    market.listed(linearOption(100000.0, OptionType::Put), {.bid = 5400.0, .ask = 5500.0, .bidAmount = 2.0});
    const SnapshotPtr snapshot = market.build();

    const auto all = found(*snapshot);

    // buy the call at 5000, sell the put at 5400 and the future at 100000: 400 and the future's fee
    const QuoteArbitrage* parity = firstOf(all, QuoteArbitrageKind::Parity);
    QVERIFY(parity != nullptr);
    const Instrument& future = (*snapshot->instruments)[parity->legs[2].instrument];
    const double fee = future.takerFee.value_or(0.0005) * 100000.0;
    QVERIFY2(std::abs(parity->profitUsd - (400.0 - fee)) < 1e-9, qPrintable(QString::number(parity->profitUsd)));
    QCOMPARE(parity->legs.size(), std::size_t{3});
    QCOMPARE(parity->legs[0].quantity, 1.0);
    QCOMPARE(parity->legs[1].quantity, -1.0);
    QCOMPARE(parity->legs[2].quantity, -1.0);
    QCOMPARE(parity->sizeCoins.value(), 2.0);
    QVERIFY(std::abs(parity->totalUsd().value() - 2.0 * parity->profitUsd) < 1e-12);
}

void TestQuoteArbitrage::box_isCountedWithItsSize()
{
    auto market = linearMarket();
    const auto sized = [](double bid, double ask) {
        return test::QuoteSpec{.bid = bid, .ask = ask, .bidAmount = 4.0, .askAmount = 1.5};
    };
    market.listed(linearOption(98000.0, OptionType::Call), sized(6900.0, 6950.0));
    market.listed(linearOption(98000.0, OptionType::Put), sized(5000.0, 5050.0));
    market.listed(linearOption(102000.0, OptionType::Call), sized(5100.0, 5150.0));
    market.listed(linearOption(102000.0, OptionType::Put), sized(6900.0, 6950.0));

    const auto all = found(*market.build());

    // 6950 - 5100 - 5000 + 6950 = 3800 for a sure 4000
    const QuoteArbitrage* box = firstOf(all, QuoteArbitrageKind::Box);
    QVERIFY(box != nullptr);
    QVERIFY(std::abs(box->profitUsd - 200.0) < 1e-9);
    QCOMPARE(box->sizeCoins.value(), 1.5);
}

void TestQuoteArbitrage::butterfly_isFoundInTheMiddle()
{
    MarketSnapshot snapshot = soundChain();
    const auto strikes = test::evenStrikes(100500.0, -0.3, 0.3, 13);
    const std::size_t middle = test::indexOf(snapshot, "BTC-27MAR26-" + std::to_string(std::lround(strikes[8])) + "-C");
    *snapshot.quotes[middle].bid *= 1.5;
    *snapshot.quotes[middle].ask *= 1.5;

    const auto all = found(snapshot);

    const QuoteArbitrage* butterfly = firstOf(all, QuoteArbitrageKind::Butterfly);
    QVERIFY(butterfly != nullptr);
    QCOMPARE(butterfly->legs[1].instrument, middle);
    QCOMPARE(butterfly->legs[1].quantity, -1.0);
    QVERIFY(std::abs(butterfly->legs[0].quantity + butterfly->legs[2].quantity - 1.0) < 1e-15);
    QVERIFY(butterfly->profitUsd > 0.0);
    QVERIFY(!butterfly->sizeCoins.has_value());
}

void TestQuoteArbitrage::calendar_isFoundAtEqualMoneyness()
{
    const SviParams dearer{0.2, 0.1, -0.3, 0.0, 0.2}; // the March expiry far above June
    const MarketSnapshot inverted =
        test::drawnChain({{"27MAR26", 100500.0, dearer, test::evenStrikes(100500.0, -0.3, 0.3, 13)},
                          {"26JUN26", 102000.0, june, test::evenStrikes(102000.0, -0.3, 0.3, 13)}});

    const auto all = found(inverted);

    const QuoteArbitrage* calendar = firstOf(all, QuoteArbitrageKind::Calendar);
    QVERIFY(calendar != nullptr);
    const Instrument& sold = (*inverted.instruments)[calendar->legs[0].instrument];
    const Instrument& bought = (*inverted.instruments)[calendar->legs[1].instrument];
    QVERIFY(*sold.expiry < *bought.expiry);
    QVERIFY(*sold.type == *bought.type);
    if (*sold.type == OptionType::Call)
        QVERIFY(*bought.strike / 102000.0 <= *sold.strike / 100500.0);
}

void TestQuoteArbitrage::feesAndStaleQuotes_keepItQuiet()
{
    auto market = linearMarket();
    market.listed(linearOption(100000.0, OptionType::Call), {.bid = 4990.0, .ask = 5000.0});
    market.listed(linearOption(100000.0, OptionType::Put), {.bid = 5040.0, .ask = 5050.0}); // 40 against a fee of 50
    QVERIFY(firstOf(found(*market.build()), QuoteArbitrageKind::Parity) == nullptr);

    auto stale = linearMarket();
    stale.listed(linearOption(100000.0, OptionType::Call), {.bid = 4900.0, .ask = 5000.0, .state = QuoteState::Stale});
    stale.listed(linearOption(100000.0, OptionType::Put), {.bid = 5900.0, .ask = 6000.0});
    QVERIFY(found(*stale.build()).empty());
}

QTEST_APPLESS_MAIN(TestQuoteArbitrage)
#include "tst_quote_arbitrage.moc"

#include "app/execution/apply_fills.h"
#include "app/execution/paper_broker.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <cmath>
#include <random>

using namespace ballast;

namespace {

constexpr const char* call = "BTC-27MAR26-70000-C";
constexpr const char* linearCall = "BTC_USDC-27MAR26-70000-C";

HedgeTrade trade(const char* name, Side side, double quantity, double limit)
{
    HedgeTrade made;
    made.instrument = {deribitVenue, name};
    made.side = side;
    made.quantity = quantity;
    made.limitPrice = limit;
    return made;
}

std::shared_ptr<const Ladder> ladder(std::vector<LadderLevel> bids, std::vector<LadderLevel> asks)
{
    return std::make_shared<const Ladder>(Ladder{std::move(bids), std::move(asks)});
}

test::MarketBuilder market()
{
    return test::MarketBuilder("2026-02-05T21:29:00Z")
        .option(call, {.bid = 0.0105,
                       .ask = 0.0115,
                       .bidAmount = 1.0,
                       .askAmount = 4.0,
                       .mark = 0.0110,
                       .ladder = ladder({{0.0105, 1.0}, {0.0100, 5.0}, {0.0090, 9.0}}, {{0.0115, 4.0}, {0.0120, 6.0}})})
        .perpetual("BTC-PERPETUAL", 62'999.5, 63'000.5)
        .perpetual("BTC_USDC-PERPETUAL", 62'990.0, 63'000.0)
        .index("BTC", 63'000.0);
}

TradeFill fillOf(const HedgeTrade& order, const SnapshotPtr& snapshot)
{
    return fillOnPaper({&order, 1}, FeeSchedule{}, *snapshot).front();
}

TradeFill bought(const char* name, double quantity, double price)
{
    return {{deribitVenue, name}, Side::Buy, quantity, quantity, price, 0.0, {}};
}

TradeFill sold(const char* name, double quantity, double price)
{
    return {{deribitVenue, name}, Side::Sell, quantity, quantity, price, 0.0, {}};
}

bool has(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TestPaperBroker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sale_walksTheBidsToItsLimit()
    {
        const TradeFill fill = fillOf(trade(call, Side::Sell, 2.0, 0.0100), market().build());

        QCOMPARE(fill.quantity, 2.0);
        QCOMPARE(fill.price, 0.01025);     // 1 at 0.0105 and 1 at 0.0100
        QCOMPARE(fill.feeUsd, 2.0 * 18.9); // 0.03 % of 63,000 a coin; an eighth of the premium is 80.7
        QVERIFY(fill.unfilledReason.empty());
    }

    void limit_isNeverCrossed()
    {
        const TradeFill part = fillOf(trade(call, Side::Sell, 8.0, 0.0100), market().build());
        const TradeFill none = fillOf(trade(call, Side::Buy, 1.0, 0.0110), market().build());

        QCOMPARE(part.quantity, 6.0);
        QCOMPARE(part.price, (0.0105 + 5.0 * 0.0100) / 6.0);
        QCOMPARE(part.unfilledReason, std::string("only 6 of 8 is bid within the limit 0.01"));
        QCOMPARE(none.quantity, 0.0);
        QCOMPARE(none.feeUsd, 0.0);
        QCOMPARE(none.unfilledReason, std::string("nothing is offered within the limit 0.011"));
    }

    void fee_followsTheVenue_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("quantity");
        QTest::addColumn<double>("price");
        QTest::addColumn<double>("feeUsd");

        QTest::newRow("option") << QString::fromLatin1(call) << 1.0 << 0.0110 << 18.9;
        QTest::newRow("cheap option, capped") << QString::fromLatin1(call) << 1.0 << 0.0001 << 0.7875; // 6.3 USD / 8
        QTest::newRow("linear option") << QString::fromLatin1(linearCall) << 2.0 << 700.0 << 37.8;
        QTest::newRow("linear option, capped") << QString::fromLatin1(linearCall) << 2.0 << 10.0 << 2.5;
        QTest::newRow("inverse perpetual") << QStringLiteral("BTC-PERPETUAL") << 12'340.0 << 63'000.0 << 6.17;
        QTest::newRow("linear perpetual") << QStringLiteral("BTC_USDC-PERPETUAL") << 0.5 << 63'000.0 << 15.75;
        QTest::newRow("nothing") << QStringLiteral("BTC-PERPETUAL") << 0.0 << 63'000.0 << 0.0;
    }

    void fee_followsTheVenue()
    {
        QFETCH(QString, name);
        QFETCH(double, quantity);
        QFETCH(double, price);
        QFETCH(double, feeUsd);
        const auto snapshot = market().option(linearCall, {.bid = 690.0, .ask = 700.0}).build();
        const auto at = snapshot->instruments->find({deribitVenue, name.toStdString()});

        const double fee = takerFeeUsd((*snapshot->instruments)[*at], quantity, price, 63'000.0, FeeSchedule{});

        QVERIFY(std::abs(fee - feeUsd) < 1e-9);
    }

    void withoutLadder_theBestPriceAndItsAmountCount()
    {
        const auto known = market().option(call, {.bid = 0.0105, .ask = 0.0115, .askAmount = 4.0}).build();
        const auto unknown = market().option(call, {.bid = 0.0105, .ask = 0.0115}).build();
        const auto order = trade(call, Side::Buy, 10.0, 0.0120);

        QCOMPARE(fillOf(order, known).quantity, 4.0);
        QCOMPARE(fillOf(order, unknown).quantity, 10.0);
        QCOMPARE(fillOf(order, unknown).price, 0.0115);
    }

    void whatCannotFill_saysWhy_data()
    {
        QTest::addColumn<int>("state");
        QTest::addColumn<QString>("reason");

        QTest::newRow("stale") << static_cast<int>(QuoteState::Stale) << QStringLiteral("stale");
        QTest::newRow("down") << static_cast<int>(QuoteState::Down) << QStringLiteral("down");
        QTest::newRow("crossed") << static_cast<int>(QuoteState::Crossed) << QStringLiteral("crossed");
        QTest::newRow("gap") << static_cast<int>(QuoteState::Gap) << QStringLiteral("gap");
    }

    void whatCannotFill_saysWhy()
    {
        QFETCH(int, state);
        QFETCH(QString, reason);
        const auto snapshot =
            market().option(call, {.bid = 0.0105, .ask = 0.0115, .state = static_cast<QuoteState>(state)}).build();

        const TradeFill fill = fillOf(trade(call, Side::Buy, 1.0, 0.0120), snapshot);

        QCOMPARE(fill.quantity, 0.0);
        QVERIFY2(has(fill.unfilledReason, qPrintable(reason)), fill.unfilledReason.c_str());
    }

    void missingMarket_saysWhy()
    {
        const auto oneSided = market().option(call, {.bid = 0.0105}).build();
        const auto noIndex =
            test::MarketBuilder("2026-02-05T21:29:00Z").perpetual("BTC-PERPETUAL", 62'999.5, 63'000.5).build();

        QVERIFY(has(fillOf(trade(call, Side::Buy, 1.0, 0.02), oneSided).unfilledReason, "nothing is offered"));
        QVERIFY(has(fillOf(trade("ETH-PERPETUAL", Side::Buy, 1.0, 1.0), oneSided).unfilledReason, "not listed"));
        QVERIFY(has(fillOf(trade("BTC-PERPETUAL", Side::Buy, 10.0, 64'000.0), noIndex).unfilledReason, "no index"));
        QVERIFY(has(fillOf(trade(call, Side::Buy, -1.0, 0.02), market().build()).unfilledReason, "no positive"));
        QVERIFY(
            has(fillOf(trade(call, Side::Buy, std::nan(""), 0.02), market().build()).unfilledReason, "no positive"));
    }

    void expiredInstrument_isNotFilled()
    {
        const auto snapshot = test::MarketBuilder("2026-03-27T08:00:00Z")
                                  .option(call, {.bid = 0.0105, .ask = 0.0115})
                                  .index("BTC", 63'000.0)
                                  .build();

        QCOMPARE(fillOf(trade(call, Side::Buy, 1.0, 0.02), snapshot).unfilledReason, std::string("expired"));
    }

    void sumOfLevels_countsAsWholeDespiteRounding()
    {
        const auto snapshot = market()
                                  .option(call, {.bid = 0.01,
                                                 .ask = 0.0115,
                                                 .ladder = ladder({}, {{0.0115, 0.1}, {0.0116, 0.2}, {0.0117, 0.3}})})
                                  .build();

        const TradeFill fill = fillOf(trade(call, Side::Buy, 0.6, 0.02), snapshot);

        QCOMPARE(fill.quantity, 0.6);
        QVERIFY(fill.unfilledReason.empty());
    }

    void fills_moveTheBook_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("held");
        QTest::addColumn<double>("heldAt"); // 0: unknown
        QTest::addColumn<double>("traded"); // signed
        QTest::addColumn<double>("tradedAt");
        QTest::addColumn<double>("after"); // 0: the line is gone
        QTest::addColumn<double>("afterAt");

        const auto option = QString::fromLatin1(call);
        const auto inverse = QStringLiteral("BTC-PERPETUAL");
        QTest::newRow("new line") << option << 0.0 << 0.0 << 2.0 << 0.011 << 2.0 << 0.011;
        QTest::newRow("grows") << option << 1.0 << 0.010 << 3.0 << 0.020 << 4.0 << 0.0175;
        QTest::newRow("short grows") << option << -1.0 << 0.010 << -3.0 << 0.020 << -4.0 << 0.0175;
        QTest::newRow("inverse grows harmonically")
            << inverse << 10'000.0 << 50'000.0 << 10'000.0 << 100'000.0 << 20'000.0 << 20'000.0 / 0.3;
        QTest::newRow("shrinks") << option << 4.0 << 0.010 << -3.0 << 0.020 << 1.0 << 0.010;
        QTest::newRow("turns") << option << 1.0 << 0.010 << -3.0 << 0.020 << -2.0 << 0.020;
        QTest::newRow("closes") << option << 3.0 << 0.010 << -3.0 << 0.020 << 0.0 << 0.0;
        QTest::newRow("closes despite rounding") << option << 0.3 << 0.010 << -(0.1 + 0.2) << 0.020 << 0.0 << 0.0;
        QTest::newRow("unknown stays unknown") << option << 1.0 << 0.0 << 3.0 << 0.020 << 4.0 << 0.0;
        QTest::newRow("unknown turns known") << option << 1.0 << 0.0 << -3.0 << 0.020 << -2.0 << 0.020;
        QTest::newRow("from a zero line") << inverse << 0.0 << 60'000.0 << 10.0 << 63'000.0 << 10.0 << 63'000.0;
    }

    void fills_moveTheBook()
    {
        QFETCH(QString, name);
        QFETCH(double, held);
        QFETCH(double, heldAt);
        QFETCH(double, traded);
        QFETCH(double, tradedAt);
        QFETCH(double, after);
        QFETCH(double, afterAt);
        test::BookBuilder builder;
        builder.line("ETH-PERPETUAL", 5.0, 2'000.0);
        if (held != 0.0 || heldAt != 0.0)
            builder.line(name.toStdString(), held, heldAt == 0.0 ? std::nullopt : std::optional(heldAt));
        const TradeFill fill =
            traded > 0.0 ? bought(qPrintable(name), traded, tradedAt) : sold(qPrintable(name), -traded, tradedAt);

        const Portfolio moved = applyFills(*builder.build(), {&fill, 1}, *market().build());

        QCOMPARE(moved.positions.size(), after == 0.0 ? std::size_t{1} : std::size_t{2});
        QCOMPARE(moved.positions.front().quantity, 5.0); // the rest of the book stays
        if (after != 0.0) {
            QCOMPARE(moved.positions.back().quantity, after);
            QVERIFY(std::abs(moved.positions.back().averagePrice.value_or(0.0) - afterAt) < 1e-9 * (1.0 + afterAt));
        }
    }

    void unfilledLegs_leaveTheBookAlone()
    {
        const auto book = test::BookBuilder().line("BTC-PERPETUAL", 100.0, 60'000.0).build();
        const TradeFill none{{deribitVenue, call}, Side::Buy, 5.0, 0.0, 0.0, 0.0, "nothing is offered"};

        QCOMPARE(applyFills(*book, {&none, 1}, *market().build()), *book);
    }

    // What a trader has is the same however the fills are cut: cash paid plus value of the line at any mark.
    void linearFills_conserveMoney()
    {
        std::mt19937 random(5);
        std::uniform_real_distribution<double> quantity(0.1, 5.0);
        std::uniform_real_distribution<double> price(0.005, 0.02);
        Portfolio book;
        double realised = 0.0;
        double cash = 0.0;
        for (int i = 0; i < 500; ++i) {
            const double before = book.positions.empty() ? 0.0 : book.positions[0].quantity;
            const double entry = book.positions.empty() ? 0.0 : *book.positions[0].averagePrice;
            const TradeFill fill = random() % 2 == 0 ? bought(call, quantity(random), price(random))
                                                     : sold(call, quantity(random), price(random));
            const double signedQuantity = fill.side == Side::Buy ? fill.quantity : -fill.quantity;
            const double closed =
                before * signedQuantity < 0.0 ? std::copysign(std::min(std::abs(before), fill.quantity), before) : 0.0;
            realised += closed * (fill.price - entry);
            cash -= signedQuantity * fill.price;

            book = applyFills(book, {&fill, 1}, *market().build());

            const double held = book.positions.empty() ? 0.0 : book.positions[0].quantity;
            const double cost = book.positions.empty() ? 0.0 : *book.positions[0].averagePrice;
            const double mark = 0.0111;
            QVERIFY(std::abs(cash + held * mark - (realised + held * (mark - cost))) < 1e-9);
        }
    }
};

QTEST_GUILESS_MAIN(TestPaperBroker)
#include "tst_paper_broker.moc"

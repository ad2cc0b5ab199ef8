#include "app/execution/pre_trade_checks.h"
#include "tests/support/market_builder.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using namespace ballast;
using test::timeOf;

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr const char* call = "BTC-27MAR26-70000-C";

HedgeTrade trade(const char* name, Side side, double quantity, double limit)
{
    HedgeTrade made;
    made.instrument = {deribitVenue, name};
    made.side = side;
    made.quantity = quantity;
    made.limitPrice = limit;
    return made;
}

test::MarketBuilder market()
{
    return test::MarketBuilder("2026-02-05T21:29:00Z")
        .option(call, {.bid = 0.0100, .ask = 0.0110, .mark = 0.0105})
        .perpetual("BTC-PERPETUAL", 62'999.5, 63'000.5)
        .index("BTC", 63'000.0);
}

std::string findingsOf(const std::vector<HedgeTrade>& trades, const SnapshotPtr& snapshot,
                       const PreTradeLimits& limits = {}, std::span<const RecentOrder> recent = {})
{
    std::string all;
    for (const auto& finding : preTradeFindings({trades, *snapshot, limits, recent, snapshot->asOf}))
        all += finding + "\n";
    return all;
}

bool has(const std::string& text, const char* part)
{
    return text.find(part) != std::string::npos;
}

} // namespace

class TestPreTradeChecks : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void collar_judges_data()
    {
        QTest::addColumn<double>("limit");
        QTest::addColumn<double>("reference");
        QTest::addColumn<CollarVerdict>("verdict");

        QTest::newRow("at the mark") << 100.0 << 100.0 << CollarVerdict::Inside;
        QTest::newRow("upper edge") << 102.0 << 100.0 << CollarVerdict::Inside;
        QTest::newRow("lower edge") << 98.0 << 100.0 << CollarVerdict::Inside;
        QTest::newRow("above") << 102.01 << 100.0 << CollarVerdict::Outside;
        QTest::newRow("below") << 97.99 << 100.0 << CollarVerdict::Outside;
        QTest::newRow("ten times") << 1000.0 << 100.0 << CollarVerdict::Outside;
        QTest::newRow("within ticks of a small mark") << 2.0 << 1.0 << CollarVerdict::Inside; // 2 ticks of 0.5
        QTest::newRow("zero mark") << 1.0 << 0.0 << CollarVerdict::NoReference;
        QTest::newRow("negative mark") << 1.0 << -1.0 << CollarVerdict::NoReference;
        QTest::newRow("NaN mark") << 1.0 << notANumber << CollarVerdict::NoReference;
        QTest::newRow("infinite mark") << 1.0 << infinity << CollarVerdict::NoReference;
        QTest::newRow("zero limit") << 0.0 << 100.0 << CollarVerdict::BadLimit;
        QTest::newRow("negative limit") << -100.0 << 100.0 << CollarVerdict::BadLimit;
        QTest::newRow("NaN limit") << notANumber << 100.0 << CollarVerdict::BadLimit;
        QTest::newRow("infinite limit") << infinity << 100.0 << CollarVerdict::BadLimit;
    }

    void collar_judges()
    {
        QFETCH(double, limit);
        QFETCH(double, reference);
        QFETCH(CollarVerdict, verdict);

        QCOMPARE(checkCollar(limit, reference, 0.5, {0.02, 2.0}), verdict);
    }

    void missingMark_refuses()
    {
        QCOMPARE(checkCollar(100.0, std::nullopt, 0.5, {0.02, 2.0}), CollarVerdict::NoReference);
    }

    void brokenTickOrCollar_neverWidens()
    {
        for (const double bad : {notANumber, -1.0, infinity}) {
            QCOMPARE(checkCollar(150.0, 100.0, bad, {0.02, 2.0}), CollarVerdict::Outside);
            QVERIFY(checkCollar(150.0, 100.0, 0.5, {bad == infinity ? notANumber : bad, 0.0}) ==
                    CollarVerdict::Outside);
        }
    }

    // Against the rule written the other way round: the interval first, then the comparison.
    void millionRandomCases_agreeWithTheIntervalRule()
    {
        std::mt19937_64 random(15'3'5);
        std::uniform_real_distribution<double> exponent(-6.0, 6.0);
        std::uniform_real_distribution<double> ratio(0.9, 1.1);
        const std::array odd{
            0.0, -0.0, -1.0, notANumber, infinity, -infinity, std::numeric_limits<double>::denorm_min()};
        const PriceCollar collar{0.02, 2.0};
        int inside = 0;
        int wrong = 0;
        for (int i = 0; i < 1'000'000; ++i) {
            const auto pick = random() % 16;
            std::optional<double> reference = std::pow(10.0, exponent(random));
            double limit = *reference * ratio(random);
            const double tick = *reference * 1e-4;
            if (pick == 0)
                reference = odd[random() % odd.size()];
            if (pick == 1)
                reference.reset();
            if (pick == 2)
                limit = odd[random() % odd.size()];
            const bool passes = checkCollar(limit, reference, tick, collar) == CollarVerdict::Inside;
            const bool sound =
                reference && *reference > 0.0 && *reference < infinity && limit > 0.0 && limit < infinity;
            const double low = sound ? *reference * 0.98 : 0.0;
            const double high = sound ? *reference * 1.02 : 0.0;
            // The edge itself may round either way.
            const bool clearlyInside = sound && limit > low * (1 + 1e-12) && limit < high * (1 - 1e-12);
            const bool clearlyOutside = !sound || limit < low * (1 - 1e-12) || limit > high * (1 + 1e-12);
            const bool tiny = sound && *reference < 1e-300; // its tick is wider than itself
            wrong += !tiny && ((clearlyInside && !passes) || (clearlyOutside && passes)) ? 1 : 0;
            inside += passes ? 1 : 0;
        }

        QCOMPARE(wrong, 0);
        QVERIFY(inside > 100'000 && inside < 900'000);
    }

    void soundOrders_passEveryLimit()
    {
        const auto snapshot = market().build();

        QCOMPARE(findingsOf({trade(call, Side::Buy, 2.5, 0.0110), trade("BTC-PERPETUAL", Side::Sell, 150'000, 62'990)},
                            snapshot),
                 std::string());
    }

    void wrongOrder_isNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("quantity");
        QTest::addColumn<double>("limit");
        QTest::addColumn<QString>("finding");

        const auto perpetual = QStringLiteral("BTC-PERPETUAL");
        const auto option = QString::fromLatin1(call);
        QTest::newRow("not listed") << QStringLiteral("BTC-27MAR26-71000-C") << 1.0 << 0.01
                                    << QStringLiteral("not listed");
        QTest::newRow("price far off") << perpetual << 1000.0 << 70'000.0 << QStringLiteral("outside the collar");
        QTest::newRow("price NaN") << perpetual << 1000.0 << notANumber << QStringLiteral("no positive limit");
        QTest::newRow("quantity zero") << perpetual << 0.0 << 63'000.0 << QStringLiteral("no positive quantity");
        QTest::newRow("quantity negative") << perpetual << -10.0 << 63'000.0 << QStringLiteral("no positive quantity");
        QTest::newRow("quantity NaN") << perpetual << notANumber << 63'000.0 << QStringLiteral("no positive quantity");
        QTest::newRow("part of a lot") << perpetual << 15.0 << 63'000.0 << QStringLiteral("no multiple of the lot 10");
        QTest::newRow("below a lot") << option << 0.04 << 0.011 << QStringLiteral("no multiple of the lot 0.1");
        QTest::newRow("leg too large in USD") << perpetual << 10'000'010.0 << 63'000.0 << QStringLiteral("USD a leg");
        QTest::newRow("leg too large in coins") << option << 200.0 << 0.011 << QStringLiteral("USD a leg");
    }

    void wrongOrder_isNamed()
    {
        QFETCH(QString, name);
        QFETCH(double, quantity);
        QFETCH(double, limit);
        QFETCH(QString, finding);

        const auto found = findingsOf({trade(qPrintable(name), Side::Buy, quantity, limit)}, market().build());

        QVERIFY2(found.find(finding.toStdString()) != std::string::npos, found.c_str());
        QCOMPARE(std::ranges::count(found, '\n'), 1);
    }

    void orderWithoutMark_isRefused()
    {
        const auto snapshot = market().option(call, {.bid = 0.01}).build();

        QVERIFY(has(findingsOf({trade(call, Side::Buy, 1.0, 0.011)}, snapshot), "no mark"));
    }

    void orderWithoutIndex_isRefused()
    {
        const auto snapshot = test::MarketBuilder("2026-02-05T21:29:00Z")
                                  .option(call, {.bid = 0.0100, .ask = 0.0110, .mark = 0.0105})
                                  .build();

        QVERIFY(has(findingsOf({trade(call, Side::Buy, 1.0, 0.011)}, snapshot), "no index price"));
    }

    void expiredInstrument_isRefused()
    {
        const auto snapshot = test::MarketBuilder("2026-03-27T08:00:00Z")
                                  .option(call, {.bid = 0.0100, .ask = 0.0110, .mark = 0.0105})
                                  .index("BTC", 63'000.0)
                                  .build();

        QVERIFY(has(findingsOf({trade(call, Side::Buy, 1.0, 0.011)}, snapshot), "expired"));
    }

    void whole_isLimitedToo()
    {
        const auto snapshot = market().build();
        const auto sell = trade("BTC-PERPETUAL", Side::Sell, 9'000'000, 62'990);
        const auto buy = trade(call, Side::Buy, 1.0, 0.011);
        PreTradeLimits tight;
        tight.maxLegs = 1;
        tight.maxTotalNotionalUsd = 1e6;

        QVERIFY(has(findingsOf({sell, buy}, snapshot, tight), "2 legs are more than the 1 allowed"));
        QVERIFY(has(findingsOf({sell}, snapshot, tight), "over the limit of 1000000 USD"));
        QVERIFY(has(findingsOf({buy, buy}, snapshot), "is there twice"));
    }

    void sizeOffTheLot_passesWhereLotsAreOff()
    {
        PreTradeLimits any;
        any.lots = LotRule::AnySize;

        QCOMPARE(findingsOf({trade("BTC-PERPETUAL", Side::Buy, 15.0, 63'000)}, market().build(), any), std::string());
    }

    void sameOrderWithinTenSeconds_isRefused_data()
    {
        QTest::addColumn<int>("milliseconds");
        QTest::addColumn<double>("quantity");
        QTest::addColumn<bool>("refused");

        QTest::newRow("at once") << 0 << 1000.0 << true;
        QTest::newRow("9.999 s later") << 9'999 << 1000.0 << true;
        QTest::newRow("10 s later") << 10'000 << 1000.0 << false;
        QTest::newRow("another size") << 0 << 1010.0 << false;
    }

    void sameOrderWithinTenSeconds_isRefused()
    {
        QFETCH(int, milliseconds);
        QFETCH(double, quantity);
        QFETCH(bool, refused);
        const auto snapshot = market().build();
        const RecentOrder recent{
            {deribitVenue, "BTC-PERPETUAL"}, Side::Buy, quantity, snapshot->asOf - Milliseconds(milliseconds)};

        const auto found = findingsOf({trade("BTC-PERPETUAL", Side::Buy, 1000.0, 63'000)}, snapshot, {}, {&recent, 1});

        QCOMPARE(has(found, "the same order"), refused);
    }
};

QTEST_GUILESS_MAIN(TestPreTradeChecks)
#include "tst_pre_trade_checks.moc"

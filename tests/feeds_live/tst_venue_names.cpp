#include "app/feeds/live/venue_names.h"

#include <QtTest>

using namespace ballast;

namespace {

Timestamp day(const char* text)
{
    return *parseIso8601(text) + std::chrono::hours(8);
}

} // namespace

class VenueNamesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void okxOption()
    {
        const auto option = parseOkxName("BTC-USD-220624-50000-C");
        QVERIFY(option.ok());
        QCOMPARE(option->id.venue.value, std::string("okx"));
        QCOMPARE(option->underlying, std::string("BTC"));
        QCOMPARE(option->kind, InstrumentKind::Option);
        QCOMPARE(option->settlement, Settlement::Inverse);
        QCOMPARE(*option->strike, 50'000.0);
        QVERIFY(*option->expiry == day("2022-06-24"));
        QCOMPARE(*option->type, OptionType::Call);
        QCOMPARE(okxAmountScale(*option), 0.01);
    }

    void contractSizes_areInTheQuantityUnit()
    {
        QCOMPARE(okxAmountScale(*parseOkxName("BTC-USD-SWAP")), 100.0);
        QCOMPARE(okxAmountScale(*parseOkxName("ETH-USD-SWAP")), 10.0);
        QCOMPARE(okxAmountScale(*parseOkxName("BTC-USDT-SWAP")), 0.01);
        QCOMPARE(okxAmountScale(*parseOkxName("ETH-USDT-220325")), 0.1);
        QCOMPARE(okxAmountScale(*parseOkxName("ETH-USD-220325-3000-P")), 0.1);
        QCOMPARE(okxAmountScale(*parseOkxName("BTC-USDT")), 1.0);
        QCOMPARE(binanceAmountScale(*parseBinanceName("BTCUSD_PERP", BinanceMarket::UsdM)), 100.0);
        QCOMPARE(binanceAmountScale(*parseBinanceName("ETHUSD_210625", BinanceMarket::UsdM)), 10.0);
        QCOMPARE(binanceAmountScale(*parseBinanceName("BTCUSDT", BinanceMarket::UsdM)), 1.0);
    }

    void kinds_data()
    {
        QTest::addColumn<QString>("venue");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("settlement");
        const auto row = [](const char* venue, const char* name, InstrumentKind kind, Settlement settlement) {
            QTest::newRow(name) << QString::fromLatin1(venue) << QString::fromLatin1(name) << static_cast<int>(kind)
                                << static_cast<int>(settlement);
        };
        using K = InstrumentKind;
        using S = Settlement;
        row("okx", "BTC-USDT", K::Spot, S::Linear);
        row("okx", "BTC-USD-SWAP", K::Perpetual, S::Inverse);
        row("okx", "BTC-USDT-SWAP", K::Perpetual, S::Linear);
        row("okx", "BTC-USD-220325", K::Future, S::Inverse);
        row("bybit-linear", "BTCUSDT", K::Perpetual, S::Linear);
        row("bybit-linear", "BTCPERP", K::Perpetual, S::Linear);
        row("bybit-linear", "BTC-26DEC25", K::Future, S::Linear);
        row("bybit-linear", "BTCUSDT-26DEC25", K::Future, S::Linear);
        row("bybit-inverse", "BTCUSD", K::Perpetual, S::Inverse);
        row("bybit-inverse", "BTCUSDM22", K::Future, S::Inverse);
        row("bybit-option", "BTC-25DEC26-120000-C-USDT", K::Option, S::Linear);
        row("bybit-option", "BTC-25DEC26-120000-P", K::Option, S::Linear);
        row("bybit-spot", "BTCUSDT ", K::Spot, S::Linear);
        row("binance-spot", "BTCUSDT  ", K::Spot, S::Linear);
        row("binance", "BTCUSDT   ", K::Perpetual, S::Linear);
        row("binance", "BTCUSDT_210625", K::Future, S::Linear);
        row("binance", "BTCUSD_PERP", K::Perpetual, S::Inverse);
        row("binance", "BTCUSD_210625", K::Future, S::Inverse);
        row("binance", "BTC-260626-140000-C", K::Option, S::Linear);
    }

    void kinds()
    {
        QFETCH(QString, venue);
        QFETCH(QString, name);
        QFETCH(int, kind);
        QFETCH(int, settlement);
        const auto instrument = read(venue, name.trimmed().toStdString());
        QVERIFY2(instrument.ok(), qPrintable(name));
        QCOMPARE(static_cast<int>(instrument->kind), kind);
        QCOMPARE(static_cast<int>(instrument->settlement), settlement);
        QCOMPARE(instrument->underlying, std::string("BTC"));
        QCOMPARE(instrument->id.name, name.trimmed().toStdString());
    }

    void quarterLetters_areTheLastFridays()
    {
        QVERIFY(*parseBybitName("BTCUSDM22", BybitCategory::Inverse)->expiry == day("2022-06-24"));
        QVERIFY(*parseBybitName("BTCUSDZ25", BybitCategory::Inverse)->expiry == day("2025-12-26"));
        QVERIFY(*parseBybitName("BTCUSDH24", BybitCategory::Inverse)->expiry == day("2024-03-29"));
    }

    void strangers_areRefused()
    {
        for (const char* name : {"", "-", "BTC", "BTC-EUR", "BTC-USD-", "BTC-USD-221324", "BTC-USD-220231", "btc-usdt",
                                 "BTC-USD-220624-50000", "BTC-USD-220624-50000-X", "BTC-USD-220624-0-C",
                                 "BTC-USD-220624-1e9-C", "BTC-USD-220624-nan-C", "BTC-USD-SWAP-1-C", "BTC-USD-22062a"})
            QVERIFY2(!parseOkxName(name), name);
        for (const auto category :
             {BybitCategory::Spot, BybitCategory::Linear, BybitCategory::Inverse, BybitCategory::Option}) {
            for (const char* name : {"", "USDT", "BTC", "BTC-", "BTCUSDX22", "BTC-32DEC25", "BTCUSDTX"})
                QVERIFY2(!parseBybitName(name, category), name);
        }
        for (const auto market :
             {BinanceMarket::Spot, BinanceMarket::UsdM, BinanceMarket::CoinM, BinanceMarket::Options}) {
            for (const char* name : {"", "_", "ETHBTC", "BTCUSD", "BTCUSDT_", "BTCUSDT_PERPX", "BTC-260626-140000"})
                QVERIFY2(!parseBinanceName(name, market), name);
        }
    }

private:
    static Result<Instrument> read(const QString& venue, const std::string& name)
    {
        if (venue == QStringLiteral("okx"))
            return parseOkxName(name);
        if (venue == QStringLiteral("bybit-linear"))
            return parseBybitName(name, BybitCategory::Linear);
        if (venue == QStringLiteral("bybit-inverse"))
            return parseBybitName(name, BybitCategory::Inverse);
        if (venue == QStringLiteral("bybit-option"))
            return parseBybitName(name, BybitCategory::Option);
        if (venue == QStringLiteral("bybit-spot"))
            return parseBybitName(name, BybitCategory::Spot);
        return parseBinanceName(name,
                                venue == QStringLiteral("binance-spot") ? BinanceMarket::Spot : BinanceMarket::UsdM);
    }
};

QTEST_GUILESS_MAIN(VenueNamesTest)
#include "tst_venue_names.moc"

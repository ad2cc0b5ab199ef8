#include "models/market/instrument_name.h"
#include "tests/support/shared_data.h"

#include <QtTest>

#include <fstream>

using namespace ballast;

namespace {

Timestamp day(int year, unsigned month, unsigned dayOfMonth)
{
    return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(dayOfMonth)) +
           std::chrono::hours(8);
}

} // namespace

class InstrumentNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void inverseCall_hasAllItsParts()
    {
        const auto option = parseDeribitName("BTC-25DEC26-120000-C");

        QVERIFY(option.ok());
        QCOMPARE(option->id.name, std::string("BTC-25DEC26-120000-C"));
        QVERIFY(option->id.venue == deribitVenue);
        QCOMPARE(option->underlying, std::string("BTC"));
        QCOMPARE(option->kind, InstrumentKind::Option);
        QCOMPARE(option->settlement, Settlement::Inverse);
        QCOMPARE(*option->strike, 120000.0);
        QVERIFY(*option->expiry == day(2026, 12, 25));
        QCOMPARE(*option->type, OptionType::Call);
        QVERIFY(!option->impliedFromChain);
    }

    void name_saysKindSettlementAndUnderlying_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("kind");
        QTest::addColumn<int>("settlement");
        QTest::addColumn<QString>("underlying");
        const auto row = [](const char* name, InstrumentKind kind, Settlement settlement, const char* underlying) {
            QTest::newRow(name) << name << static_cast<int>(kind) << static_cast<int>(settlement) << underlying;
        };
        row("ETH-6FEB26-1800-P", InstrumentKind::Option, Settlement::Inverse, "ETH");
        row("XRP_USDC-25DEC26-0d55-C", InstrumentKind::Option, Settlement::Linear, "XRP");
        row("BTC_USDC-25DEC26-120000-C", InstrumentKind::Option, Settlement::Linear, "BTC");
        row("BTC-PERPETUAL", InstrumentKind::Perpetual, Settlement::Inverse, "BTC");
        row("ETH_USDC-PERPETUAL", InstrumentKind::Perpetual, Settlement::Linear, "ETH");
        row("BTC_USDT-PERPETUAL", InstrumentKind::Perpetual, Settlement::Linear, "BTC");
        row("BTC-25DEC26", InstrumentKind::Future, Settlement::Inverse, "BTC");
        row("BTC_USDC-25DEC26", InstrumentKind::Future, Settlement::Linear, "BTC");
        row("BTC", InstrumentKind::Spot, Settlement::Linear, "BTC");
        row("ETH_USDC", InstrumentKind::Spot, Settlement::Linear, "ETH");
    }

    void name_saysKindSettlementAndUnderlying()
    {
        QFETCH(QString, name);
        QFETCH(int, kind);
        QFETCH(int, settlement);
        QFETCH(QString, underlying);

        const auto instrument = parseDeribitName(name.toStdString());

        QVERIFY2(instrument.ok(), qPrintable(name));
        QCOMPARE(static_cast<int>(instrument->kind), kind);
        QCOMPARE(static_cast<int>(instrument->settlement), settlement);
        QCOMPARE(instrument->underlying, underlying.toStdString());
        QCOMPARE(deribitName(*instrument), name.toStdString());
        QCOMPARE(instrument->expiry.has_value(), name.contains(QLatin1String("26")));
    }

    void decimalStrike_isReadAtTheLetterD_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("strike");
        QTest::newRow("0d55") << "XRP_USDC-25DEC26-0d55-C" << 0.55;
        QTest::newRow("0d4125") << "MATIC_USDC-29MAR24-0d4125-P" << 0.4125;
        QTest::newRow("2d5") << "XRP_USDC-25DEC26-2d5-P" << 2.5;
        QTest::newRow("whole") << "SOL_USDC-25DEC26-150-P" << 150.0;
    }

    void decimalStrike_isReadAtTheLetterD()
    {
        QFETCH(QString, name);
        QFETCH(double, strike);

        const auto option = parseDeribitName(name.toStdString());

        QVERIFY(option.ok());
        QCOMPARE(*option->strike, strike);
        QCOMPARE(deribitName(*option), name.toStdString());
    }

    void everyListedName_readsAndPrintsBothWays()
    {
        const auto path = test::sharedData("chains/deribit_instrument_names/instrument_names.csv");
        if (!path)
            QSKIP("no shared data");
        std::ifstream in(*path);
        std::size_t names = 0;
        for (std::string line; std::getline(in, line);) {
            std::erase(line, '\r');
            if (line.empty())
                continue;
            const auto option = parseDeribitName(line);
            QVERIFY2(option.ok(), line.c_str());
            QCOMPARE(option->kind, InstrumentKind::Option);
            QCOMPARE(deribitName(*option), line);
            const auto timeOfDay = *option->expiry - std::chrono::floor<std::chrono::days>(*option->expiry);
            QVERIFY(timeOfDay == std::chrono::hours(8));
            ++names;
        }
        QCOMPARE(names, std::size_t(61083));
    }

    void everyTruncation_isAnErrorOrAShorterName_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"BTC-25DEC26-120000-C", "XRP_USDC-25DEC26-0d55-C", "ETH_USDC-PERPETUAL", "BTC-6FEB26"})
            QTest::newRow(name) << name;
    }

    void everyTruncation_isAnErrorOrAShorterName()
    {
        QFETCH(QString, name);
        const std::string whole = name.toStdString();

        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto cut = whole.substr(0, size);
            if (const auto instrument = parseDeribitName(cut); instrument.ok())
                QCOMPARE(deribitName(*instrument), cut);
            else
                QVERIFY(!instrument.error().message.empty());
        }
    }

    void garbage_isRefused_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"",
                                 "-",
                                 "B",
                                 "btc-25DEC26-120000-C",
                                 "BTC-25DEC26-120000-X",
                                 "BTC-25DEC26-120000-c",
                                 "BTC-25dec26-120000-C",
                                 "BTC-31FEB26-120000-C",
                                 "BTC-05DEC26-120000-C",
                                 "BTC-5DEC2026-1-C",
                                 "BTC-25DEC26-0-C",
                                 "BTC-25DEC26--1-C",
                                 "BTC-25DEC26-1e5-C",
                                 "BTC-25DEC26-1.5-C",
                                 "BTC-25DEC26-1d2d3-C",
                                 "BTC-25DEC26-d-C",
                                 "BTC-25DEC26-5d-C",
                                 "BTC-25DEC26-d5-C",
                                 "BTC-25DEC26-120000",
                                 "BTC-25DEC26-120000-C-C",
                                 "BTC-25DEC26-120000-C ",
                                 " BTC-25DEC26-120000-C",
                                 "BTC_EUR-PERPETUAL",
                                 "BTC_-PERPETUAL",
                                 "_USDC-PERPETUAL",
                                 "BTC-PERPETUAL-1",
                                 "BTC-FS-19MAY26_PERP",
                                 "BTC-0DEC26",
                                 "BTC-99DEC26",
                                 "BTC-25DEC-6",
                                 "BTC-25DEC+6",
                                 "BTC-25XXX26",
                                 "BTC-25DEC26-00120000-C"})
            QTest::newRow(name) << name;
    }

    void garbage_isRefused()
    {
        QFETCH(QString, name);

        const auto instrument = parseDeribitName(name.toStdString());

        QVERIFY2(!instrument.ok(), qPrintable(name));
        QCOMPARE(instrument.error().code, Errc::BadInput);
    }

    void longGarbage_isNotEchoedWhole()
    {
        const auto instrument = parseDeribitName(std::string(100'000, 'x'));
        QVERIFY(!instrument.ok());
        QVERIFY(instrument.error().message.size() < 200);
    }

    void expiryLabel_readsBackForEveryDayOfTwentyYears()
    {
        for (auto at = day(2016, 1, 1); at < day(2036, 1, 1); at += std::chrono::days(1)) {
            const auto back = parseExpiryLabel(expiryLabel(at));
            QVERIFY(back.ok());
            QVERIFY(*back == at);
        }
    }

    void expiryLabel_hasNoLeadingZero()
    {
        QCOMPARE(expiryLabel(day(2026, 2, 6)), std::string("6FEB26"));
        QCOMPARE(expiryLabel(day(2026, 2, 27)), std::string("27FEB26"));
    }
};

QTEST_GUILESS_MAIN(InstrumentNameTest)
#include "tst_instrument_name.moc"

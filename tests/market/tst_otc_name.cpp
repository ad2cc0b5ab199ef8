#include "models/market/otc_name.h"

#include <QTest>

#include <random>

using namespace ballast;

class OtcNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void names_goRoundTrip_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"BTC-27MAR26-70000-C-UO-90000", "BTC-27MAR26-70000-C-UO-90000-R500", "BTC-27MAR26-70000-P-DI-55000",
              "ETH-27MAR26-3000-P-UI-3500d5-R2d25", "ETH-5JUN26-2200-C-DO-1800", "BTC-27MAR26-70000-C-AVG-20MAR26-1D",
              "BTC-27MAR26-70000-P-GEO-2JAN26-7D", "BTC-27MAR26-70000-P-AM", "SOL-27MAR26-0d55-C-AVG-27MAR26-1D"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void names_goRoundTrip()
    {
        QFETCH(QString, name);
        const auto read = parseOtcName(name.toStdString());
        QVERIFY2(read.ok(), read.ok() ? "" : read.error().message.c_str());
        QCOMPARE(QString::fromStdString(otcName(*read)), name);
        QCOMPARE(read->kind, InstrumentKind::Otc);
        QVERIFY(!isOption(*read) && isOtc(*read) && !isQuantityInUsd(*read));
        QVERIFY(read->id.venue == otcVenue && read->strike && read->expiry && read->type && read->otc);
    }

    void barrier_isRead()
    {
        const auto read = parseOtcName("BTC-27MAR26-70000-C-UO-90000-R500");
        QVERIFY(read.ok());
        QCOMPARE(read->otc->barrier, BarrierKind::UpOut);
        QCOMPARE(read->otc->barrierUsd, 90000.0);
        QCOMPARE(read->otc->rebateUsd, 500.0);
        QCOMPARE(*read->strike, 70000.0);
    }

    void fixings_runFromTheFirstToTheExpiry()
    {
        const auto read = parseOtcName("BTC-27MAR26-70000-C-AVG-20MAR26-2D");
        QVERIFY(read.ok());
        const auto fixings = fixingsOf(*read);
        QCOMPARE(fixings.size(), std::size_t{4}); // 20, 22, 24, 26 March
        QCOMPARE(QString::fromStdString(toIso8601(fixings.back())), QStringLiteral("2026-03-26T08:00:00Z"));
    }

    void wrongNames_areRefusedWithTheirRemedy_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("says");
        QTest::newRow("listed") << "BTC-27MAR26-70000-C"
                                << "-UO-90000";
        QTest::newRow("no such ending") << "BTC-27MAR26-70000-C-XX-90000"
                                        << "UO, UI, DO or DI";
        QTest::newRow("barrier") << "BTC-27MAR26-70000-C-UO-abc"
                                 << "price in USD";
        QTest::newRow("zero barrier") << "BTC-27MAR26-70000-C-UO-0"
                                      << "price in USD";
        QTest::newRow("rebate") << "BTC-27MAR26-70000-C-UO-90000-500"
                                << "R500";
        QTest::newRow("leading zero") << "BTC-27MAR26-70000-C-UO-090000"
                                      << "write it as";
        QTest::newRow("late fixing") << "BTC-27MAR26-70000-C-AVG-28MAR26-1D"
                                     << "not after the expiry";
        QTest::newRow("step") << "BTC-27MAR26-70000-C-AVG-20MAR26-99D"
                              << "1D to 31D";
        QTest::newRow("too many") << "BTC-27MAR26-70000-C-AVG-1JAN20-1D"
                                  << "more than 400 fixings";
        QTest::newRow("linear base") << "BTC_USDC-27MAR26-70000-C-UO-90000"
                                     << "as a listed option does";
        QTest::newRow("trailing part") << "BTC-27MAR26-70000-P-AM-1"
                                       << "fifth part";
    }
    void wrongNames_areRefusedWithTheirRemedy()
    {
        QFETCH(QString, name);
        QFETCH(QString, says);
        const auto read = parseOtcName(name.toStdString());
        QVERIFY(!read.ok());
        QVERIFY2(QString::fromStdString(read.error().message).contains(says), read.error().message.c_str());
    }

    // Whatever is accepted is the name of exactly one contract.
    void mutatedNames_areRefusedOrGoRoundTrip()
    {
        std::mt19937_64 random(3);
        const std::string alphabet = "-0123456789ABCDEGIMNOPRTUVd_ \0\xff";
        for (int i = 0; i < 20000; ++i) {
            std::string name = i % 2 == 0 ? "BTC-27MAR26-70000-C-UO-90000-R500" : "BTC-27MAR26-70000-C-AVG-20MAR26-1D";
            for (unsigned n = 1 + static_cast<unsigned>(random() % 3); n > 0; --n) {
                const auto at = random() % name.size();
                if (random() % 3 == 0)
                    name.erase(at, 1);
                else
                    name[at] = alphabet[random() % alphabet.size()];
            }
            if (const auto read = parseOtcName(name))
                QCOMPARE(otcName(*read), name);
        }
    }
};

QTEST_GUILESS_MAIN(OtcNameTest)
#include "tst_otc_name.moc"

#include "models/core/number_text.h"

#include <QtTest>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

using namespace ballast;

class NumberTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupedWhole_hasSeparatorsAndNoNegativeZero()
    {
        QCOMPARE(groupedWhole(0.0), std::string("0"));
        QCOMPARE(groupedWhole(-0.4), std::string("0"));
        QCOMPARE(groupedWhole(999.4), std::string("999"));
        QCOMPARE(groupedWhole(1838.51), std::string("1,839"));
        QCOMPARE(groupedWhole(-2873469.0), std::string("-2,873,469"));
    }

    void number_isRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<double>("value");
        QTest::newRow("integer") << "61940" << 61940.0;
        QTest::newRow("decimal") << "0.0005" << 0.0005;
        QTest::newRow("negative") << "-0.25" << -0.25;
        QTest::newRow("plus sign") << "+3" << 3.0;
        QTest::newRow("exponent") << "7e-05" << 7e-05;
        QTest::newRow("no leading zero") << ".5" << 0.5;
        QTest::newRow("seventeen digits") << "0.45410000000000006" << 0.45410000000000006;
        QTest::newRow("negative zero") << "-0" << -0.0;
    }

    void number_isRead()
    {
        QFETCH(QString, text);
        QFETCH(double, value);

        const auto read = parseNumber(text.toStdString());

        QVERIFY(read.has_value());
        QCOMPARE(std::bit_cast<std::uint64_t>(*read), std::bit_cast<std::uint64_t>(value));
    }

    void noNumber_isNothing_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"",      " ", "1 ", " 1",  "1,5", "1.5x", "0x10", "nan",  "inf",   "-inf", "infinity",
                                 "1e999", "-", "+",  "+-3", "++3", "1e",   "--",   "None", "1.2.3", "1_000"})
            QTest::newRow(text) << text;
    }

    void noNumber_isNothing()
    {
        QFETCH(QString, text);
        QVERIFY(!parseNumber(text.toStdString()).has_value());
    }

    void shortestText_hasNoNoise()
    {
        QCOMPARE(shortestNumber(0.05), std::string("0.05"));
        QCOMPARE(shortestNumber(61940.0), std::string("61940"));
        QCOMPARE(shortestNumber(0.1 + 0.2), std::string("0.30000000000000004"));
        QCOMPARE(shortestNumber(-2.5), std::string("-2.5"));
        QCOMPARE(shortestNumber(0.0), std::string("0"));
    }

    void anyDouble_readsBackToItsBits()
    {
        std::mt19937_64 random(20260205);
        for (int i = 0; i < 200'000; ++i) {
            const double value = std::bit_cast<double>(random());
            if (!std::isfinite(value))
                continue;
            const auto back = parseNumber(shortestNumber(value));
            QVERIFY(back.has_value());
            QCOMPARE(std::bit_cast<std::uint64_t>(*back), std::bit_cast<std::uint64_t>(value));
        }
    }

    void extremes_readBack_data()
    {
        QTest::addColumn<double>("value");
        using Limits = std::numeric_limits<double>;
        QTest::newRow("largest") << Limits::max();
        QTest::newRow("smallest normal") << Limits::min();
        QTest::newRow("smallest") << Limits::denorm_min();
        QTest::newRow("just above one") << 1.0 + Limits::epsilon();
    }

    void extremes_readBack()
    {
        QFETCH(double, value);
        const auto back = parseNumber(shortestNumber(value));
        QVERIFY(back.has_value());
        QCOMPARE(std::bit_cast<std::uint64_t>(*back), std::bit_cast<std::uint64_t>(value));
    }
};

QTEST_GUILESS_MAIN(NumberTextTest)
#include "tst_number_text.moc"

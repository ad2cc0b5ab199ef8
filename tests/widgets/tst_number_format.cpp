#include "widgets/number_format.h"

#include <QTest>
#include <limits>

using namespace ballast;

class TestNumberFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void number_fixedDecimals_data();
    void number_fixedDecimals();
    void missing_isADashNeverZero();
    void percent_scalesTheFraction();
    void compact_shortensThousandsAndMillions_data();
    void compact_shortensThousandsAndMillions();
    void age_keepsOneUnit_data();
    void age_keepsOneUnit();
    void exact_roundTrips_data();
    void exact_roundTrips();
};

void TestNumberFormat::number_fixedDecimals_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<bool>("printPlus");
    QTest::addColumn<QString>("expected");

    QTest::newRow("thousands") << 63718.97 << 2 << false << QStringLiteral("63,718.97");
    QTest::newRow("millions") << 1234567.0 << 0 << false << QStringLiteral("1,234,567");
    QTest::newRow("below thousand") << 999.0 << 0 << false << QStringLiteral("999");
    QTest::newRow("rounds up to thousand") << 999.6 << 0 << false << QStringLiteral("1,000");
    QTest::newRow("true minus") << -260110.0 << 0 << false << QStringLiteral("\u2212260,110");
    QTest::newRow("plus") << 29.31 << 2 << true << QStringLiteral("+29.31");
    QTest::newRow("no plus unless signed") << 29.31 << 2 << false << QStringLiteral("29.31");
    QTest::newRow("minus where signed") << -1.67 << 2 << true << QStringLiteral("\u22121.67");
    QTest::newRow("zero has no sign") << 0.0 << 2 << true << QStringLiteral("0.00");
    QTest::newRow("negative zero") << -0.0 << 0 << true << QStringLiteral("0");
    QTest::newRow("rounds to zero from below") << -0.004 << 2 << true << QStringLiteral("0.00");
    QTest::newRow("rounds to zero from above") << 0.004 << 2 << true << QStringLiteral("0.00");
    QTest::newRow("smallest shown") << -0.006 << 2 << false << QStringLiteral("\u22120.01");
    QTest::newRow("price in coin") << 0.0345 << 4 << false << QStringLiteral("0.0345");
    QTest::newRow("infinite") << std::numeric_limits<double>::infinity() << 2 << true << QStringLiteral("+\u221E");
}

void TestNumberFormat::number_fixedDecimals()
{
    QFETCH(double, value);
    QFETCH(int, decimals);
    QFETCH(bool, printPlus);
    QFETCH(QString, expected);

    QCOMPARE(formatNumber(value, decimals, printPlus ? SignMode::Always : SignMode::MinusOnly), expected);
}

void TestNumberFormat::missing_isADashNeverZero()
{
    QCOMPARE(formatNumber(std::nullopt, 2), QStringLiteral("\u2014"));
    QCOMPARE(formatNumber(std::numeric_limits<double>::quiet_NaN(), 2), missingText());
    QCOMPARE(formatPercent(std::nullopt, 1), missingText());
    QCOMPARE(exactNumber(std::nullopt), QString());
}

void TestNumberFormat::percent_scalesTheFraction()
{
    QCOMPARE(formatPercent(0.714, 1), QStringLiteral("71.4 %"));
    QCOMPARE(formatPercent(-0.1007, 2, SignMode::Always), QStringLiteral("\u221210.07 %"));
}

void TestNumberFormat::compact_shortensThousandsAndMillions_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("expected");

    QTest::newRow("strike") << 60000.0 << QStringLiteral("60k");
    QTest::newRow("odd strike") << 62500.0 << QStringLiteral("62.5k");
    QTest::newRow("million") << 1250000.0 << QStringLiteral("1.25M");
    QTest::newRow("small") << 850.0 << QStringLiteral("850");
    QTest::newRow("negative") << -28000.0 << QStringLiteral("\u221228k");
    QTest::newRow("zero") << -0.0 << QStringLiteral("0");
}

void TestNumberFormat::compact_shortensThousandsAndMillions()
{
    QFETCH(double, value);
    QFETCH(QString, expected);

    QCOMPARE(formatCompact(value), expected);
}

void TestNumberFormat::age_keepsOneUnit_data()
{
    QTest::addColumn<int>("milliseconds");
    QTest::addColumn<QString>("expected");

    QTest::newRow("tenths") << 240 << QStringLiteral("0.2 s");
    QTest::newRow("never rounds up") << 9990 << QStringLiteral("9.9 s");
    QTest::newRow("seconds") << 74900 << QStringLiteral("74 s");
    QTest::newRow("minutes") << 125000 << QStringLiteral("2 min");
    QTest::newRow("hours") << 3 * 3600 * 1000 << QStringLiteral("3 h");
    QTest::newRow("days") << 5 * 86400 * 1000 << QStringLiteral("5 d");
    QTest::newRow("clock stepped back") << -500 << QStringLiteral("0.0 s");
}

void TestNumberFormat::age_keepsOneUnit()
{
    QFETCH(int, milliseconds);
    QFETCH(QString, expected);

    QCOMPARE(formatAge(std::chrono::milliseconds(milliseconds)), expected);
}

void TestNumberFormat::exact_roundTrips_data()
{
    QTest::addColumn<double>("value");

    for (const double value : {0.1, 1.0 / 3.0, -260110.123456789, 1e-12, 63718.97, 5e300})
        QTest::addRow("%.17g", value) << value;
}

void TestNumberFormat::exact_roundTrips()
{
    QFETCH(double, value);

    QCOMPARE(exactNumber(value).toDouble(), value);
}

QTEST_GUILESS_MAIN(TestNumberFormat)
#include "tst_number_format.moc"

#include "widgets/typography.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QTest>

using namespace ballast;

class TestTypography : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void figures_haveOneWidth_data();
    void figures_haveOneWidth();
    void signs_areAsWideAsDigits_data();
    void signs_areAsWideAsDigits();
    void strongWeight_isHeavierThanMedium();
    void nothing_isUnderElevenPixels();
};

void TestTypography::figures_haveOneWidth_data()
{
    if (!QFontDatabase::families().contains(QStringLiteral("Roboto")) &&
        !QFontDatabase::families().contains(QStringLiteral("Open Sans")))
        QSKIP("neither of the two families is installed");
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("weight");

    for (const FontSize size :
         {FontSize::Unit, FontSize::Body, FontSize::ProposalTitle, FontSize::StripValue, FontSize::TileValue}) {
        for (const QFont::Weight weight : {QFont::Normal, QFont::Medium, QFont::DemiBold})
            QTest::addRow("%d px weight %d", int(size), int(weight)) << int(size) << int(weight);
    }
}

void TestTypography::figures_haveOneWidth()
{
    QFETCH(int, size);
    QFETCH(int, weight);
    const QFontMetricsF metrics(Typography::standard().font(FontSize(size), QFont::Weight(weight)));

    const double zero = metrics.horizontalAdvance(QLatin1Char('0'));

    for (char digit = '1'; digit <= '9'; ++digit)
        QCOMPARE(metrics.horizontalAdvance(QLatin1Char(digit)), zero);
}

void TestTypography::signs_areAsWideAsDigits_data()
{
    figures_haveOneWidth_data();
}

// Plus and minus are as wide as each other and nearly as wide as a digit (Roboto Bold: 4.9 % less), so that nothing
// jumps when a sign turns.
void TestTypography::signs_areAsWideAsDigits()
{
    QFETCH(int, size);
    QFETCH(int, weight);
    const QFontMetricsF metrics(Typography::standard().font(FontSize(size), QFont::Weight(weight)));

    const double digit = metrics.horizontalAdvance(QLatin1Char('0'));
    const double plus = metrics.horizontalAdvance(QLatin1Char('+'));
    const double minus = metrics.horizontalAdvance(QChar(0x2212));

    const double tolerance = weight >= QFont::DemiBold ? 0.05 : 0.02;
    QVERIFY2(std::abs(plus - digit) <= tolerance * digit, qPrintable(QString::number(plus / digit)));
    QVERIFY2(std::abs(minus - digit) <= tolerance * digit, qPrintable(QString::number(minus / digit)));
    QVERIFY2(std::abs(plus - minus) <= 0.02 * digit, qPrintable(QString::number(plus / minus)));
}

void TestTypography::strongWeight_isHeavierThanMedium()
{
    const Typography typography = Typography::standard();
    const QFontMetricsF medium(typography.font(FontSize::TileValue, QFont::Medium));
    const QFontMetricsF strong(typography.font(FontSize::TileValue, QFont::DemiBold));

    QVERIFY(strong.horizontalAdvance(QStringLiteral("Ballast")) > medium.horizontalAdvance(QStringLiteral("Ballast")));
    QCOMPARE(QFontInfo(typography.font(FontSize::Body)).family(), typography.family);
}

void TestTypography::nothing_isUnderElevenPixels()
{
    QCOMPARE(Typography::standard().font(FontSize::Unit).pixelSize(), 11);
    QCOMPARE(Typography::standard().font(FontSize::TileValue).pixelSize(), 18);
}

QTEST_MAIN(TestTypography)
#include "tst_typography.moc"

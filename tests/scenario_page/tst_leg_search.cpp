#include "ui/scenario/leg_search.h"

#include <QTest>

using namespace ballast;

class TestLegSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typed_findsTheLeg_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("instrument");
        QTest::addColumn<double>("quantity");
        const auto row = [](const char* typed, const char* instrument, double quantity) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(instrument) << quantity;
        };
        row("27FEB 60 P -10", "BTC-27FEB26-60000-P", -10.0);
        row("27feb 60 p 2.5", "BTC-27FEB26-60000-P", 2.5);
        row("BTC-27FEB26-60000-C 1", "BTC-27FEB26-60000-C", 1.0);
        row("27FEB 60 C −3", "BTC-27FEB26-60000-C", -3.0);
        row("PERP -50000", "BTC-PERPETUAL", -50000.0);
        row("ETH PERP 100", "ETH-PERPETUAL", 100.0);
    }

    void typed_findsTheLeg()
    {
        QFETCH(QString, typed);
        QFETCH(QString, instrument);
        QFETCH(double, quantity);

        const LegSearch search = searchLeg(typed, instruments(), QStringLiteral("BTC"));

        QVERIFY2(search.wish.has_value(), qPrintable(search.problem));
        QCOMPARE(search.wish->instrument, instrument);
        QCOMPARE(search.wish->quantity, quantity);
    }

    void incomplete_saysWhatIsMissing_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("part");
        QTest::newRow("nothing fits") << QStringLiteral("31DEC 60 P 1") << QStringLiteral("no such");
        QTest::newRow("several fit") << QStringLiteral("27FEB P 1") << QStringLiteral("say more");
        QTest::newRow("no quantity") << QStringLiteral("BTC-27FEB26-60000-P") << QStringLiteral("quantity");
        QTest::newRow("zero") << QStringLiteral("PERP 0") << QStringLiteral("quantity");
    }

    void incomplete_saysWhatIsMissing()
    {
        QFETCH(QString, typed);
        QFETCH(QString, part);

        const LegSearch search = searchLeg(typed, instruments(), QStringLiteral("BTC"));

        QVERIFY(!search.wish);
        QVERIFY2(search.problem.contains(part), qPrintable(search.problem));
    }

private:
    static QStringList instruments()
    {
        return {QStringLiteral("BTC-27FEB26-60000-C"), QStringLiteral("BTC-27FEB26-60000-P"),
                QStringLiteral("BTC-27FEB26-65000-P"), QStringLiteral("BTC-27MAR26-60000-P"),
                QStringLiteral("BTC-PERPETUAL"),       QStringLiteral("ETH-PERPETUAL"),
                QStringLiteral("ETH-27FEB26-2000-P")};
    }
};

QTEST_GUILESS_MAIN(TestLegSearch)
#include "tst_leg_search.moc"

#include "app/store/scenario_csv.h"

#include <QTest>

using namespace ballast;

class TestScenarioCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_becomeScenarios()
    {
        const auto set =
            parseScenarioCsv("probability,spot:BTC,vol:BTC,spot:ETH\n1,-0.2,15,-0.25\n3,0.1,-4,0.12\n", "s.csv");

        QVERIFY2(set.ok(), set ? "" : set.error().message.c_str());
        QCOMPARE(set->underlyings, (std::vector<std::string>{"BTC", "ETH"}));
        QCOMPARE(set->scenarios.size(), std::size_t{2});
        QCOMPARE(set->scenarios[0].probability, 0.25);
        QCOMPARE(set->scenarios[0].moves[0], (UnderlyingMove{-0.2, 15.0, 0.0, 0.0}));
        QCOMPARE(set->scenarios[1].moves[1], (UnderlyingMove{0.12, 0.0, 0.0, 0.0}));
    }

    void withoutProbability_allAlike()
    {
        const auto set = parseScenarioCsv("spot:BTC,skew:BTC,term:BTC\n0,1,2\n0.1,3,4\n", "s.csv");

        QVERIFY(set.ok());
        QCOMPARE(set->scenarios[1].probability, 0.5);
        QCOMPARE(set->scenarios[1].moves[0], (UnderlyingMove{0.1, 0.0, 3.0, 4.0}));
    }

    void broken_isRefusedWithItsLine_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("what");
        QTest::newRow("empty") << QByteArray() << QByteArray("s.csv:1: needs a header");
        QTest::newRow("header only") << QByteArray("spot:BTC\n") << QByteArray("at least one scenario");
        QTest::newRow("unknown column") << QByteArray("spots:BTC\n1\n") << QByteArray("did you mean 'spot'");
        QTest::newRow("no underlying") << QByteArray("spot:\n1\n") << QByteArray("is unknown");
        QTest::newRow("probability only") << QByteArray("probability\n1\n") << QByteArray("spot:BTC");
        QTest::newRow("no number") << QByteArray("spot:BTC\n0.1\nx\n") << QByteArray("s.csv:3: 'x' is no number");
        QTest::newRow("nan") << QByteArray("spot:BTC\nnan\n") << QByteArray("s.csv:2:");
        QTest::newRow("percent") << QByteArray("spot:BTC\n-20\n") << QByteArray("-0.2 for -20 %");
        QTest::newRow("negative probability") << QByteArray("probability,spot:BTC\n-1,0\n") << QByteArray("negative");
        QTest::newRow("no weight") << QByteArray("probability,spot:BTC\n0,0\n") << QByteArray("zero");
        QTest::newRow("too few cells") << QByteArray("spot:BTC,vol:BTC\n0.1\n") << QByteArray("1 cells instead of 2");
    }

    void broken_isRefusedWithItsLine()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, what);

        const auto set = parseScenarioCsv(text.toStdString(), "s.csv");

        QVERIFY(!set.ok());
        QVERIFY2(set.error().message.find(what.toStdString()) != std::string::npos, set.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestScenarioCsv)
#include "tst_scenario_csv.moc"

#include "tests/support/command_run.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace ballast::test;

namespace {

CommandOutcome bench(const QStringList& arguments)
{
    return run(QStringList{QStringLiteral("bench")} + arguments);
}

} // namespace

// What goes with the times; never the times themselves.
class BenchCommandTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rows_haveTheContractsFieldsAndAccuracy_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("largestError");
        QTest::newRow("vols") << QStringLiteral("IMPLIED") << QStringLiteral("implied vol, full chain") << 1e-11;
        QTest::newRow("greeks") << QStringLiteral("greeks") << QStringLiteral("price + 6 Greeks") << 1e-12;
        QTest::newRow("grid") << QStringLiteral("positions")
                              << QStringLiteral("scenario grid 41 x 21 x 1,000 positions") << 1e-12;
        QTest::newRow("slice") << QStringLiteral("slice") << QStringLiteral("SVI slice, 60 strikes") << 1e-6;
    }
    void rows_haveTheContractsFieldsAndAccuracy()
    {
        QFETCH(QString, filter);
        QFETCH(QString, name);
        QFETCH(double, largestError);

        const CommandOutcome outcome = bench({QStringLiteral("--json"), QStringLiteral("--filter"), filter});

        QCOMPARE(outcome.exitCode, 0);
        const QJsonObject document = QJsonDocument::fromJson(outcome.out).object();
        QVERIFY(!document[QStringLiteral("instructionSet")].toString().isEmpty());
        const QJsonObject row = document[QStringLiteral("rows")].toArray().first().toObject();
        QCOMPARE(row[QStringLiteral("name")].toString(), name);
        for (const char* field : {"ratio", "target", "anchor", "nanoseconds"})
            QVERIFY2(row[QLatin1String(field)].toDouble() > 0.0, field);
        const QJsonValue accuracy = row[QStringLiteral("accuracy")];
        QVERIFY2(accuracy.isDouble() && accuracy.toDouble() <= largestError, outcome.out.constData());
    }

    void unknownFilter_isBadInput()
    {
        const CommandOutcome outcome = bench({QStringLiteral("--filter"), QStringLiteral("no such row")});

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.out.isEmpty());
        QVERIFY(outcome.err.startsWith("error: "));
    }
};

QTEST_GUILESS_MAIN(BenchCommandTest)
#include "tst_bench_command.moc"

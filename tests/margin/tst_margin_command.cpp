#include "tests/support/command_run.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace ballast::test;

namespace {

double value(const QJsonObject& object, const char* name)
{
    return object[QLatin1String(name)].toDouble();
}

} // namespace

// ballastctl margin: the worked portfolio of Deribit's matrix as a market file and a book.
class MarginCommandTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString write(const char* name, const QByteArray& content) const
    {
        QFile file(m_dir.filePath(QString::fromLatin1(name)));
        return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
    }

    // 30 days, forward 100,000, vol 50 %: the 110,000 call is worth 0.02275434 coin.
    QString market() const
    {
        return write("market.csv", "instrument,bid,ask,mark,iv,forward\n"
                                   "BTC-31JAN26-110000-C,0.0225,0.0230,0.02275434,50,100000\n"
                                   "BTC-31JAN26-90000-P,0.0180,0.0185,0.01827693,50,100000\n");
    }
    QString book() const
    {
        return write("book.csv", "instrument,quantity,average_price\nBTC-31JAN26-110000-C,-10,0.03\n");
    }

    QStringList arguments(const QStringList& more) const
    {
        return QStringList{QStringLiteral("margin"),
                           QStringLiteral("--market"),
                           market(),
                           QStringLiteral("--as-of"),
                           QStringLiteral("2026-01-01T08:00:00Z"),
                           QStringLiteral("--book"),
                           book(),
                           QStringLiteral("--json")} +
               more;
    }

private Q_SLOTS:
    void fields_areThereForEveryModel_data()
    {
        QTest::addColumn<QString>("model");
        for (const char* word : {"deribit-sm", "deribit-pm", "derive-sm", "derive-pm", "derive-pm-v1", "okx-pm"})
            QTest::newRow(word) << QString::fromLatin1(word);
    }
    void fields_areThereForEveryModel()
    {
        QFETCH(QString, model);

        const CommandOutcome outcome = run(arguments({QStringLiteral("--model"), model}));

        QCOMPARE(outcome.exitCode, 0);
        const QJsonObject json = outcome.json();
        for (const char* name : {"initialUsd", "maintenanceUsd", "worstScenario", "components", "perPosition",
                                 "sumOfPositionsUsd", "savingUsd", "caveats", "linesLeftOut"})
            QVERIFY2(json.contains(QLatin1String(name)), name);
        QVERIFY(value(json, "initialUsd") > value(json, "maintenanceUsd"));
        QCOMPARE(json[QStringLiteral("perPosition")].toArray().size(), 1);
    }

    // Spec B1 and B2, worked (a), through the whole program: 1.22754 coin alone, 0.917944 in the matrix.
    void workedPortfolio_matchesSpec()
    {
        const QJsonObject standard = run(arguments({QStringLiteral("--model"), QStringLiteral("deribit-sm")})).json();
        const QJsonObject matrix = run(arguments({QStringLiteral("--model"), QStringLiteral("deribit-pm")})).json();

        const auto coin = [](const QJsonObject& json) {
            double sum = 0.0;
            for (const auto& part : json[QStringLiteral("components")].toArray())
                sum += part.toObject()[QStringLiteral("coin")].toDouble();
            return sum;
        };
        QVERIFY(std::abs(coin(standard) - 1.22754) < 1e-5);
        QVERIFY(std::abs(coin(matrix) - 0.917944) < 1e-5);
        const QJsonObject worst = matrix[QStringLiteral("worstScenario")].toObject();
        QCOMPARE(value(worst, "index"), 24.0);
        QCOMPARE(value(worst, "move"), 0.16);
        QCOMPARE(worst[QStringLiteral("vol")].toString(), QStringLiteral("up"));
    }

    void liquidation_isFoundAboveTheMarket()
    {
        const QJsonObject json =
            run(arguments({QStringLiteral("--liquidation"), QStringLiteral("--cash"), QStringLiteral("150000")}))
                .json();

        const QJsonObject moves = json[QStringLiteral("liquidation")].toObject();
        QVERIFY(value(moves, "up") > 0.0);
        QVERIFY(moves[QStringLiteral("down")].isNull());
        QCOMPARE(moves[QStringLiteral("perPosition")].toArray().size(), 1);
    }

    void publishedCase_agrees_data()
    {
        QTest::addColumn<QString>("file");
        QTest::newRow("Deribit") << QStringLiteral(
            "margin/deribit_pm_simulate_2026-02-15/pme_simulate_eth_perp_short.json");
        QTest::newRow("Derive") << QStringLiteral(
            "margin/derive_pmrm/PMRM_2_portfolio_cases/test_35_tails_general_tail_test.json");
    }
    void publishedCase_agrees()
    {
        QFETCH(QString, file);
        const auto path = sharedData(file.toStdString());
        if (!path)
            QSKIP("the published cases are not here");

        const CommandOutcome outcome = run({QStringLiteral("margin"), QStringLiteral("--case"),
                                     QString::fromStdString(path->string()), QStringLiteral("--json")});

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.json()[QStringLiteral("agrees")].toBool());
        QVERIFY(outcome.json()[QStringLiteral("figures")].toArray().size() > 5);
    }

    void alteredCase_differs()
    {
        const auto path =
            sharedData("margin/deribit_pm_simulate_2026-02-15/pme_simulate_docs_example_btc_2024-06-17.json");
        if (!path)
            QSKIP("the published cases are not here");
        QFile original(QString::fromStdString(path->string()));
        QVERIFY(original.open(QIODevice::ReadOnly));
        const QByteArray altered =
            original.readAll().replace("\"maintenance_margin\": 0.050274504784", "\"maintenance_margin\": 0.0503");

        const CommandOutcome outcome =
            run({QStringLiteral("margin"), QStringLiteral("--case"), write("altered.json", altered)});

        QCOMPARE(outcome.exitCode, 1);
        QVERIFY(outcome.out.contains("differs"));
    }

    void badUse_isRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("says");

        QTest::newRow("nothing") << QStringList{} << QByteArray("--market and --book");
        QTest::newRow("unknown model") << arguments({QStringLiteral("--model"), QStringLiteral("span9")}).mid(1)
                                       << QByteArray("derive-pm");
        QTest::newRow("no such case") << QStringList{QStringLiteral("--case"), QStringLiteral("nowhere.json")}
                                      << QByteArray("nowhere.json");
        QTest::newRow("not a case") << QStringList{QStringLiteral("--case"), write("other.json", "{\"a\": 1}")}
                                    << QByteArray("no published margin case");
        QTest::newRow("broken") << QStringList{QStringLiteral("--case"), write("broken.json", "{\"a\": ")}
                                << QByteArray("not a sound margin case");
        QTest::newRow("field missing") << QStringList{QStringLiteral("--case"),
                                                      write("part.json", "{\"result\": {\"model_params\": {}}}")}
                                       << QByteArray("not a sound margin case");
    }
    void badUse_isRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(QByteArray, says);

        const CommandOutcome outcome = run(QStringList{QStringLiteral("margin")} + words);

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.startsWith("error: ") && outcome.err.contains(says), outcome.err.constData());
    }
};

QTEST_GUILESS_MAIN(MarginCommandTest)
#include "tst_margin_command.moc"

#include "app/feeds/simulated/sample_book.h"
#include "app/feeds/simulated/simulated_market.h"
#include "app/feeds/snapshot_file.h"
#include "app/store/book_csv.h"
#include "tests/support/command_run.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <random>

using namespace ballast;
using namespace ballast::test;

// scenario, reverse-stress, var and forecast as the contract writes them.
class TestScenarioCommands : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_market;
    QString m_book;
    QString m_perpetual;
    QString m_history;
    std::vector<double> m_returns;

    QString write(const char* name, const QByteArray& content) const
    {
        QFile file(m_dir.filePath(key(name)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return file.fileName();
    }

    QStringList command(const char* name, const QString& book) const
    {
        return {key(name), key("--market"), m_market, key("--book"), book, key("--json")};
    }

    // Six hundred days of fat-tailed moves.
    QByteArray historyCsv()
    {
        std::mt19937_64 random(41);
        std::student_t_distribution<double> t(4.0);
        QByteArray csv = "date,open,high,low,close\n";
        double price = 50000.0;
        for (int day = 0; day <= 600; ++day) {
            const double move = day == 0 ? 0.0 : 0.02 * t(random);
            const double next = price * std::exp(move);
            const QByteArray date = QDate(2024, 1, 1).addDays(day).toString(Qt::ISODate).toLatin1();
            csv += date + ',' + QByteArray::number(price, 'f', 8) + ',' +
                   QByteArray::number(std::max(price, next) * 1.005, 'f', 8) + ',' +
                   QByteArray::number(std::min(price, next) * 0.995, 'f', 8) + ',' + QByteArray::number(next, 'f', 8) +
                   '\n';
            if (day > 0)
                m_returns.push_back(next / price - 1.0);
            price = next;
        }
        return csv;
    }

private Q_SLOTS:
    void initTestCase()
    {
        SimulatedMarket market;
        const SnapshotPtr snapshot = market.step(Milliseconds(60'000));
        m_market = m_dir.filePath(key("market.ballast"));
        m_book = m_dir.filePath(key("book.csv"));
        QVERIFY(writeSnapshotFile(m_market.toStdString(), {snapshot}));
        QVERIFY(writeBookCsv(sampleBook(*snapshot), m_book.toStdString()));
        m_perpetual = write("perpetual.csv", "instrument,quantity,average_price\nBTC-PERPETUAL,1000000,\n");
        m_history = write("btc.csv", historyCsv());
    }

    void scenario_hasTheContractsFields()
    {
        const auto file =
            write("crash.json", R"({"name":"crash","horizonDays":0,"shocks":[{"spot":-0.2,"volPoints":15}]})");
        const auto outcome = run(command("scenario", m_book) << key("--scenario") << file);

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY2(hasAll(json, "name pnlUsd lines expired totalsAfter"), outcome.out.constData());
        QCOMPARE(json[key("name")].toString(), key("crash"));
        double sum = 0.0;
        for (const auto& line : json[key("lines")].toArray()) {
            QVERIFY(hasAll(line.toObject(), "instrument pnlUsd"));
            sum += line.toObject()[key("pnlUsd")].toDouble();
        }
        QVERIFY(std::abs(sum - json[key("pnlUsd")].toDouble()) < 0.01);
        QVERIFY(json[key("totalsAfter")].toObject().contains(key("vegaUsd")));
    }

    void emptyScenario_isZero()
    {
        const auto file = write("none.json", R"({"name":"none"})");
        const auto outcome = run(command("scenario", m_book) << key("--scenario") << file);

        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()[key("pnlUsd")].toDouble(-1.0), 0.0);
    }

    void episode_isAScenarioToo()
    {
        const auto outcome =
            run(command("scenario", m_book) << key("--episode") << key("2020-03-12") << key("--over-time"));
        const auto unknown = run(command("scenario", m_book) << key("--episode") << key("1987"));

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.json()[key("horizonDays")].toDouble() > 1.0);
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY2(unknown.err.contains("2020-03-12"), unknown.err.constData());
    }

    void unknownKey_namesTheNearest()
    {
        const auto file = write("typo.json", "{\"shocks\":[\n{\"volPoint\":15}]}");
        const auto outcome = run(command("scenario", m_book) << key("--scenario") << file);

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("typo.json:2") && outcome.err.contains("volPoints"), outcome.err.constData());
    }

    // A million dollars of perpetual: VaR is the contract's order statistic of the returns.
    void var_isTheOrderStatistic_data()
    {
        QTest::addColumn<double>("confidence");
        QTest::newRow("99 %") << 0.99;
        QTest::newRow("97.5 %") << 0.975;
        QTest::newRow("95 %") << 0.95;
    }

    void var_isTheOrderStatistic()
    {
        QFETCH(double, confidence);
        const auto outcome = run(command("var", m_perpetual) << key("--history") << m_history << key("--confidence")
                                                             << QString::number(confidence));

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY2(hasAll(json, "var es confidence horizonDays method scenarios worst backtest"),
                 outcome.out.constData());
        QVERIFY(hasAll(json[key("backtest")].toObject(), "exceptions kupiec christoffersen"));
        auto sorted = m_returns;
        std::ranges::sort(sorted);
        const double size = (1.0 - confidence) * static_cast<double>(sorted.size());
        const auto whole = static_cast<std::size_t>(std::ceil(size - 1e-9));
        double es = 0.0;
        for (std::size_t i = 0; i < whole; ++i)
            es -= 1e6 * sorted[i] * std::min(1.0, size - static_cast<double>(i)) / size;
        QCOMPARE(json[key("scenarios")].toInt(), 600);
        QVERIFY2(std::abs(json[key("var")].toDouble() + 1e6 * sorted[whole - 1]) < 0.1, outcome.out.constData());
        QVERIFY(std::abs(json[key("es")].toDouble() - es) < 0.1);
        QVERIFY(std::abs(json[key("worst")][0][key("lossUsd")].toDouble() + 1e6 * sorted[0]) < 0.1);
    }

    void varMethods_allAnswer_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("days");
        QTest::newRow("historical, 10 d") << key("historical") << key("10");
        QTest::newRow("filtered") << key("filtered") << key("1");
        QTest::newRow("filtered, 5 d") << key("filtered") << key("5");
        QTest::newRow("parametric") << key("parametric") << key("1");
        QTest::newRow("simulated, 10 d") << key("simulated") << key("10");
    }

    void varMethods_allAnswer()
    {
        QFETCH(QString, method);
        QFETCH(QString, days);
        const auto outcome = run(command("var", m_book) << key("--history") << m_history << key("--method") << method
                                                        << key("--horizon-days") << days);

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QCOMPARE(json[key("method")].toString(), method);
        QVERIFY(json[key("es")].toDouble() >= json[key("var")].toDouble());
        double components = 0.0;
        for (const auto& part : json[key("byUnderlying")].toArray())
            components += part.toObject()[key("componentVarUsd")].toDouble();
        QVERIFY2(std::abs(components - json[key("var")].toDouble()) < 0.01, outcome.out.constData());
    }

    // Implied vols stand in: drawn moves and the formula agree on a book without options, and no backtest is claimed.
    void var_withoutAHistory_isDrawnFromImpliedVols()
    {
        const auto drawn = run(command("var", m_perpetual) << key("--method") << key("simulated"));
        const auto formula = run(command("var", m_perpetual) << key("--method") << key("parametric"));
        const auto filtered = run(command("var", m_perpetual) << key("--method") << key("filtered"));

        QCOMPARE(drawn.exitCode, 0);
        QCOMPARE(formula.exitCode, 0);
        QCOMPARE(filtered.exitCode, 2);
        const auto json = drawn.json();
        QCOMPARE(json[key("movesFrom")].toString(), key("implied vols"));
        QCOMPARE(json[key("scenarios")].toInt(), 3000);
        QVERIFY(json[key("backtest")][key("exceptions")].isNull());
        QVERIFY(formula.json()[key("scenarios")].isNull());
        const double expected = formula.json()[key("var")].toDouble();
        QVERIFY(expected > 0.0);
        QVERIFY2(json[key("errors")][key("var")][0].toDouble() < 1.05 * expected &&
                     json[key("errors")][key("var")][1].toDouble() > 0.95 * expected,
                 drawn.out.constData());
    }

    void reverseStress_findsTheLoss()
    {
        const auto found = run(command("reverse-stress", m_perpetual) << key("--loss") << key("50000"));
        const auto far = run(command("reverse-stress", m_perpetual) << key("--loss") << key("5e6"));
        const auto limit = run(command("reverse-stress", m_book)
                               << key("--limit") << key("vegaUsd:-1e9:1e9") << key("--loss") << key("1e5"));
        const auto nothing = run(command("reverse-stress", m_perpetual));

        QCOMPARE(found.exitCode, 0);
        const auto json = found.json();
        QVERIFY2(hasAll(json, "status broken deviations moves pnlUsd path"), found.out.constData());
        QVERIFY(std::abs(json[key("pnlUsd")].toDouble() + 50000.0) < 1.0);
        QVERIFY(std::abs(json[key("moves")][0][key("move")].toDouble() + 0.05) < 1e-4);
        QCOMPARE(far.exitCode, 1);
        QCOMPARE(far.json()[key("status")].toString(), key("not-reached"));
        QCOMPARE(limit.exitCode, 0);
        QCOMPARE(nothing.exitCode, 2);
    }

    void forecast_hasTheContractsFields()
    {
        const auto outcome =
            run({key("forecast"), key("--history"), m_history, key("--implied"), key("0.6"), key("--json")});
        const auto missing = run({key("forecast"), key("--history"), key("/nowhere.csv"), key("--json")});

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY2(hasAll(json, "models best impliedMinusForecast"), outcome.out.constData());
        QVERIFY(json[key("models")].toArray().size() >= 8);
        for (const auto& model : json[key("models")].toArray())
            QVERIFY(hasAll(model.toObject(), "name horizonDays vol qlike"));
        QVERIFY(std::abs(0.6 - json[key("bestVol")].toDouble() - json[key("impliedMinusForecast")].toDouble()) < 1e-9);
        QCOMPARE(missing.exitCode, 2);
        QVERIFY(missing.err.startsWith("error: "));
    }
};

QTEST_GUILESS_MAIN(TestScenarioCommands)
#include "tst_scenario_commands.moc"

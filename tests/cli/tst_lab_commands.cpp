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

#include <cmath>

using namespace ballast;
using namespace ballast::test;

// What the scenario lab adds: maps of any measure, comparison, stress loop, explain, levels.
class TestLabCommands : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_first;
    QString m_second;
    QString m_book;
    QString m_legs;

    QStringList command(const char* name) const
    {
        return {key(name), key("--market"), m_second, key("--book"), m_book, key("--json")};
    }

private Q_SLOTS:
    void initTestCase()
    {
        SimulatedMarket market;
        const SnapshotPtr before = market.step(Milliseconds(60'000));
        const SnapshotPtr after = market.step(Milliseconds(1'800'000));
        m_first = m_dir.filePath(key("first.ballast"));
        m_second = m_dir.filePath(key("second.ballast"));
        m_book = m_dir.filePath(key("book.csv"));
        m_legs = m_dir.filePath(key("legs.csv"));
        QVERIFY(writeSnapshotFile(m_first.toStdString(), {before}));
        QVERIFY(writeSnapshotFile(m_second.toStdString(), {after}));
        const Portfolio book = sampleBook(*before);
        QVERIFY(writeBookCsv(book, m_book.toStdString()));
        Portfolio legs;
        legs.positions.push_back(book.positions.front());
        legs.positions.front().quantity *= -1.0;
        QVERIFY(writeBookCsv(legs, m_legs.toStdString()));
    }

    void grid_hasEveryMeasureOnItsAxes()
    {
        const QStringList axes{key("--spot"), key("-0.2:0.2:3"), key("--vol"), key("-0.2:0.2:3")};

        const auto plain = run(command("grid") << axes);
        const auto margin =
            run(command("grid") << axes << key("--margin") << key("deribit-pm") << key("--cash") << key("5e6"));
        const auto vega = run(command("grid") << axes << key("--measure") << key("vegaUsd"));
        const auto time = run(command("grid") << key("--spot") << key("-0.2:0.2:3") << key("--days") << key("0:7:2"));
        const auto second = run(command("grid") << key("--spot") << key("-0.2:0.2:3") << key("--underlying")
                                                << key("BTC") << key("--second") << key("ETH=-0.3:0.3:3"));

        QCOMPARE(margin.exitCode, 0);
        const auto both = margin.json();
        for (int r = 0; r < 3; ++r) {
            for (int c = 0; c < 3; ++c) {
                const double pnl = plain.json()[key("pnlUsd")][r][c].toDouble();
                QVERIFY(std::abs(both[key("pnlUsd")][r][c].toDouble() - pnl) < 1e-6 + 1e-9 * std::abs(pnl));
                QVERIFY(both[key("marginInitialUsd")][r][c].toDouble() > 0.0);
            }
        }
        QCOMPARE(vega.json()[key("vegaUsd")].toArray().size(), 3);
        QCOMPARE(time.json()[key("days")].toArray().size(), 2);
        QCOMPARE(time.json()[key("pnlUsd")][1][0].toDouble(), 0.0);
        QCOMPARE(second.json()[key("secondSpot")].toArray().size(), 3);
        QCOMPARE(second.json()[key("pnlUsd")][1][1].toDouble(), 0.0);
    }

    void badGrids_areRefused_data()
    {
        QTest::addColumn<QStringList>("extra");
        QTest::newRow("measure") << QStringList{key("--measure"), key("vegas")};
        QTest::newRow("margin without a model") << QStringList{key("--measure"), key("marginShare")};
        QTest::newRow("model") << QStringList{key("--margin"), key("moon-pm")};
        QTest::newRow("days and second") << QStringList{key("--days"), key("0:1:2"), key("--second"), key("ETH=0:1:2")};
        QTest::newRow("second without first") << QStringList{key("--second"), key("ETH=-0.1:0.1:3")};
        QTest::newRow("negative days") << QStringList{key("--days"), key("-1:1:3")};
        QTest::newRow("scenario file") << QStringList{key("--scenario"), key("/nowhere.json")};
    }

    void badGrids_areRefused()
    {
        QFETCH(const QStringList, extra);

        const auto outcome = run(command("grid") << extra);

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY(outcome.err.startsWith("error: "));
        QVERIFY(outcome.out.isEmpty());
    }

    void reverseStress_findsWhatBreaksTheAccount()
    {
        const auto outcome =
            run(command("reverse-stress") << key("--margin") << key("deribit-pm") << key("--cash") << key("2e6"));

        QVERIFY2(outcome.exitCode == 0 || outcome.exitCode == 1, outcome.err.constData());
        const auto json = outcome.json();
        QVERIFY(json[key("status")].toString() == key("found") ||
                json[key("status")].toString() == key("not-reached") ||
                json[key("status")].toString() == key("already-broken"));
        if (outcome.exitCode == 0)
            QVERIFY(json[key("broken")].toString().contains(key("deribit-pm")));
    }

    void compare_showsBooksSideBySide()
    {
        const auto outcome = run(command("compare") << key("--what-if") << m_legs << key("--margin")
                                                    << key("deribit-pm") << key("--cash") << key("5e6"));

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QCOMPARE(json[key("books")].toArray().size(), 2);
        QVERIFY(json[key("scenarios")].toArray().size() >= 12);
        for (const auto& row : json[key("scenarios")].toArray()) {
            QCOMPARE(row[key("books")].toArray().size(), 2);
            QVERIFY(row[key("books")][0][key("pnlUsd")].isDouble());
            QVERIFY(row[key("books")][1][key("margin")][key("initialUsd")].toDouble() > 0.0);
        }
        QCOMPARE(run(command("compare") << key("--what-if") << key("/nowhere.csv")).exitCode, 2);
        QCOMPARE(run(command("compare") << key("--set") << m_book).exitCode, 2);
    }

    void stress_showsItsRounds()
    {
        const QStringList sizes{key("--daily-volume"), key("2e10"), key("--open-interest"), key("8e9")};

        const auto outcome = run(command("stress") << sizes << key("--underlying") << key("BTC"));
        const auto still =
            run(command("stress") << sizes << key("--underlying") << key("BTC") << key("--own-hedge") << key("0"));
        const auto unknown = run(command("stress") << sizes << key("--template") << key("tsunami"));

        QVERIFY(outcome.exitCode == 0 || outcome.exitCode == 1);
        const auto rounds = outcome.json()[key("rounds")].toArray();
        QVERIFY(!rounds.isEmpty());
        QVERIFY(rounds.last()[key("spotAfter")].toDouble() <= rounds.first()[key("spot")].toDouble());
        QCOMPARE(still.json()[key("rounds")][0][key("ownHedgeUsd")].toDouble(), 0.0);
        QCOMPARE(unknown.exitCode, 2);
        QVERIFY(unknown.err.contains("known are"));
        QCOMPARE(run(command("stress")).exitCode, 2);
    }

    void explain_sumsToTheCent()
    {
        const QStringList arguments{key("explain"), key("--from"), m_first, key("--to"),
                                    m_second,       key("--book"), m_book,  key("--json")};

        const auto outcome = run(arguments);
        const auto backwards =
            run({key("explain"), key("--from"), m_second, key("--to"), m_first, key("--book"), m_book});

        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const auto json = outcome.json();
        double parts = 0.0;
        for (const auto& part : json[key("parts")].toObject())
            parts += part.toDouble();
        double lines = 0.0;
        for (const auto& line : json[key("lines")].toArray())
            lines += line[key("pnlUsd")].toDouble();
        QVERIFY(std::abs(parts - json[key("pnlUsd")].toDouble()) < 0.01);
        QVERIFY(std::abs(lines - json[key("pnlUsd")].toDouble()) < 0.01);
        QVERIFY(json[key("unexplainedShare")].toDouble() <= 0.05);
        QCOMPARE(backwards.exitCode, 2);
    }

    // What happened in between has lines of its own, to the cent; what lies outside is left out and counted.
    void explain_takesTradesFundingAndFees()
    {
        const auto file = [this](const char* name, const QByteArray& text) {
            QFile out(m_dir.filePath(key(name)));
            if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
                qFatal("no file could be written");
            return out.fileName();
        };
        const QStringList plain{key("explain"), key("--from"), m_first, key("--to"),
                                m_second,       key("--book"), m_book,  key("--json")};
        const double spot = [this] {
            const auto greeks = run({key("risk"), key("--market"), m_second, key("--book"), m_book, key("--json")});
            for (const auto& line : greeks.json()[key("lines")].toArray())
                if (line[key("instrument")] == key("BTC-PERPETUAL"))
                    return line[key("mark")].toDouble();
            return 0.0;
        }();
        QVERIFY(spot > 0.0);
        const QString trades = file("trades.csv", "instrument,quantity,price,fee_usd,time\n"
                                                  "BTC-PERPETUAL,10000," +
                                                      QByteArray::number(spot / 1.01, 'f', 4) +
                                                      ",5,\n"
                                                      "BTC-PERPETUAL,10000,1000,5,1999-01-01T00:00:00Z\n");
        const QString funding = file("funding.csv", "instrument,usd\nBTC-PERPETUAL,-12.5\n");
        const QString none = file("none.csv", "instrument,usd\n");

        const auto without = run(QStringList(plain) << key("--funding") << none);
        const auto with = run(QStringList(plain) << key("--trades") << trades << key("--funding") << funding);
        const auto estimated = run(plain);
        const auto broken = run(QStringList(plain) << key("--trades") << m_book);

        QVERIFY2(with.exitCode == 0, with.err.constData());
        const auto json = with.json();
        const auto parts = json[key("parts")].toObject();
        QVERIFY(std::abs(parts[key("trades")].toDouble() - 100.0) < 0.01);
        QCOMPARE(parts[key("fees")].toDouble(), -5.0);
        QCOMPARE(parts[key("funding")].toDouble(), -12.5);
        QCOMPARE(json[key("rowsOutside")].toInt(), 1);
        QCOMPARE(json[key("fundingEstimated")].toBool(), false);
        QVERIFY(std::abs(json[key("pnlUsd")].toDouble() - without.json()[key("pnlUsd")].toDouble() - 82.5) < 0.01);
        double lines = 0.0;
        for (const auto& line : json[key("lines")].toArray())
            lines += line[key("pnlUsd")].toDouble();
        QVERIFY(std::abs(lines - json[key("pnlUsd")].toDouble()) < 0.01);
        QCOMPARE(without.json()[key("parts")][key("funding")].toDouble(), 0.0);
        QVERIFY(estimated.json()[key("fundingEstimated")].toBool());
        QVERIFY(estimated.json()[key("parts")][key("funding")].toDouble() != 0.0);
        QCOMPARE(broken.exitCode, 2);
        QVERIFY(broken.err.startsWith("error: "));
    }

    void levels_areKeptAsAHistory()
    {
        const QString store = m_dir.filePath(key("scenarios.sqlite"));

        const auto outcome = run({key("levels"), key("--market"), m_second, key("--record"), store, key("--json")});
        const auto tooFew = run(command("var") << key("--recorded") << store);
        const auto missing = run(command("var") << key("--recorded") << key("/nowhere.sqlite"));

        QCOMPARE(outcome.exitCode, 0);
        QVERIFY(outcome.json()[key("levels")].toArray().size() >= 8);
        QVERIFY(QFile::exists(store));
        QCOMPARE(tooFew.exitCode, 2);
        QVERIFY(tooFew.err.contains("are needed") || tooFew.err.contains("no history"));
        QCOMPARE(missing.exitCode, 2);
        QVERIFY(!QFile::exists(key("/nowhere.sqlite")));
    }
};

QTEST_GUILESS_MAIN(TestLabCommands)
#include "tst_lab_commands.moc"

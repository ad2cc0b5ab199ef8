#include "app/feeds/simulated/simulated_market.h"
#include "app/feeds/snapshot_file.h"
#include "models/market/instrument_name.h"
#include "tests/support/command_run.h"
#include "tests/support/shared_data.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

double number(const QJsonObject& object, const char* name)
{
    return object[key(name)].toDouble(std::nan(""));
}

} // namespace

// The delta rules and the OTC options of risk, greeks and price.
class TestDeltaCommands : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_market;
    QString m_book;
    QString m_option;
    QString m_otc;

    QJsonObject risk(const QStringList& more = {}) const
    {
        const CommandOutcome outcome =
            run(QStringList{key("risk"), key("--market"), m_market, key("--book"), m_book, key("--json")} + more);
        if (outcome.exitCode != 0)
            qWarning("%s", outcome.err.constData());
        return outcome.json();
    }

    static QJsonObject lineOf(const QJsonObject& report, int line)
    {
        return report[key("lines")].toArray()[line].toObject();
    }

private Q_SLOTS:
    void initTestCase()
    {
        SimulatedMarket market;
        const SnapshotPtr snapshot = market.step(Milliseconds(60'000));
        m_market = m_dir.filePath(key("market.ballast"));
        QVERIFY(writeSnapshotFile(m_market.toStdString(), {snapshot}).ok());
        const double index = snapshot->index("BTC")->priceUsd;
        const Timestamp expiry = optionExpiries(*snapshot, "BTC").back();
        for (const Instrument& listed : snapshot->instruments->all()) {
            if (isOption(listed) && listed.underlying == "BTC" && listed.expiry == expiry &&
                *listed.strike >= 1.1 * index && m_option.isEmpty())
                m_option = QString::fromStdString(listed.id.name);
        }
        QVERIFY(!m_option.isEmpty());
        m_otc = QStringLiteral("%1-UO-%2").arg(m_option).arg(static_cast<int>(2.0 * index));
        m_book = m_dir.filePath(key("book.csv"));
        QFile file(m_book);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(
            QStringLiteral("instrument,quantity,venue,engine\n%1,10,,\n%2,-4,otc,analytic\nBTC-PERPETUAL,50000,,\n")
                .arg(m_option, m_otc)
                .toLatin1());
    }

    void withoutARule_deltaIsBlack76()
    {
        const QJsonObject report = risk();
        QCOMPARE(report[key("delta")].toObject()[key("rule")].toString(), key("sticky-strike"));
        const QJsonObject line = lineOf(report, 0);
        QCOMPARE(number(line, "deltaShift"), 0.0);
        QCOMPARE(number(line[key("greeks")].toObject(), "deltaCoin"),
                 10.0 * number(line[key("unitGreeks")].toObject(), "delta"));
    }

    void givenRatio_movesTheDeltaOfOptionsOnly()
    {
        const QJsonObject plain = risk();
        const QJsonObject one =
            risk({key("--delta-rule"), key("skew-stickiness"), key("--skew-stickiness"), key("1.0")});
        const QJsonObject ruled =
            risk({key("--delta-rule"), key("skew-stickiness"), key("--skew-stickiness"), key("1.8")});
        QCOMPARE(lineOf(one, 0)[key("greeks")], lineOf(plain, 0)[key("greeks")]); // 1 is sticky strike
        QVERIFY(number(lineOf(ruled, 0), "deltaShift") != 0.0);
        QCOMPARE(lineOf(ruled, 2)[key("greeks")], lineOf(plain, 2)[key("greeks")]);
        QVERIFY(ruled[key("delta")].toObject()[key("notes")].toObject()[key("BTC")].toString().contains(
            key("given: 1.80")));
    }

    void notFitted_isSaid()
    {
        const QJsonObject report = risk({key("--delta-rule"), key("min-variance")});
        QVERIFY(report[key("delta")].toObject()[key("notes")].toObject()[key("BTC")].toString().contains(
            key("not fitted")));
        QCOMPARE(number(lineOf(report, 0), "deltaShift"), 0.0);
    }

    void greeks_agreeWithRisk()
    {
        const QStringList rule{key("--delta-rule"), key("sticky-moneyness")};
        const CommandOutcome outcome =
            run(QStringList{key("greeks"), key("--market"), m_market, key("--underlying"), key("BTC"), key("--json")} +
                rule);
        QCOMPARE(outcome.exitCode, 0);
        const QJsonObject line = lineOf(risk(rule), 0);
        bool found = false;
        for (const auto& row : outcome.json()[key("rows")].toArray()) {
            const QJsonObject option = row.toObject();
            if (option[key("instrument")].toString() != m_option)
                continue;
            found = true;
            QVERIFY(number(option, "deltaShift") != 0.0);
            QVERIFY(std::abs(10.0 * number(option, "delta") - number(line[key("greeks")].toObject(), "deltaCoin")) <
                    1e-6);
        }
        QVERIFY(found);
    }

    void otcLine_isPricedAndNamesItsEngine()
    {
        const QJsonObject line = lineOf(risk(), 1);
        QCOMPARE(line[key("status")].toString(), key("ok"));
        QCOMPARE(line[key("otc")].toObject()[key("engine")].toString(), key("analytic"));
        QVERIFY(number(line, "markUsd") > 0.0);
        QVERIFY(number(line, "markUsd") < number(lineOf(risk(), 0), "markUsd")); // it can be knocked out
    }

    void price_pricesOtcOptions()
    {
        const QStringList command{key("price"),
                                  key("--otc"),
                                  key("BTC-27MAR26-70000-C-UI-90000"),
                                  key("--as-of"),
                                  key("2026-02-25T08:00:00Z"),
                                  key("--forward"),
                                  key("70500"),
                                  key("--index"),
                                  key("70000"),
                                  key("--vol"),
                                  key("0.6"),
                                  key("--json")};
        QStringList out = command;
        out[2] = key("BTC-27MAR26-70000-C-UO-90000");
        const QStringList listed{key("price"),
                                 key("--forward"),
                                 key("70500"),
                                 key("--strike"),
                                 key("70000"),
                                 key("--years"),
                                 QString::number(30.0 / 365.0, 'g', 17),
                                 key("--vol"),
                                 key("0.6"),
                                 key("--type"),
                                 key("C"),
                                 key("--json")};
        const double sum = number(run(command).json(), "price") + number(run(out).json(), "price");
        QVERIFY(std::abs(sum - number(run(listed).json(), "price")) < 1e-6);
    }

    void wrongRequests_sayWhatToDo()
    {
        const CommandOutcome noTime = run({key("price"), key("--otc"), key("BTC-27MAR26-70000-C-UI-90000"), key("--forward"),
                                    key("7e4"), key("--vol"), key("0.6")});
        QCOMPARE(noTime.exitCode, 2);
        QVERIFY(noTime.err.contains("--as-of"));
        QCOMPARE(
            run({key("risk"), key("--market"), m_market, key("--book"), m_book, key("--delta-rule"), key("sticky")})
                .exitCode,
            2);
        QCOMPARE(
            run({key("risk"), key("--market"), m_market, key("--book"), m_book, key("--skew-stickiness"), key("nan")})
                .exitCode,
            2);
    }

    // Three days of February 2026: the fit exists, and its ratio is the one of short-dated bitcoin smiles.
    void recordedHistory_isFitted()
    {
        const auto data = test::sharedData("chains/deribit_full_btc_eth_2025-12_2026-05");
        if (!data)
            QSKIP("BALLAST_SHARED_DATA has no recorded chains");
        const QString folder = QString::fromStdString(data->string());
        const auto file = [&](const char* time) {
            return folder + key("/deribit_options_snapshot_") + key(time) + key(".csv");
        };
        QFile book(m_dir.filePath(key("recorded.csv")));
        QVERIFY(book.open(QIODevice::WriteOnly));
        book.write("instrument,quantity\nBTC-27MAR26-80000-C,10\n");
        book.close();
        const CommandOutcome outcome =
            run({key("risk"), key("--market"), file("20260207T212612Z"), key("--book"), book.fileName(), key("--json"),
                 key("--delta-rule"), key("skew-stickiness"), key("--delta-history"), file("20260204T213308Z"),
                 file("20260205T042952Z"), file("20260205T093647Z"), file("20260205T155132Z"), file("20260205T212937Z"),
                 file("20260206T043012Z")});
        QCOMPARE(outcome.exitCode, 0);
        const QString note = outcome.json()[key("delta")].toObject()[key("notes")].toObject()[key("BTC")].toString();
        QVERIFY2(note.contains(key("fitted: ")) && !note.contains(key("not fitted")), qPrintable(note));
        QVERIFY(number(lineOf(outcome.json(), 0), "deltaShift") < 0.0); // puts are dearer: calls lose delta
    }
};

QTEST_GUILESS_MAIN(TestDeltaCommands)
#include "tst_delta_commands.moc"

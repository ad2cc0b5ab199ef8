#include "app/feeds/simulated/sample_book.h"
#include "app/feeds/simulated/simulated_market.h"
#include "app/feeds/snapshot_file.h"
#include "app/store/book_csv.h"
#include "app/store/surface_json.h"
#include "tests/support/command_run.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

QStringList words(const char* line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

double sviVol(const QJsonObject& slice, double strike)
{
    const QJsonObject p = slice[QStringLiteral("params")].toObject();
    const auto value = [&](const char* name) { return p[QLatin1String(name)].toDouble(); };
    const double x = std::log(strike / slice[QStringLiteral("forward")].toDouble()) - value("m");
    const double w = value("a") + value("b") * (value("rho") * x + std::sqrt(x * x + value("sigma") * value("sigma")));
    return std::sqrt(w / slice[QStringLiteral("years")].toDouble());
}

} // namespace

class ContractTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    QString m_market;
    QString m_book;

    QString path(const char* name) const { return m_dir.filePath(QString::fromLatin1(name)); }

    QString write(const char* name, const QByteArray& content) const
    {
        QFile file(path(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write %s", name);
        return path(name);
    }

private Q_SLOTS:
    void initTestCase()
    {
        SimulatedMarket market;
        const SnapshotPtr snapshot = market.step(Milliseconds(60'000));
        m_market = path("market.ballast");
        m_book = path("book.csv");
        QVERIFY(writeSnapshotFile(m_market.toStdString(), {snapshot}));
        QVERIFY(writeBookCsv(sampleBook(*snapshot), m_book.toStdString()));
    }

    void price_hasTheContractsFieldsAndUnits()
    {
        const auto outcome = run(words(
            "price --forward 100000 --strike 110000 --years 0.0821917808219178 --vol 0.5 --type C --inverse --json"));

        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY(hasAll(json, "price priceCoin delta netDelta gamma vega theta vanna volga charm rho"));
        QVERIFY(std::abs(json[QStringLiteral("price")].toDouble() - 2275.433781) < 1e-6);
        QVERIFY(std::abs(json[QStringLiteral("netDelta")].toDouble() - .25376085) < 1e-8);
        QVERIFY(std::abs(json[QStringLiteral("vega")].toDouble() - 95.91943) < 1e-5);
        QVERIFY(std::abs(json[QStringLiteral("theta")].toDouble() + 29175.495 / 365.0) < 1e-5);
    }

    void iv_saysOkOrWhyNot_data()
    {
        QTest::addColumn<QString>("price");
        QTest::addColumn<QString>("status");
        QTest::addColumn<int>("exitCode");
        QTest::newRow("ok") << "0.02275433781"
                            << "ok" << 0;
        QTest::newRow("below") << "-0.01"
                               << "below-intrinsic" << 1;
        QTest::newRow("above") << "1.5"
                               << "above-maximum" << 1;
        QTest::newRow("nothing") << "0"
                                 << "undetermined" << 1;
    }
    void iv_saysOkOrWhyNot()
    {
        QFETCH(QString, price);
        QFETCH(QString, status);
        QFETCH(int, exitCode);
        auto arguments =
            words("iv --forward 100000 --strike 110000 --years 0.0821917808219178 --type C --inverse --json");
        arguments << QStringLiteral("--price=") + price;

        const auto outcome = run(arguments);

        QCOMPARE(outcome.exitCode, exitCode);
        QCOMPARE(outcome.json()[QStringLiteral("status")].toString(), status);
        QCOMPARE(outcome.json()[QStringLiteral("vol")].isNull(), exitCode != 0);
    }

    void batch_givesARowForEveryRow()
    {
        const QString file =
            write("batch.csv", "forward,strike,years,type,vol\n100000,110000,0.1,C,0.5\n100000,90000,0.1,P,0.5\n");
        const auto outcome = run({QStringLiteral("price"), QStringLiteral("--batch"), file, QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        QCOMPARE(outcome.json()[QStringLiteral("rows")].toArray().size(), 2);

        const QString broken =
            write("broken.csv", "forward,strike,years,type,vol\n100000,110000,0.1,C,0.5\n100000,abc,0.1,P,0.5\n");
        const auto refused = run({QStringLiteral("price"), QStringLiteral("--batch"), broken});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("broken.csv:3"), refused.err.constData());
    }

    void badUsage_isOneErrorLineAndExit2_data()
    {
        QTest::addColumn<QString>("arguments");
        QTest::newRow("no command") << "";
        QTest::newRow("unknown command") << "prize";
        QTest::newRow("unknown option") << "price --forwards 1";
        QTest::newRow("missing number") << "price --forward 1 --strike 1 --years 1 --type C";
        QTest::newRow("not a number") << "price --forward one --strike 1 --years 1 --vol 1 --type C";
        QTest::newRow("negative strike") << "price --forward 1 --strike -1 --years 1 --vol 1 --type C";
        QTest::newRow("no such file") << "import --market /nonexistent/file.csv";
        QTest::newRow("no such journal") << "journal verify /nonexistent/journal.db";
        QTest::newRow("approve without journal") << "hedge --market a --book b --policy c --approve";
        QTest::newRow("axis") << "grid --market a --book b --spot 1:2";
    }
    void badUsage_isOneErrorLineAndExit2()
    {
        QFETCH(QString, arguments);

        const auto outcome = run(arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.startsWith("error: "), outcome.err.constData());
        QCOMPARE(outcome.err.trimmed().count('\n'), 0);
        QVERIFY(outcome.out.isEmpty());
    }

    void import_countsEveryRow()
    {
        const auto outcome =
            run({QStringLiteral("import"), QStringLiteral("--market"), m_market, QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY(hasAll(json, "asOf underlyings instruments rows used rejected"));
        int rejected = 0;
        for (const auto& reject : json[QStringLiteral("rejected")].toArray())
            rejected += reject[QStringLiteral("count")].toInt();
        QCOMPARE(json[QStringLiteral("used")].toInt() + rejected, json[QStringLiteral("rows")].toInt());
        QCOMPARE(json[QStringLiteral("underlyings")].toArray().size(), 2);
    }

    void brokenMarket_isRefusedWholeAndNothingIsWritten()
    {
        const QString broken =
            write("market.csv",
                  "instrument_name,bid_price,ask_price\nBTC-27FEB26-60000-P,0.05,0.06\nBTC-27FEB26-61000-P,0.05\n");
        const QString out = path("never.ballast");
        const auto outcome =
            run({QStringLiteral("import"), QStringLiteral("--market"), broken, QStringLiteral("--out"), out});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.startsWith("error: ") && outcome.err.contains("market.csv:3"), outcome.err.constData());
        QVERIFY(!QFile::exists(out));
    }

    void greeks_haveTheContractsFields()
    {
        const auto outcome = run({QStringLiteral("greeks"), QStringLiteral("--market"), m_market,
                                  QStringLiteral("--underlying"), QStringLiteral("BTC"), QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        const auto rows = outcome.json()[QStringLiteral("rows")].toArray();
        QVERIFY(rows.size() > 400);
        QVERIFY(hasAll(rows.first().toObject(), "instrument forward years bid ask mark ivBid ivAsk ivMark modelVol "
                                                "delta netDelta gamma vega theta vanna volga charm"));
    }

    void surface_printsParametersThatGiveItsVols()
    {
        const auto outcome = run({QStringLiteral("surface"), QStringLiteral("--market"), m_market,
                                  QStringLiteral("--underlying"), QStringLiteral("BTC"), QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY(hasAll(json, "asOf method slices minCalendar arbitrageFree milliseconds volIndex30d richCheap"));
        const auto slice = json[QStringLiteral("slices")].toArray().at(5).toObject();
        QVERIFY(hasAll(
            slice,
            "expiry years forward points params rmseVolPoints insideBidAsk minButterfly atmVol skew25d butterfly25d"));

        const double strike = slice[QStringLiteral("forward")].toDouble() * 0.9;
        const auto at =
            run({QStringLiteral("surface"), QStringLiteral("--market"), m_market, QStringLiteral("--at"),
                 QStringLiteral("%1,%2").arg(strike, 0, 'f', 6).arg(slice[QStringLiteral("expiry")].toString()),
                 QStringLiteral("--json")});
        QCOMPARE(at.exitCode, 0);
        QVERIFY(std::abs(at.json()[QStringLiteral("vol")].toDouble() - sviVol(slice, strike)) < 1e-5);
    }

    void timeWeights_moveTheVolBetweenTheExpiriesOnly()
    {
        const QString weights = write(
            "weights.json", R"({"weekend": 0.2, "events": [{"name": "vote", "at": "2100-01-01", "extraDays": 1}]})");
        const auto surface = [&](const QStringList& more) {
            return run(QStringList{QStringLiteral("surface"), QStringLiteral("--market"), m_market,
                                   QStringLiteral("--underlying"), QStringLiteral("BTC"), QStringLiteral("--json")} +
                       more);
        };
        const QJsonArray slices = surface({}).json()[QStringLiteral("slices")].toArray();
        const auto volAt = [&](const QDateTime& expiry, const QStringList& more) {
            const QString at = QStringLiteral("60000,%1").arg(expiry.toString(Qt::ISODate));
            return surface(QStringList{QStringLiteral("--at"), at} + more).json()[QStringLiteral("vol")].toDouble();
        };
        const auto expiryOf = [&](qsizetype i) {
            return QDateTime::fromString(slices.at(i)[QStringLiteral("expiry")].toString(), Qt::ISODate);
        };
        const QStringList weighted{QStringLiteral("--time-weights"), weights};
        const qsizetype last = slices.size() - 1;
        const QDateTime listed = expiryOf(last);
        // A Saturday's end between the last two expiries: part of the weekend lies behind it.
        QDateTime between = expiryOf(last - 1).addDays(10);
        while (between.date().dayOfWeek() != Qt::Sunday)
            between = between.addDays(1);

        QVERIFY(std::abs(volAt(listed, weighted) - volAt(listed, {})) < 1e-7);
        QVERIFY(std::abs(volAt(between, weighted) - volAt(between, {})) > 1e-5);
        QCOMPARE(surface(weighted).json()[QStringLiteral("timeWeights")].toString(),
                 QStringLiteral("weekend 0.20, 1 event"));
        const auto refused = surface({QStringLiteral("--time-weights"), write("wrong.json", R"({"weekend": 9})")});
        QCOMPARE(refused.exitCode, 2);
        QVERIFY2(refused.err.contains("weekend"), refused.err.constData());
    }

    void savedSurface_isReadBack()
    {
        const QString file = path("surface.json");

        const auto outcome =
            run({QStringLiteral("surface"), QStringLiteral("--market"), m_market, QStringLiteral("--underlying"),
                 QStringLiteral("BTC"), QStringLiteral("--json"), QStringLiteral("--save"), file});

        QCOMPARE(outcome.exitCode, 0);
        const auto read = readSurface(file.toStdString());
        QVERIFY2(read.ok(), read ? "" : read.error().message.c_str());
        const QJsonArray slices = outcome.json()[QStringLiteral("slices")].toArray();
        QCOMPARE(static_cast<qsizetype>(read->slices.size()), slices.size());
        QCOMPARE(read->slices.front().atmVol, slices.first()[QStringLiteral("atmVol")].toDouble());
    }

    void risk_addsUp()
    {
        const auto outcome = run({QStringLiteral("risk"), QStringLiteral("--market"), m_market,
                                  QStringLiteral("--book"), m_book, QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY(hasAll(json, "asOf totals byUnderlying byExpiry vegaBuckets lines failed"));
        QVERIFY(hasAll(json[QStringLiteral("totals")].toObject(),
                       "valueUsd deltaUsd deltaCoin netDeltaCoin gammaUsd1pct vegaUsd thetaUsdDay"));
        double vega = 0.0;
        for (const auto& line : json[QStringLiteral("lines")].toArray())
            vega += line[QStringLiteral("greeks")][QStringLiteral("vegaUsd")].toDouble();
        const double total = json[QStringLiteral("totals")][QStringLiteral("vegaUsd")].toDouble();
        QVERIFY(std::abs(vega - total) < 1e-6 * std::abs(total));
    }

    void grid_hasItsAxesAndNoMoveIsNoPnl()
    {
        const auto outcome = run({QStringLiteral("grid"), QStringLiteral("--market"), m_market,
                                  QStringLiteral("--book"), m_book, QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 0);
        const auto json = outcome.json();
        QVERIFY(hasAll(json, "spot vol pnlUsd worst"));
        QCOMPARE(json[QStringLiteral("spot")].toArray().size(), 41);
        QCOMPARE(json[QStringLiteral("vol")].toArray().size(), 21);
        QVERIFY(std::abs(json[QStringLiteral("pnlUsd")].toArray().at(20).toArray().at(10).toDouble()) < 1e-6);
    }

    void hedge_showsAlternativesThetaAndRobustPrice()
    {
        const QString policy = write("robust.json", R"({"underlying": "BTC", "objective": "cost",
            "bands": {"delta": [-5, 5], "vega": [-4000, 4000]}, "maxLegs": 4, "robust": {"volPoints": 3},
            "margin": {"model": "deribit-pm"}})");
        const auto outcome =
            run({QStringLiteral("hedge"), QStringLiteral("--market"), m_market, QStringLiteral("--book"), m_book,
                 QStringLiteral("--policy"), policy, QStringLiteral("--quick"), QStringLiteral("--alternatives"),
                 QStringLiteral("--theta-structures"), QStringLiteral("6"), QStringLiteral("--json")});

        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const auto json = outcome.json();
        QVERIFY(hasAll(json[QStringLiteral("robust")].toObject(),
                       "nominalCostUsd robustCostUsd priceUsd worstCorner nominalMisses"));
        const auto alternatives = json[QStringLiteral("alternatives")].toObject();
        QVERIFY(hasAll(alternatives, "effects leftOut replacements"));
        QVERIFY(hasAll(alternatives[QStringLiteral("leftOut")].toArray().first().toObject(),
                       "what status costUsd riskAfterUsd trades"));
        const auto theta = json[QStringLiteral("thetaStructures")].toArray();
        QVERIFY(!theta.isEmpty() && theta.size() <= 6);
        QVERIFY(hasAll(theta.first().toObject(), "kind name thetaUsdDay costUsd worstLossUsd worst marginUsd trades"));
        const auto frontier = json[QStringLiteral("frontier")].toArray();
        QVERIFY(frontier.size() >= 15);
        QVERIFY(hasAll(frontier.last().toObject(), "costUsd riskUsd legs trades after keepsBands isProposal"));
        const auto ratios =
            run({QStringLiteral("hedge"), QStringLiteral("--market"), m_market, QStringLiteral("--book"), m_book,
                 QStringLiteral("--policy"), policy, QStringLiteral("--quick"), QStringLiteral("--ratios")});
        QCOMPARE(ratios.exitCode, 2);
        QVERIFY2(ratios.err.contains("--history"), ratios.err.constData());
    }

    void hedge_isApprovedJournaledAndProved()
    {
        const QString policy = write("policy.json", R"({"underlying": "BTC", "objective": "cost",
            "bands": {"delta": [-5, 5], "gamma": [-0.001, 0.001], "vega": [-4000, 4000]}, "maxLegs": 6, "respectLots": true})");
        const QString journal = path("journal.db");
        const QString after = path("after.csv");
        const auto outcome =
            run({QStringLiteral("hedge"), QStringLiteral("--market"), m_market, QStringLiteral("--book"), m_book,
                 QStringLiteral("--policy"), policy, QStringLiteral("--approve"), QStringLiteral("--journal"), journal,
                 QStringLiteral("--reason"), QStringLiteral("end of day"), QStringLiteral("--book-out"), after,
                 QStringLiteral("--json")});
        QVERIFY2(outcome.exitCode == 0, outcome.err.constData());
        const auto json = outcome.json();
        QVERIFY(hasAll(
            json, "status gap trades before after costUsd feesUsd binding conflicts frontier kkt milliseconds basis"));
        QVERIFY(std::abs(json[QStringLiteral("after")][QStringLiteral("delta")].toDouble()) <= 5.0);
        QVERIFY(std::abs(json[QStringLiteral("after")][QStringLiteral("vega")].toDouble()) <= 4000.0);
        const auto trade = json[QStringLiteral("trades")].toArray().first().toObject();
        QVERIFY(hasAll(trade, "instrument side quantity limitPrice expectedPrice costUsd feeUsd venue"));
        QCOMPARE(json[QStringLiteral("approval")][QStringLiteral("state")].toString(), QStringLiteral("approved"));

        // The book after is the book that the proposal promised.
        const auto risk = run({QStringLiteral("risk"), QStringLiteral("--market"), m_market, QStringLiteral("--book"),
                               after, QStringLiteral("--json")});
        for (const auto& underlying : risk.json()[QStringLiteral("byUnderlying")].toArray()) {
            if (underlying[QStringLiteral("underlying")].toString() == QLatin1String("BTC"))
                QVERIFY(std::abs(underlying[QStringLiteral("deltaCoin")].toDouble() -
                                 json[QStringLiteral("after")][QStringLiteral("delta")].toDouble()) < 1e-6);
        }

        const auto proved =
            run({QStringLiteral("journal"), QStringLiteral("verify"), journal, QStringLiteral("--json")});
        QCOMPARE(proved.exitCode, 0);
        QCOMPARE(proved.json()[QStringLiteral("intact")].toBool(), true);
        const auto shown = run({QStringLiteral("journal"), QStringLiteral("show"), journal, QStringLiteral("--json")});
        QStringList kinds;
        for (const auto& entry : shown.json()[QStringLiteral("entries")].toArray())
            kinds << entry[QStringLiteral("kind")].toString();
        QCOMPARE(kinds, words("proposal-opened approved filled"));
        flipOneByteAndVerify(journal);
    }

    void impossiblePolicy_namesItsConflictsAndExits1()
    {
        const QString policy = write("impossible.json", R"({"underlying": "BTC", "objective": "cost",
            "bands": {"delta": [1000000, 1000001], "gamma": [-0.001, 0.001]}, "maxLegs": 4})");
        const auto outcome =
            run({QStringLiteral("hedge"), QStringLiteral("--market"), m_market, QStringLiteral("--book"), m_book,
                 QStringLiteral("--policy"), policy, QStringLiteral("--json")});
        QCOMPARE(outcome.exitCode, 1);
        QCOMPARE(outcome.json()[QStringLiteral("status")].toString(), QStringLiteral("infeasible"));
        QVERIFY(outcome.json()[QStringLiteral("trades")].toArray().isEmpty());
        QVERIFY(!outcome.json()[QStringLiteral("conflicts")].toArray().isEmpty());
    }

    void unknownPolicyKey_namesTheNearest()
    {
        const QString policy = write("typo.json", R"({"underlying": "BTC", "maxLeg": 4})");
        const auto outcome = run({QStringLiteral("hedge"), QStringLiteral("--market"), m_market,
                                  QStringLiteral("--book"), m_book, QStringLiteral("--policy"), policy});
        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("maxLegs"), outcome.err.constData());
    }

private:
    // Changes one byte of the word "end of day" inside the database file.
    static void flipOneByteAndVerify(const QString& journal)
    {
        QFile file(journal);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const auto at = bytes.indexOf("end of day");
        QVERIFY(at > 0);
        bytes[at] = 'E';
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();
        const auto broken =
            run({QStringLiteral("journal"), QStringLiteral("verify"), journal, QStringLiteral("--json")});
        QCOMPARE(broken.exitCode, 1);
        QCOMPARE(broken.json()[QStringLiteral("intact")].toBool(), false);
        QCOMPARE(broken.json()[QStringLiteral("brokenAt")].toInt(), 2);
    }
};

QTEST_GUILESS_MAIN(ContractTest)
#include "tst_contract.moc"

#include "tests/support/command_run.h"
#include "tests/support/shared_data.h"

#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

const QString folder = QStringLiteral("chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_");

QString chainOf(const char* moment)
{
    const auto file = sharedData((folder + QLatin1String(moment) + QStringLiteral(".csv")).toStdString());
    return file ? QString::fromStdString(file->string()) : QString();
}

QStringList surfaceOf(const QString& market, const QStringList& more)
{
    return QStringList{key("surface"), key("--market"), market, key("--underlying"), key("BTC")} + more;
}

double number(const QJsonValue& value)
{
    return value.toDouble(std::nan(""));
}

} // namespace

class TestSurfaceCommand : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earlierSurface_isComparedPointByPointAndSplit()
    {
        const QString calm = chainOf("20260204T213308Z");
        const QString crash = chainOf("20260205T212937Z");
        if (calm.isEmpty() || crash.isEmpty())
            QSKIP("no shared reference data here");
        const QTemporaryDir dir;
        const QString kept = dir.filePath(key("kept.json"));
        const CommandOutcome before = run(surfaceOf(calm, {key("--save"), kept, key("--json")}));
        QCOMPARE(before.exitCode, 0);

        const CommandOutcome after = run(surfaceOf(crash, {key("--compare"), kept, key("--json")}));
        const CommandOutcome fromMarket = run(surfaceOf(crash, {key("--compare"), calm, key("--json")}));

        QCOMPARE(after.exitCode, 0);
        const QJsonObject comparison = after.json()[key("comparison")].toObject();
        QVERIFY(hasAll(comparison, "asOf splitVolPoints termVolPoints places slices"));
        QVERIFY(hasAll(comparison[key("splitVolPoints")].toObject(), "level skew curvature term unexplained"));
        QVERIFY(number(comparison[key("splitVolPoints")].toObject()[key("level")]) > 5.0); // it was a crash
        QCOMPARE(fromMarket.json()[key("comparison")].toObject()[key("asOf")], comparison[key("asOf")]);
        const QJsonArray slices = comparison[key("slices")].toArray();
        const QJsonArray now = after.json()[key("slices")].toArray();
        const QJsonArray then = before.json()[key("slices")].toArray();
        QCOMPARE(slices.size(), now.size());
        int compared = 0;
        for (qsizetype i = 0; i < slices.size(); ++i) {
            const QJsonObject slice = slices[i].toObject();
            for (const QJsonValue& each : then) {
                if (each.toObject()[key("expiry")] != slice[key("expiry")])
                    continue;
                const double level =
                    100.0 * (number(now[i].toObject()[key("atmVol")]) - number(each.toObject()[key("atmVol")]));
                QVERIFY(std::abs(number(slice[key("levelVolPoints")]) - level) < 1e-9);
                QCOMPARE(slice[key("volPoints")].toArray().size(), comparison[key("places")].toArray().size());
                ++compared;
            }
            QCOMPARE(slice[key("wasFitted")].toBool(), slice[key("levelVolPoints")].isDouble());
        }
        QVERIFY(compared >= 9);
    }

    void basisCurve_isTheForwardsAgainstSpot()
    {
        const QString market = chainOf("20260205T212937Z");
        if (market.isEmpty())
            QSKIP("no shared reference data here");

        const QJsonObject surface = run(surfaceOf(market, {key("--json")})).json();

        const QJsonObject basis = surface[key("basisCurve")].toObject();
        const double spot = number(basis[key("spotUsd")]);
        QVERIFY(spot > 60'000.0 && spot < 70'000.0);
        const QJsonArray points = basis[key("points")].toArray();
        QVERIFY(points.size() >= 11);
        for (const QJsonValue& each : points) {
            const QJsonObject point = each.toObject();
            QVERIFY(hasAll(point, "expiry years forward source basisUsd impliedRate forwardRate"));
            const double forward = number(point[key("forward")]);
            QVERIFY(std::abs(number(point[key("basisUsd")]) - (forward - spot)) < 1e-6);
            QVERIFY(std::abs(number(point[key("impliedRate")]) -
                             std::log(forward / spot) / number(point[key("years")])) < 1e-9);
        }
    }

    void testnetChains_areFlaggedNotFittedInSilence_data()
    {
        QTest::addColumn<QString>("chain");
        QTest::addColumn<QString>("underlying");
        for (const char* const chain : {"bottama_2021-02-09", "bottama_2021-02-11", "zkvn_2024-11_us_election"}) {
            for (const char* const underlying : {"BTC", "ETH"})
                QTest::addRow("%s %s", chain, underlying)
                    << QString::fromLatin1(chain) << QString::fromLatin1(underlying);
        }
    }

    void testnetChains_areFlaggedNotFittedInSilence()
    {
        QFETCH(QString, chain);
        QFETCH(QString, underlying);
        const auto market = sharedData((QStringLiteral("testnet_not_mainnet/") + chain).toStdString());
        if (!market)
            QSKIP("no shared reference data here");

        const CommandOutcome outcome = run({key("surface"), key("--market"), QString::fromStdString(market->string()),
                                            key("--underlying"), underlying, key("--json")});

        if (outcome.exitCode == 2) { // nothing of it in the file
            QVERIFY(outcome.err.contains("this market has"));
            return;
        }
        QVERIFY(!outcome.json()[key("dataWarnings")].toArray().isEmpty());
        QVERIFY(outcome.err.contains(QByteArray("warning: ") + underlying.toLatin1()));
    }

    void noSurface_isRefusedWithBothReasons()
    {
        const QString market = chainOf("20260204T213308Z");
        if (market.isEmpty())
            QSKIP("no shared reference data here");

        const CommandOutcome outcome = run(surfaceOf(market, {key("--compare"), key("/nowhere.json")}));

        QCOMPARE(outcome.exitCode, 2);
        QVERIFY2(outcome.err.contains("neither a saved surface"), outcome.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestSurfaceCommand)
#include "tst_surface_command.moc"

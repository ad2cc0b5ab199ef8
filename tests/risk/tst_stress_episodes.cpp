#include "models/risk/scenario_engine.h"
#include "tests/risk/episode_measuring.h"
#include "tests/risk/risk_cases.h"

#include <QTest>

#include <cmath>

using namespace ballast;
using namespace ballast::test;

namespace {

bool near(double left, double right, double tolerance)
{
    return std::abs(left - right) <= tolerance * std::abs(right);
}

QString shown(const EpisodeMove& m)
{
    return QStringLiteral("%1: from %2 low %3 close %4 after %5 h, realised %6, vol %7 to %8")
        .arg(QString::fromStdString(m.underlying))
        .arg(m.fromUsd, 0, 'f', 2)
        .arg(m.lowUsd, 0, 'f', 2)
        .arg(m.closeUsd, 0, 'f', 2)
        .arg(m.hoursToLow, 0, 'f', 2)
        .arg(m.realisedVol.value_or(-1.0), 0, 'f', 4)
        .arg(m.volBefore.value_or(-1.0), 0, 'f', 2)
        .arg(m.volPeak.value_or(-1.0), 0, 'f', 2);
}

} // namespace

class TestStressEpisodes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_chains = februaryChains(); }

    void everyEpisode_isThere()
    {
        QStringList names;
        for (const StressEpisode& episode : stressEpisodes())
            names << QString::fromStdString(episode.name);

        QCOMPARE(names.join(u' '),
                 QStringLiteral("2020-03-12 2021-05-19 2022-06 2022-11 2024-08-05 2025-10-10 2026-02-05"));
        QVERIFY(findEpisode("2022-11") && !findEpisode("2023-01"));
    }

    // The table in the code is what the recorded series say.
    void table_isWhatTheSeriesSay_data()
    {
        QTest::addColumn<QString>("episode");
        QTest::addColumn<QString>("underlying");
        for (const StressEpisode& episode : stressEpisodes()) {
            for (const EpisodeMove& move : episode.moves)
                QTest::newRow((episode.name + " " + move.underlying).c_str())
                    << QString::fromStdString(episode.name) << QString::fromStdString(move.underlying);
        }
    }

    void table_isWhatTheSeriesSay()
    {
        QFETCH(QString, episode);
        QFETCH(QString, underlying);
        const StressEpisode& written = *findEpisode(episode.toStdString());
        const std::string name = underlying.toStdString();
        const EpisodeMove& move = *std::ranges::find(written.moves, name, &EpisodeMove::underlying);
        const bool chains = move.priceSource.find("chain") != std::string::npos;

        const auto measured = chains ? measureFromChains(m_chains, name) : measureEpisode(written, name);

        if (!measured)
            QSKIP("no shared reference data here");
        QVERIFY2(near(move.fromUsd, measured->fromUsd, 1e-6), qPrintable(shown(*measured)));
        QVERIFY2(near(move.lowUsd, measured->lowUsd, 1e-6), qPrintable(shown(*measured)));
        QVERIFY2(near(move.closeUsd, measured->closeUsd, 1e-6), qPrintable(shown(*measured)));
        QVERIFY2(std::abs(move.hoursToLow - measured->hoursToLow) < 0.02, qPrintable(shown(*measured)));
        QCOMPARE(move.realisedVol.has_value(), measured->realisedVol.has_value());
        QVERIFY2(!move.realisedVol || near(*move.realisedVol, *measured->realisedVol, 1e-3),
                 qPrintable(shown(*measured)));
        QCOMPARE(move.volPeak.has_value(), measured->volPeak.has_value());
        // Vols of the chains come through a fit that may still be sharpened.
        const double volTolerance = chains ? 0.02 : 1e-6;
        QVERIFY2(!move.volBefore || near(*move.volBefore, *measured->volBefore, volTolerance),
                 qPrintable(shown(*measured)));
        QVERIFY2(!move.volPeak || near(*move.volPeak, *measured->volPeak, volTolerance), qPrintable(shown(*measured)));
    }

    void everyMove_namesItsSources()
    {
        for (const StressEpisode& episode : stressEpisodes()) {
            for (const EpisodeMove& move : episode.moves) {
                QVERIFY(!move.priceSource.empty());
                QCOMPARE(move.volSource.empty(), !move.volPeak.has_value());
                QVERIFY(move.spotToLow() < 0.0 && move.lowUsd <= move.closeUsd);
            }
        }
    }

    void scenario_carriesTheMeasuredMoves()
    {
        const Scenario atOnce = episodeScenario(*findEpisode("2022-11"), EpisodeTiming::AtOnce, MissingVol::Still);
        const Scenario overTime =
            episodeScenario(*findEpisode("2022-11"), EpisodeTiming::OverTime, MissingVol::Estimated);

        QCOMPARE(atOnce.horizonDays, 0.0);
        QVERIFY(std::abs(shockFor(atOnce, "BTC").spot - (15588.0 / 21299.37 - 1.0)) < 1e-12);
        QVERIFY(std::abs(shockFor(atOnce, "BTC").volRelative - (114.72 / 56.76 - 1.0)) < 1e-12);
        QCOMPARE(shockFor(atOnce, "ETH").volRelative, 0.0); // nobody recorded it
        QVERIFY(overTime.horizonDays > 3.0);
        const double fall = std::log1p(shockFor(overTime, "ETH").spot);
        QVERIFY(std::abs(std::log1p(shockFor(overTime, "ETH").volRelative) - volPerSpotLog() * fall) < 1e-12);
        QVERIFY(volPerSpotLog() < -0.5 && volPerSpotLog() > -4.0);
        QCOMPARE(shockFor(atOnce, "SOL").spot, shockFor(atOnce, "BTC").spot);
    }

    void everyEpisode_revaluesABook()
    {
        const SnapshotPtr market = workedMarket().build();
        const RiskReport report = reportOf(market, mixedBook());

        for (const StressEpisode& episode : stressEpisodes()) {
            const auto result = runScenario(
                {&report, market, {}}, episodeScenario(episode, EpisodeTiming::OverTime, MissingVol::Estimated), {});
            QVERIFY(result.ok() && std::isfinite(result->pnlUsd) && result->pnlUsd != 0.0);
        }
    }

private:
    std::vector<RecordedChain> m_chains;
};

QTEST_GUILESS_MAIN(TestStressEpisodes)
#include "tst_stress_episodes.moc"

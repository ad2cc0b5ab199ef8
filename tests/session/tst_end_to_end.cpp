#include "app/session/data_folder.h"
#include "app/session/desk_session.h"
#include "app/session/settings_keeper.h"
#include "app/session/wiring.h"
#include "app/store/journal.h"
#include "tests/support/running_clock.h"
#include "tests/support/shared_data.h"
#include "ui/main_window.h"

#include <QFile>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace ballast;

namespace {

constexpr int patience = 60'000;

// A mixed book of a market maker after the fall: short puts and calls on six expiries, longs in the wings, futures.
constexpr const char* crashBook = R"(instrument,quantity,average_price,venue,account,tag
BTC-13FEB26-60000-P,-25,0.03,deribit,main,income
BTC-13FEB26-76000-C,30,0.01,deribit,main,upside
BTC-20FEB26-70000-C,-10,0.03,deribit,main,overwrite
BTC-27FEB26-50000-P,60,0.02,deribit,main,tail
BTC-27FEB26-60000-P,-40,0.03,deribit,main,put-write
BTC-27FEB26-68000-C,-20,0.05,deribit,main,overwrite
BTC-27FEB26-80000-C,-45,0.012,deribit,main,overwrite
BTC-27MAR26-60000-P,-65,0.05,deribit,main,put-write
BTC-27MAR26-70000-C,55,0.08,deribit,main,upside
BTC-27MAR26-90000-C,-80,0.011,deribit,main,overwrite
BTC-24APR26-62000-P,-10,0.1,deribit,main,put-write
BTC-24APR26-80000-C,12,0.03,deribit,main,upside
BTC-26JUN26-50000-P,20,0.04,deribit,main,tail
BTC-26JUN26-100000-C,15,0.025,deribit,main,upside
BTC-25SEP26-50000-P,-8,0.05,deribit,main,put-write
BTC-25SEP26-90000-C,10,0.06,deribit,main,upside
BTC-25DEC26-80000-C,-12,0.13,deribit,main,overwrite
BTC-25DEC26-40000-P,15,0.03,deribit,main,tail
BTC-PERPETUAL,-586000,70000,deribit,hedge,core
BTC,1.5,60000,deribit,main,cash
)";

constexpr const char* crashPolicy = R"({ "name": "Crash bands", "underlying": "BTC", "objective": "cost",
  "bands": { "delta": [-5, 5], "gamma": [-1e-3, 1e-3], "vega": [-4000, 4000] },
  "universe": { "minOpenInterest": 10, "maxSpreadVolPoints": 5, "deltaRange": [0.05, 0.95] },
  "maxLegs": 6, "respectLots": true })";

QString writeFile(const QString& path, const char* content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0)
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

// The button that a hand would press: by what a screen reader calls it.
QPushButton* button(QWidget& window, const QString& accessibleName)
{
    for (QPushButton* candidate : window.findChildren<QPushButton*>()) {
        if (candidate->accessibleName().startsWith(accessibleName) && candidate->isVisible())
            return candidate;
    }
    return nullptr;
}

bool inBand(const BandOutcome& band)
{
    return band.after >= band.band.lower.value_or(-INFINITY) && band.after <= band.band.upper.value_or(INFINITY);
}

} // namespace

class EndToEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hedgeOfTheCrashBook_isProposedApprovedFilledAndProved()
    {
        const auto chain = test::sharedData(
            "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv");
        if (!chain)
            QSKIP("reference data is not here");
        QTemporaryDir dir;
        const auto folder = openDataFolder(dir.path());
        QVERIFY(folder);
        {
            const RunningClock clock;
            SettingsKeeper settings({}, folder->settings());
            applyTheme(true);
            MainWindow window;
            DeskSession session(clock, {folder->journal(), "anna"});
            wire(session, window, settings, *folder, clock);
            QSignalSpy pictures(&session, &DeskSession::pictureReady);
            QSignalSpy proposals(&session, &DeskSession::proposalReady);
            QSignalSpy views(&session.approvals(), &ApprovalFlow::viewChanged);
            window.resize(1920, 1080);
            window.show();
            Q_EMIT window.bookChosen(writeFile(dir.filePath(QStringLiteral("crash.csv")), crashBook));
            Q_EMIT window.policyChosen(writeFile(dir.filePath(QStringLiteral("crash.json")), crashPolicy));
            Q_EMIT window.recordingChosen({QString::fromStdString(chain->string())});
            QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && session.picture()->risk->lines.size() == 20, patience);
            QCOMPARE(session.picture()->risk->linesFailed, 0);

            // Propose.
            window.showPage(2);
            QPushButton* propose = nullptr;
            QTRY_VERIFY((propose = button(window, QStringLiteral("Propose a hedge"))) != nullptr);
            QTest::mouseClick(propose, Qt::LeftButton);
            QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
            const auto proposal = proposals.first().first().value<std::shared_ptr<const HedgeProposal>>();
            QVERIFY2(proposal->status == HedgeStatus::Optimal || proposal->status == HedgeStatus::Feasible,
                     proposal->message.c_str());
            QCOMPARE(proposal->bands.size(), std::size_t{3});
            for (const BandOutcome& band : proposal->bands)
                QVERIFY2(inBand(band), band.band.name.c_str());
            QVERIFY(proposal->trades.size() <= 6);

            // Approve: the button is there once every check has passed.
            QPushButton* approve = nullptr;
            QTRY_VERIFY_WITH_TIMEOUT(
                (approve = button(window, QStringLiteral("Approve"))) != nullptr && approve->isEnabled(), patience);
            const PortfolioPtr before = session.book();
            QTest::mouseClick(approve, Qt::LeftButton);

            // Journaled, filled at the ladder's prices, the book changed, the risk recomputed.
            QTRY_VERIFY_WITH_TIMEOUT(session.book() != before && session.picture()->book == session.book(), patience);
            QTRY_VERIFY(views.last().first().value<ApprovalView>().state == ProposalState::Approved);
            const UnderlyingRisk& after = session.picture()->risk->byUnderlying.front();
            QVERIFY(std::abs(after.total.deltaCoin - proposal->after.deltaCoin) < 1e-6);
            QVERIFY(std::abs(after.total.deltaCoin) <= 5.0);
            QVERIFY(std::abs(after.total.gammaCoinPerUsd) <= 1e-3);
            QVERIFY(std::abs(after.total.vegaUsd) <= 4000.0);
        }
        const auto verdict = Journal::verify(folder->journal());
        QVERIFY(verdict && verdict->intact);
        QCOMPARE(verdict->entries, 3);

        flipOneByte(QString::fromStdString(folder->journal().string()));

        const auto broken = Journal::verify(folder->journal());
        QVERIFY(broken && !broken->intact);
        QCOMPARE(broken->brokenAt.value_or(0), 2);
    }

    void layoutAndTheme_areThereAfterARestart()
    {
        QTemporaryDir dir;
        const auto folder = openDataFolder(dir.path());
        QVERIFY(folder);
        const RunningClock clock;
        {
            SettingsKeeper settings({}, folder->settings());
            MainWindow window;
            DeskSession session(clock, {folder->journal(), "anna"});
            wire(session, window, settings, *folder, clock);
            window.resize(1700, 1000);
            window.show();
            Q_EMIT window.themeChosen(false);
            Q_EMIT window.speedChosen(20.0);
            Q_EMIT window.tourFinished();
            Q_EMIT window.layoutChanged();
        }
        const auto settings = readSettings(folder->settings());
        QVERIFY(settings);
        QCOMPARE(settings->theme, ThemeChoice::Light);
        QCOMPARE(settings->source.speed, 20.0);
        QVERIFY(settings->tourSeen);
        QVERIFY(settings->layouts.contains("default"));
    }

private:
    static void flipOneByte(const QString& journal)
    {
        QFile file(journal);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const auto at = bytes.indexOf("BTC approved");
        QVERIFY(at > 0);
        bytes[at] = 'X';
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
    }
};

QTEST_MAIN(EndToEndTest)
#include "tst_end_to_end.moc"

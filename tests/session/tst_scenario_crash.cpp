#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "tests/support/running_clock.h"

#include <QApplication>
#include <QProcess>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <cstdio>
#include <random>

using namespace ballast;

namespace {

constexpr const char* victimArgument = "--edit-until-killed";
constexpr double basisStep = 1e-4; // of one edit

ScenarioNodeId crashIn(const ScenarioSet& set)
{
    for (const ScenarioNode& node : set.nodes)
        if (node.name == "Crash with skew")
            return node.id;
    return {};
}

int editsIn(const ScenarioSet& set)
{
    const double basis = shockFor(*set.find(crashIn(set))->scenario, "BTC").basis;
    return static_cast<int>(std::lround(basis / basisStep));
}

std::filesystem::path storeIn(const QString& folder)
{
    return std::filesystem::path(folder.toStdString()) / "scenarios.db";
}

// The victim: a desk on the simulated market whose trader edits as fast as the desk takes it, until it is killed; it
// says each edit once the desk has taken it.
int editUntilKilled(const QString& folder)
{
    RunningClock clock;
    DeskSession session{clock, {(folder + QStringLiteral("/journal.db")).toStdString(), "anna"}};
    session.playSimulated(11);
    ScenarioFlow flow(session, clock, {storeIn(folder), (folder + QStringLiteral("/lab.json")).toStdString()});
    QSignalSpy published(&flow, &ScenarioFlow::scenariosChanged);
    flow.start();
    if (!QTest::qWaitFor([&] { return published.count() >= 2; }, 20'000)) // the second: what the store held
        return 1;
    flow.setWatched(true);
    for (int edit = editsIn(flow.scenarios()) + 1;; ++edit) {
        flow.editField(crashIn(flow.scenarios()), {}, ShockField::Basis, basisStep * edit, EditStage::Step);
        std::printf("%d\n", edit);
        std::fflush(stdout);
        if (edit % 5 == 0)
            QCoreApplication::processEvents();
    }
}

} // namespace

class TestScenarioCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void killedDesk_losesAtMostTheLastEdit()
    {
        const QTemporaryDir folder;
        std::mt19937 random(20260205);
        int told = 0;
        for (int cycle = 0; cycle < 8; ++cycle) {
            QProcess desk;
            desk.start(QCoreApplication::applicationFilePath(), {QString::fromLatin1(victimArgument), folder.path()});
            QVERIFY(desk.waitForStarted());
            const auto enough = static_cast<qsizetype>(1 + random() % 40);
            QByteArray said;
            while (said.count('\n') < enough) {
                QVERIFY2(desk.waitForReadyRead(30'000), desk.readAllStandardError().constData());
                said += desk.readAllStandardOutput();
            }
            desk.kill();
            QVERIFY(desk.waitForFinished(20'000));
            said += desk.readAllStandardOutput();
            said.truncate(said.lastIndexOf('\n') + 1);
            told = said.trimmed().split('\n').last().toInt();

            const auto store = ScenarioStore::open(storeIn(folder.path()));
            QVERIFY(store.ok());
            const auto sets = store->sets();
            QVERIFY(sets.ok() && !sets->empty());
            const auto set = store->set(sets->front().name);
            QVERIFY(set.ok());
            const int kept = editsIn(*set);
            QVERIFY2(kept >= told - 1, qPrintable(QStringLiteral("told %1, kept %2").arg(told).arg(kept)));
            QVERIFY(kept <= told + 1); // one may have been taken and not yet said
        }
        QVERIFY(told > 8);
    }
};

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], victimArgument) == 0)
        return editUntilKilled(QString::fromLocal8Bit(argv[2]));
    TestScenarioCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_scenario_crash.moc"

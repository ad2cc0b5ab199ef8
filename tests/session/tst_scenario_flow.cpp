#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "tests/support/running_clock.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ballast;

namespace {

constexpr int patience = 60'000;

ScenarioNodeId nodeNamed(const ScenarioSet& set, const std::string& name)
{
    for (const ScenarioNode& node : set.nodes)
        if (node.name == name)
            return node.id;
    return {};
}

double spotOf(const ScenarioFlow& flow, ScenarioNodeId id)
{
    return shockFor(*flow.scenarios().find(id)->scenario, "BTC").spot;
}

} // namespace

class ScenarioFlowTest : public QObject
{
    Q_OBJECT

private:
    // A desk on the simulated market, paused once it is priced, with its lab.
    struct Desk
    {
        QTemporaryDir folder;
        RunningClock clock;
        DeskSession session{clock, {folder.filePath(QStringLiteral("journal.db")).toStdString(), "anna"}};
        std::unique_ptr<ScenarioFlow> flow;

        Desk()
        {
            QSignalSpy pictures(&session, &DeskSession::pictureReady);
            session.playSimulated(11);
            if (!QTest::qWaitFor([&] { return session.picture() && !session.picture()->risk->lines.empty(); },
                                 patience))
                qFatal("the simulated desk was not priced");
            session.setPaused(true);
            open();
        }
        void open()
        {
            flow.reset();
            flow = std::make_unique<ScenarioFlow>(
                session, clock,
                ScenarioFlow::Setup{folder.filePath(QStringLiteral("scenarios.db")).toStdString(),
                                    folder.filePath(QStringLiteral("lab.json")).toStdString()});
            flow->setWatched(true);
            flow->start();
            session.stepOnce();
        }
        [[nodiscard]] QString anOption() const
        {
            const auto& chain = session.picture()->of("BTC")->chains.front();
            return QString::fromStdString(
                (*session.picture()->market->instruments)[*chain.rows[chain.rows.size() / 2].put.instrument].id.name);
        }
        [[nodiscard]] bool waitForPicture(const std::function<bool(const ScenarioPicture&)>& wanted) const
        {
            return QTest::qWaitFor([&] { return flow->picture() && wanted(*flow->picture()); }, patience);
        }
    };

private Q_SLOTS:
    void pricedDesk_givesACompletePicture()
    {
        Desk desk;

        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return picture.complete; }));

        const ScenarioPicture& picture = *desk.flow->picture();
        QVERIFY(picture.map && picture.curves && picture.tornado && picture.comparison && picture.var);
        QVERIFY(!picture.hasWhatIf());
        QVERIFY(!picture.comparison->rows.empty());
    }

    // A desk without a history has a sample all the same: moves drawn from implied vols, and it says so.
    void noHistory_givesASimulatedValueAtRisk()
    {
        Desk desk;

        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return picture.complete && picture.var; }));

        const VarPicture& var = *desk.flow->picture()->var;
        QCOMPARE(var.choice.method, VarMethod::Simulated);
        QVERIFY(!var.books.empty() && var.books.front());
        QCOMPARE(var.books.front()->pnlUsd.size(), std::size_t{3'000});
        QVERIFY(var.books.front()->errors && !var.books.front()->worst.empty());
        QVERIFY(!var.source.empty());
    }

    void editedShock_changesItsRow()
    {
        Desk desk;
        const ScenarioNodeId crash = nodeNamed(desk.flow->scenarios(), "Crash with skew");
        desk.flow->chooseScenario(crash);
        QVERIFY(desk.waitForPicture([&](const ScenarioPicture& picture) { return picture.chosen.id == crash; }));

        desk.flow->editField(crash, {}, ShockField::Spot, -0.31, EditStage::Step);

        QVERIFY(desk.waitForPicture(
            [&](const ScenarioPicture& picture) { return shockFor(picture.applied, "BTC").spot == -0.31; }));
        QVERIFY(desk.flow->picture()->row(crash)->cells.front().pnlUsd.has_value());
    }

    void drag_isOneEdit()
    {
        Desk desk;
        const ScenarioNodeId crash = nodeNamed(desk.flow->scenarios(), "Crash with skew");
        const double before = spotOf(*desk.flow, crash);

        for (int step = 1; step <= 20; ++step)
            desk.flow->editField(crash, {}, ShockField::Spot, -0.01 * step, EditStage::Dragging);
        desk.flow->editField(crash, {}, ShockField::Spot, -0.2, EditStage::Step);
        QCOMPARE(spotOf(*desk.flow, crash), -0.2);
        desk.flow->undo();

        QCOMPARE(spotOf(*desk.flow, crash), before);
        desk.flow->redo();
        QCOMPARE(spotOf(*desk.flow, crash), -0.2);
    }

    void hundredRandomEditsAndUndos_giveTheIdenticalState()
    {
        Desk desk;
        const ScenarioSet before = desk.flow->scenarios();
        const ScenarioNodeId crash = nodeNamed(before, "Crash with skew");
        const QString option = desk.anOption();
        std::mt19937 random(7);

        for (int edit = 0; edit < 100; ++edit) {
            const double value = 0.001 * double(1 + edit);
            if (random() % 3 == 0)
                desk.flow->addLeg(option, value, QStringLiteral("test"));
            else if (random() % 2 == 0)
                desk.flow->editField(crash, {}, ShockField::Basis, value, EditStage::Step);
            else
                desk.flow->editHorizon(crash, 1.0 + value, EditStage::Step);
        }
        QVERIFY(!(desk.flow->scenarios() == before));
        const WhatIfBook edited = *desk.flow->book();
        const ScenarioSet editedSet = desk.flow->scenarios();
        for (int edit = 0; edit < 100; ++edit)
            desk.flow->undo();

        QVERIFY(desk.flow->scenarios() == before);
        QCOMPARE(hypotheticalLegs(*desk.flow->book()), 0);
        for (int edit = 0; edit < 100; ++edit)
            desk.flow->redo();
        QVERIFY(desk.flow->scenarios() == editedSet);
        QVERIFY(*desk.flow->book() == edited);
    }

    void firstLeg_branchesTheLiveBookAndLeavesItAlone()
    {
        Desk desk;
        const PortfolioPtr live = desk.session.book();

        desk.flow->addLeg(desk.anOption(), -5.0, QStringLiteral("chain"));

        QVERIFY(desk.flow->hasBook());
        QCOMPARE(hypotheticalLegs(*desk.flow->book()), 1);
        QVERIFY(desk.session.book() == live);
        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return picture.hasWhatIf(); }));
        QCOMPARE(desk.flow->picture()->books.size(), std::size_t{2});
        desk.flow->discardBook();
        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return !picture.hasWhatIf(); }));
    }

    void unknownInstrument_isSaidAndAddsNothing()
    {
        Desk desk;
        QSignalSpy said(desk.flow.get(), &ScenarioFlow::messageReady);

        desk.flow->addLeg(QStringLiteral("BTC-1JAN70-1-C"), 1.0, QStringLiteral("by hand"));

        QVERIFY(!desk.flow->hasBook());
        QCOMPARE(said.count(), 1);
    }

    void frozenBook_staysOnItsMarket()
    {
        Desk desk;
        desk.flow->addLeg(desk.anOption(), 3.0, QStringLiteral("chain"));
        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return picture.hasWhatIf(); }));

        desk.flow->followMarket(false);
        const SnapshotId frozen = desk.flow->book()->frozen->id;
        desk.session.stepOnce();
        QVERIFY(QTest::qWaitFor([&] { return desk.session.picture()->market->id > frozen; }, patience));
        desk.flow->chooseVar({VarMethod::Parametric, 0.95, 1});
        QVERIFY(desk.waitForPicture(
            [](const ScenarioPicture& picture) { return picture.var && picture.var->choice.confidence == 0.95; }));
        QCOMPARE(desk.flow->picture()->market->id, frozen);
        desk.flow->followMarket(true);

        QVERIFY(desk.waitForPicture([&](const ScenarioPicture& picture) { return picture.market->id > frozen; }));
    }

    void frozenBook_reopensOnItsMarket()
    {
        Desk desk;
        desk.flow->addLeg(desk.anOption(), 3.0, QStringLiteral("chain"));
        desk.flow->followMarket(false);
        const WhatIfBook book = *desk.flow->book();

        desk.open(); // the old one writes what is queued and goes
        desk.flow->openBook(book.id);

        QVERIFY(QTest::qWaitFor([&] { return desk.flow->hasBook(); }, patience));
        QVERIFY(!desk.flow->book()->followsMarket());
        QVERIFY(*desk.flow->book() == book);
        QVERIFY(desk.waitForPicture([&](const ScenarioPicture& picture) {
            return picture.hasWhatIf() && picture.market->id == book.frozen->id &&
                   picture.market->asOf == book.frozen->asOf;
        }));
    }

    void editsAndBooks_areThereAfterARestart()
    {
        Desk desk;
        const ScenarioNodeId crash = nodeNamed(desk.flow->scenarios(), "Crash with skew");
        QSignalSpy views(desk.flow.get(), &ScenarioFlow::whatIfChanged);
        desk.flow->editField(crash, {}, ShockField::Skew25d, 9.0, EditStage::Step);
        desk.flow->addLeg(desk.anOption(), 4.0, QStringLiteral("chain"));
        desk.flow->renameBook(QStringLiteral("Kept spread"));
        const ScenarioSet edited = desk.flow->scenarios();
        const WhatIfBook book = *desk.flow->book();

        desk.open(); // the old one writes what is queued and goes

        QTRY_VERIFY_WITH_TIMEOUT(desk.flow->scenarios() == edited, patience);
        WhatIfView view;
        connect(desk.flow.get(), &ScenarioFlow::whatIfChanged, this, [&](const WhatIfView& now) { view = now; });
        desk.flow->openBook(book.id);
        QTRY_VERIFY_WITH_TIMEOUT(desk.flow->hasBook(), patience);
        QCOMPARE(desk.flow->book()->name, std::string("Kept spread"));
        QCOMPARE(hypotheticalLegs(*desk.flow->book()), 1);
        QVERIFY(!view.saved.empty());
    }

    // A perpetual pays its funding while the desk watches: a line of its own, and the lines sum to the P&L.
    void explain_hasTheFundingBetweenTwoMoments()
    {
        Desk desk;
        const auto& lines = desk.session.picture()->risk->lines;
        QVERIFY(std::ranges::any_of(lines, [](const RiskLine& line) {
            return line.values && line.instrument->kind == InstrumentKind::Perpetual;
        }));
        desk.flow->keepMoment();
        LabControls controls;
        connect(desk.flow.get(), &ScenarioFlow::controlsChanged, this, [&](const LabControls& now) { controls = now; });
        const Timestamp from = desk.session.picture()->market->asOf;
        for (int step = 0; step < 3; ++step) {
            const SnapshotId before = desk.session.picture()->market->id;
            desk.session.stepOnce();
            QVERIFY(QTest::qWaitFor([&] { return desk.session.picture()->market->id > before; }, patience));
        }
        desk.flow->keepMoment();
        QVERIFY(desk.session.picture()->market->asOf > from);
        QVERIFY(controls.moments.size() >= 2);

        const auto& moments = controls.moments;
        const auto last = moments[moments.size() - 1].id;
        const auto first = moments[moments.size() - 2].id;
        desk.flow->chooseExplain(first, last);

        QVERIFY(desk.waitForPicture([&](const ScenarioPicture& picture) {
            return picture.explain && picture.explain->explain && picture.explain->explain->fromTime == from &&
                   picture.explain->explain->parts.funding != 0.0;
        }));
        const PnlExplain& explain = *desk.flow->picture()->explain->explain;
        double sum = 0.0;
        for (const ExplainedLine& line : explain.lines)
            sum += line.pnlUsd;
        QVERIFY(std::abs(sum - explain.pnlUsd) < 0.01);
    }

    void episode_isEditedAsACopy()
    {
        Desk desk;
        ScenarioNodeId episode;
        for (const ScenarioNode& node : desk.flow->scenarios().nodes)
            if (node.origin == ScenarioOrigin::Episode && !node.isFolder())
                episode = node.id;

        desk.flow->duplicateScenario(episode);

        const ScenarioNode* const copy = desk.flow->scenarios().find(desk.flow->chosen());
        QVERIFY(copy && copy->id != episode);
        QCOMPARE(copy->origin, ScenarioOrigin::Own);
        desk.flow->removeScenario(episode);
        QVERIFY(desk.flow->scenarios().find(episode) != nullptr); // measured: stays
    }

    void exportAndImport_keepTheScenario()
    {
        Desk desk;
        const ScenarioNodeId crash = nodeNamed(desk.flow->scenarios(), "Crash with skew");
        const QString file = desk.folder.filePath(QStringLiteral("scenario.json"));
        desk.flow->chooseScenario(crash);
        desk.flow->exportScenarios(file, true);

        desk.flow->importScenarios(file);

        const ScenarioNode* const imported = desk.flow->scenarios().find(desk.flow->chosen());
        QVERIFY(imported && imported->id != crash);
        QVERIFY(imported->scenario->shocks == desk.flow->scenarios().find(crash)->scenario->shocks);
    }

    void limitsAndEquity_areKept()
    {
        Desk desk;
        Limit limit;
        limit.name = "BTC delta";
        limit.metric = LimitMetric::DeltaCoin;
        limit.underlying = "BTC";
        limit.hard = {-10.0, 10.0};
        desk.flow->editLimit(limit);
        desk.flow->stateEquity(1'500'000.0);
        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) {
            return !picture.limits.empty() && picture.limits.front().size() == 1;
        }));

        desk.open();
        LabControls controls;
        connect(desk.flow.get(), &ScenarioFlow::controlsChanged, this, [&](const LabControls& now) { controls = now; });
        desk.flow->keepMoment();
        QVERIFY(desk.waitForPicture([](const ScenarioPicture& picture) { return picture.complete; }));
        LimitUses history;
        connect(desk.flow.get(), &ScenarioFlow::limitHistoryRead, this, [&](const LimitUses& read) { history = read; });
        desk.flow->readLimitHistory(QStringLiteral("BTC delta"));

        QVERIFY(QTest::qWaitFor([&] { return !history.uses.empty(); }, patience));
        QCOMPARE(history.limit, std::string("BTC delta"));
        QVERIFY(history.uses.back().value && history.uses.back().state != LimitState::Unknown);
        QCOMPARE(controls.limits.size(), std::size_t{1});
        QVERIFY(controls.limits.front() == limit);
        QCOMPARE(controls.equityUsd, std::optional(1'500'000.0));
    }
};

QTEST_MAIN(ScenarioFlowTest)
#include "tst_scenario_flow.moc"

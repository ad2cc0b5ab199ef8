#include "app/session/default_policy.h"
#include "app/session/desk_session.h"
#include "app/session/policy_shelf.h"
#include "app/session/scenario_limit.h"
#include "app/session/settings_keeper.h"
#include "app/store/text_file.h"
#include "models/risk/scenario_engine.h"
#include "tests/support/running_clock.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace ballast;

namespace {

constexpr int patience = 60'000;

using ProposalPtr = std::shared_ptr<const HedgeProposal>;

ProposalPtr lastProposal(const QSignalSpy& proposals)
{
    return proposals.last().first().value<ProposalPtr>();
}

OpenHistoryPtr madeUpHistory(const std::string& underlying, int days)
{
    OpenHistory history;
    history.daily.factors = {{FactorKind::Spot, underlying}, {FactorKind::Vol, underlying}};
    std::mt19937 random(5);
    std::normal_distribution<double> normal;
    for (int day = 0; day < days; ++day) {
        const double z = normal(random);
        history.daily.days.push_back(std::chrono::sys_days{} + std::chrono::days(20000 + day));
        history.daily.moves.push_back({0.03 * z, -0.05 * z + 0.03 * normal(random)});
    }
    history.source = "made up";
    return std::make_shared<const OpenHistory>(std::move(history));
}

} // namespace

class HedgeFlowTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    RunningClock m_clock;
    int m_journals = 0;

    std::unique_ptr<DeskSession> pricedSession()
    {
        const QString journal = m_dir.filePath(QStringLiteral("%1.db").arg(++m_journals));
        auto session = std::make_unique<DeskSession>(m_clock, DeskSession::Setup{journal.toStdString(), "anna"});
        QSignalSpy pictures(session.get(), &DeskSession::pictureReady);
        session->playSimulated(11);
        const bool priced =
            QTest::qWaitFor([&] { return session->picture() && !session->picture()->risk->lines.empty(); }, patience);
        return priced ? std::move(session) : nullptr;
    }

private Q_SLOTS:
    void proposal_comesBeforeItsFrontier()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        QSignalSpy details(session.get(), &DeskSession::hedgeDetailsReady);
        const auto newest = [&] { return details.last().first().value<HedgeDetailsPtr>(); };

        session->propose(session->policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        QVERIFY(lastProposal(proposals)->frontier.empty());
        QTRY_VERIFY_WITH_TIMEOUT(!details.isEmpty() && !newest()->working, patience);

        QCOMPARE(newest()->proposal, lastProposal(proposals)->id);
        QVERIFY(newest()->frontier.size() >= 10);
        QVERIFY(newest()->alternatives);
        QVERIFY(newest()->outlook);
        // A click on a point makes it the open proposal, revalued.
        const FrontierPoint point = newest()->frontier.back();
        QVERIFY(!point.trades.empty());
        session->editLegs(legsOf(point.trades));
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 2, patience);
        QCOMPARE(lastProposal(proposals)->trades.size(), point.trades.size());
        QTRY_COMPARE_WITH_TIMEOUT(session->approvals().proposal()->id, lastProposal(proposals)->id, patience);
    }

    void editedLegs_mayGrowAndShrinkAgain()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        session->propose(session->policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const std::vector<WishedLeg> solved = legsOf(lastProposal(proposals)->trades);
        QVERIFY(!solved.empty());

        session->editLegs({solved.front()});
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 2, patience);
        QCOMPARE(lastProposal(proposals)->trades.size(), std::size_t{1});
        session->editLegs(solved); // the leg that was left out comes back

        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 3, patience);
        QCOMPARE(lastProposal(proposals)->trades.size(), solved.size());
    }

    void legThatIsNotListed_isRefusedAndTheProposalStays()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        QSignalSpy refused(session.get(), &DeskSession::legsRefused);
        session->propose(session->policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const ProposalId open = session->approvals().proposal()->id;

        session->editLegs({{{{"deribit"}, "BTC-1JAN70-1-C"}, 1.0}});

        QCOMPARE(refused.count(), 1);
        QCOMPARE(proposals.count(), 1);
        QCOMPARE(session->approvals().proposal()->id, open);
    }

    void scenario_becomesAStressLimitAndIsHedged()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        QSignalSpy pages(session.get(), &DeskSession::hedgePageWanted);
        QSignalSpy policies(session.get(), &DeskSession::policyChanged);
        Scenario crash;
        crash.name = "Black Monday";
        UnderlyingShock shock;
        shock.spot = -0.2;
        shock.volPoints = 25.0;
        crash.shocks = {shock};

        session->hedgeScenario(crash, 1e6);

        QCOMPARE(pages.count(), 1);
        QCOMPARE(policies.count(), 1);
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const auto& limits = lastProposal(proposals)->limits;
        QCOMPARE(limits.size(), std::size_t{1});
        QCOMPARE(limits.front().name, std::string("stress Black Monday"));
        QCOMPARE(limits.front().leastPnlUsd, -1e6);
    }

    void scenarioLimits_keepThoseThatAreThere()
    {
        HedgePolicy policy;
        policy.stress.maxLossUsd = 5e5; // of the desk's own set
        const StressMove move{"mine", -0.1, 5.0, std::nullopt};

        const HedgePolicy once = withStressLimit(policy, move, 2e5);
        const HedgePolicy twice = withStressLimit(once, move, 1e5);

        QCOMPARE(once.stress.moves.size(), defaultStressMoves().size() + 1);
        QCOMPARE(once.stress.maxLossUsd, std::optional(5e5));
        QCOMPARE(twice.stress.moves.size(), once.stress.moves.size());
        QCOMPARE(twice.stress.moves.back().maxLossUsd, std::optional(1e5));
    }

    void scenarioShape_isHeldByTheLimitAndRevaluedAfterRounding()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        Scenario slow;
        slow.name = "slow bleed";
        slow.horizonDays = 7.0;
        UnderlyingShock shock;
        shock.spot = -0.25;
        shock.volRelative = 0.4;
        shock.skew25d = 6.0;
        shock.curvature25d = 1.0;
        shock.termPower = 0.5;
        shock.funding = 0.0002;
        shock.basis = -0.01;
        slow.shocks = {shock};
        const DeskPicturePtr picture = session->picture();
        const auto lossOf = [&](const RiskReport& report, const SnapshotPtr& market) {
            RiskReport mine = report; // lines of the policy's underlying
            std::erase_if(mine.lines, [&](const RiskLine& line) {
                return !line.instrument || line.instrument->underlying != session->policy().underlying;
            });
            return -scenarioPnlUsd({&mine, market, {}}, slow);
        };
        const double before = lossOf(*picture->risk, picture->market);
        QVERIFY2(before > 0.0, "the sample book must lose in this scenario");

        session->hedgeScenario(slow, 0.8 * before);

        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const auto proposal = lastProposal(proposals);
        QCOMPARE(proposal->limits.size(), std::size_t{1});
        const LimitOutcome& limit = proposal->limits.front();
        QVERIFY2(std::abs(-limit.before - before) < 1e-3 * before, qPrintable(QString::number(limit.before)));
        QVERIFY2(limit.keptAfter, proposal->message.c_str());
        QVERIFY(!proposal->trades.empty());
    }

    void scenarioLimit_holdsTheWholeShockAndNamesWhatItCannot()
    {
        Scenario scenario;
        scenario.name = "slow";
        scenario.horizonDays = 7.0;
        scenario.dynamics = VolDynamics::StickyMoneyness;
        UnderlyingShock shock;
        shock.spot = -0.1;
        shock.volRelative = 0.5;
        shock.skew25d = 4.0;
        shock.funding = 0.0001;
        shock.basis = -0.02;
        scenario.shocks = {shock};

        const ScenarioLimit whole = scenarioLimit(scenario, "BTC", nullptr);
        scenario.shocks.front().spreadMultiple = 3.0;
        scenario.shocks.front().depthMultiple = 0.3;
        scenario.shocks.front().venuesHalted = {"deribit"};
        RiskReport book;
        book.byUnderlying = {{"BTC", {}, {}, 0.0, 2, 0}, {"ETH", {}, {}, 0.0, 1, 0}};
        const ScenarioLimit part = scenarioLimit(scenario, "BTC", &book);

        QVERIFY2(whole.leftOut.empty(), whole.leftOut.c_str());
        QVERIFY(whole.move.shape.has_value());
        QCOMPARE(whole.move.spot, -0.1);
        QCOMPARE(whole.move.shape->horizonDays, 7.0);
        QVERIFY(whole.move.shape->dynamics == VolDynamics::StickyMoneyness);
        QCOMPARE(whole.move.shape->shock.skew25d, 4.0);
        QCOMPARE(whole.move.shape->shock.volRelative, 0.5);
        QVERIFY(part.move == whole.move);
        for (const char* const word : {"spreads", "books", "halt of deribit", "ETH"})
            QVERIFY2(part.leftOut.find(word) != std::string::npos, word);
    }

    void thetaStructures_comeOnlyOnRequest()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy details(session.get(), &DeskSession::hedgeDetailsReady);
        const auto newest = [&] { return details.last().first().value<HedgeDetailsPtr>(); };
        session->propose(session->policy());
        QTRY_VERIFY_WITH_TIMEOUT(!details.isEmpty() && !newest()->working, patience);
        QVERIFY(!newest()->theta);

        session->studyPart(HedgeStudyPart::Theta);

        QTRY_VERIFY_WITH_TIMEOUT(newest()->theta && !newest()->working, patience);
        QVERIFY(!newest()->theta->empty());
        for (const ThetaStructure& one : *newest()->theta)
            QVERIFY(one.thetaUsdDay > 0.0 && std::isfinite(one.worstLossUsd()));
    }

    void robustPolicy_tellsThePriceOfRobustness()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        HedgePolicy policy = session->policy();
        policy.robust = {3.0, 0.0, 0.2};

        session->propose(policy);

        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const auto& robust = lastProposal(proposals)->robust;
        QVERIFY2(robust.has_value(), lastProposal(proposals)->message.c_str());
        QCOMPARE(robust->box, policy.robust);
        QVERIFY(!robust->worstCorner.empty());
    }

    void historicalScenarios_comeFromTheOpenHistory()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        HedgePolicy policy = session->policy();
        policy.scenarios.source = ScenarioSource::Historical;
        policy.scenarios.count = 2000;

        session->propose(policy);
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        QVERIFY(!lastProposal(proposals)->tail); // none is open: nothing to count over
        session->setHistory(madeUpHistory(policy.underlying, 120));
        session->propose(policy);
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 2, patience);

        const auto& tail = lastProposal(proposals)->tail;
        QVERIFY(tail.has_value());
        QCOMPARE(tail->scenarios, 120);
        QVERIFY(tail->esAfterUsd > 0.0);
    }

    void shortfallWithoutHistory_isRefusedWithTheReason()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        HedgePolicy policy = session->policy();
        policy.objective = HedgeObjective::Cvar;
        policy.scenarios.source = ScenarioSource::Historical;

        session->propose(policy);

        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        QCOMPARE(lastProposal(proposals)->status, HedgeStatus::BadInput);
        QVERIFY(lastProposal(proposals)->message.find("history") != std::string::npos);
    }

    void scenarioFile_isReadForTheHedge()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        HedgePolicy policy = session->policy();
        policy.scenarios.source = ScenarioSource::File;
        policy.scenarios.file = m_dir.filePath(QStringLiteral("mine.csv")).toStdString();

        session->propose(policy);
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        QCOMPARE(lastProposal(proposals)->status, HedgeStatus::BadInput);
        QVERIFY(lastProposal(proposals)->message.find("mine.csv") != std::string::npos);
        const std::string spot = "spot:" + policy.underlying;
        QVERIFY(writeTextFile(policy.scenarios.file, "probability," + spot + "\n0.5,-0.1\n0.3,0.0\n0.2,0.1\n").ok());
        session->propose(policy);
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 2, patience);

        QVERIFY2(lastProposal(proposals)->tail.has_value(), lastProposal(proposals)->message.c_str());
        QCOMPARE(lastProposal(proposals)->tail->scenarios, 3);
    }

    void plainScenario_needsNoShape()
    {
        Scenario crash{"crash", 0.0, VolDynamics::StickyStrike, {UnderlyingShock{}}};
        crash.shocks.front().spot = -0.3;
        crash.shocks.front().volPoints = 20.0;

        QVERIFY(!scenarioLimit(crash, "BTC", nullptr).move.shape);
    }

    void cancelledProposal_leavesTheEarlierOneOpen()
    {
        const auto session = pricedSession();
        QVERIFY(session);
        QSignalSpy proposals(session.get(), &DeskSession::proposalReady);
        QSignalSpy running(session.get(), &DeskSession::proposingChanged);
        session->propose(session->policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const ProposalId open = session->approvals().proposal()->id;
        HedgePolicy slow = session->policy();
        slow.objective = HedgeObjective::Cvar;

        session->propose(slow);
        session->cancelProposing();

        QCOMPARE(running.last().first().toBool(), false);
        QCOMPARE(session->approvals().proposal()->id, open);
        session->propose(session->policy()); // and the next one is answered
        QTRY_VERIFY_WITH_TIMEOUT(proposals.count() == 2, patience);
        QVERIFY(lastProposal(proposals)->id > open);
    }

    void namedPolicies_areSavedChosenRenamedAndDeleted()
    {
        const QString journal = m_dir.filePath(QStringLiteral("shelf.db"));
        DeskSession session(m_clock, {journal.toStdString(), "anna"});
        SettingsKeeper settings({}, m_dir.filePath(QStringLiteral("settings.json")).toStdString());
        PolicyShelf shelf(session, settings, m_dir.filePath(QStringLiteral("policies")).toStdString());
        QSignalSpy messages(&shelf, &PolicyShelf::messageReady);
        QVERIFY(!shelf.view().saved);

        shelf.saveAs(QStringLiteral("Crash, keep upside"));
        QCOMPARE(session.policy().name, std::string("Crash, keep upside"));
        QVERIFY(shelf.view().saved && !shelf.view().changed);
        HedgePolicy edited = session.policy();
        edited.maxLegs = 2;
        session.setPolicy(edited);
        QVERIFY(shelf.view().changed);
        shelf.duplicate();
        QCOMPARE(shelf.view().names,
                 (QStringList{QStringLiteral("Crash, keep upside"), QStringLiteral("Crash, keep upside 2")}));
        shelf.choose(QStringLiteral("Crash, keep upside"));
        QVERIFY(session.policy().maxLegs != std::optional(2));
        shelf.rename(QStringLiteral("Crash, keep upside 2")); // taken
        QCOMPARE(session.policy().name, std::string("Crash, keep upside"));
        QVERIFY(!messages.isEmpty());
        shelf.rename(QStringLiteral("Crash"));
        QCOMPARE(shelf.view().current, QStringLiteral("Crash"));
        QVERIFY(settings.settings().policy.find("Crash.json") != std::string::npos);
        shelf.remove();

        QCOMPARE(shelf.view().names, QStringList{QStringLiteral("Crash, keep upside 2")});
        QVERIFY(!shelf.view().saved);
        QVERIFY(settings.settings().policy.empty());
    }

    void importedPolicy_neverOverwrites()
    {
        DeskSession session(m_clock, {m_dir.filePath(QStringLiteral("import.db")).toStdString(), "anna"});
        SettingsKeeper settings({}, m_dir.filePath(QStringLiteral("settings2.json")).toStdString());
        PolicyShelf shelf(session, settings, m_dir.filePath(QStringLiteral("imports")).toStdString());
        const QString file = m_dir.filePath(QStringLiteral("out.json"));
        shelf.saveAs(QStringLiteral("A"));
        shelf.exportFile(file);

        shelf.importFile(file);

        QCOMPARE(shelf.view().names, (QStringList{QStringLiteral("A"), QStringLiteral("A 2")}));
        QCOMPARE(shelf.view().current, QStringLiteral("A 2"));
        QSignalSpy messages(&shelf, &PolicyShelf::messageReady);
        QFile broken(m_dir.filePath(QStringLiteral("broken.json")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("{\"maxLegz\": 3}");
        broken.close();
        shelf.importFile(broken.fileName());
        QCOMPARE(messages.count(), 1);
        QVERIFY(messages.first().first().toString().contains(QStringLiteral("maxLegs")));
        QCOMPARE(shelf.view().names.size(), 2);
    }
};

QTEST_GUILESS_MAIN(HedgeFlowTest)
#include "tst_hedge_flow.moc"

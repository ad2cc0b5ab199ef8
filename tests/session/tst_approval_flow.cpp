#include "app/feeds/simulated/sample_book.h"
#include "app/feeds/simulated/simulated_market.h"
#include "app/session/approval_flow.h"
#include "app/session/default_policy.h"
#include "app/store/journal.h"
#include "models/hedging/hedger.h"
#include "models/surface/surface_fit.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ballast;

namespace {

// A market, a book out of its bands, and the hedge for it: computed once.
struct Scene
{
    SimulatedMarket venue;
    SnapshotPtr market = venue.step(Milliseconds(60'000));
    PortfolioPtr book = std::make_shared<const Portfolio>(sampleBook(*market));
    HedgeProposal proposal;

    Scene()
    {
        const std::vector<VolSurfacePtr> surfaces{std::make_shared<const VolSurface>(*fitSurface(*market, "BTC", {}))};
        proposal = proposeHedge({ProposalId{1}, market, book, surfaces, defaultPolicy(), FrontierWanted::No}, {});
    }
};

ProposalState lastState(const QSignalSpy& views)
{
    return views.isEmpty() ? ProposalState::None : views.last().first().value<ApprovalView>().state;
}

} // namespace

class ApprovalFlowTest : public QObject
{
    Q_OBJECT

private:
    Scene m_scene;

    std::filesystem::path journalIn(const QTemporaryDir& dir) const
    {
        return dir.filePath(QStringLiteral("journal.db")).toStdString();
    }

    static std::vector<std::string> kinds(const std::filesystem::path& journal)
    {
        std::vector<std::string> words;
        const auto entries = Journal::read(journal, 1, 100);
        for (const JournalEntry& entry : *entries)
            words.push_back(entry.kind);
        return words;
    }

    // Nothing can be approved before the journal is open.
    static bool waitForJournal(ApprovalFlow& flow)
    {
        QSignalSpy opened(&flow, &ApprovalFlow::journalOpened);
        return opened.wait(20'000);
    }

    void offer(ApprovalFlow& flow) const
    {
        flow.marketMoved(m_scene.market);
        flow.setBook(m_scene.book);
        flow.offer(m_scene.proposal, m_scene.market, m_scene.book);
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(!m_scene.proposal.trades.empty(), m_scene.proposal.message.c_str()); }

    void approved_isJournaledThenFilled()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QSignalSpy opened(&flow, &ApprovalFlow::journalOpened);
            QSignalSpy views(&flow, &ApprovalFlow::viewChanged);
            QSignalSpy filled(&flow, &ApprovalFlow::bookFilled);
            QSignalSpy appended(&flow, &ApprovalFlow::journalAppended);
            QTRY_COMPARE(opened.count(), 1);
            offer(flow);
            QCOMPARE(lastState(views), ProposalState::Open);
            QVERIFY(views.last().first().value<ApprovalView>().canApprove);

            flow.approve();
            QCOMPARE(lastState(views), ProposalState::Writing);
            QCOMPARE(filled.count(), 0);

            QTRY_COMPARE(filled.count(), 1);
            QCOMPARE(lastState(views), ProposalState::Approved);
            QTRY_COMPARE(appended.count(), 3);
            const auto after = filled.first().first().value<Portfolio>();
            QVERIFY(after.positions != m_scene.book->positions);
        }
        QCOMPARE(kinds(journalIn(dir)), (std::vector<std::string>{"proposal-opened", "approved", "filled"}));
        QVERIFY(Journal::verify(journalIn(dir))->intact);
    }

    void doubleClick_isOneDecision()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        ApprovalFlow flow(clock, journalIn(dir), "anna");
        QSignalSpy filled(&flow, &ApprovalFlow::bookFilled);
        QSignalSpy problems(&flow, &ApprovalFlow::problem);
        QVERIFY(waitForJournal(flow));
        offer(flow);

        flow.approve();
        flow.approve();

        QTRY_COMPARE(filled.count(), 1);
        QCOMPARE(problems.count(), 1);
        QCOMPARE(filled.count(), 1);
    }

    void rejection_needsAReasonAndIsJournaled()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QSignalSpy problems(&flow, &ApprovalFlow::problem);
            QSignalSpy views(&flow, &ApprovalFlow::viewChanged);
            offer(flow);

            flow.reject(QString());
            QCOMPARE(problems.count(), 1);
            QVERIFY(flow.isOpen());
            flow.reject(QStringLiteral("too expensive"));

            QCOMPARE(lastState(views), ProposalState::Rejected);
        }
        QCOMPARE(kinds(journalIn(dir)), (std::vector<std::string>{"proposal-opened", "rejected"}));
    }

    void afterThirtySeconds_itIsVoidAndJournaled()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QSignalSpy views(&flow, &ApprovalFlow::viewChanged);
            offer(flow);

            clock.advance(std::chrono::seconds(31));

            QTRY_COMPARE(lastState(views), ProposalState::Expired);
            QSignalSpy problems(&flow, &ApprovalFlow::problem);
            flow.approve();
            QCOMPARE(problems.count(), 1);
        }
        QCOMPARE(kinds(journalIn(dir)), (std::vector<std::string>{"proposal-opened", "expired"}));
    }

    void killSwitch_blocksUntilResetWithAReasonAndSurvivesARestart()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QVERIFY(waitForJournal(flow));
            offer(flow);
            flow.engageKillSwitch(QStringLiteral("prices look wrong"));
            QSignalSpy problems(&flow, &ApprovalFlow::problem);

            flow.approve();

            QCOMPARE(problems.count(), 1);
            QVERIFY(flow.killSwitch().engaged);
        }
        ApprovalFlow flow(clock, journalIn(dir), "anna");
        QTRY_VERIFY(flow.killSwitch().engaged);
        QCOMPARE(flow.killSwitch().reason, std::string("prices look wrong"));
        flow.resetKillSwitch(QString());
        QVERIFY(flow.killSwitch().engaged);
        flow.resetKillSwitch(QStringLiteral("venue confirmed"));
        QTRY_VERIFY(!flow.killSwitch().engaged);
    }

    void newerProposal_withdrawsTheOpenOne()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            offer(flow);
            HedgeProposal newer = m_scene.proposal;
            newer.id = ProposalId{2};
            flow.offer(newer, m_scene.market, m_scene.book);
            QCOMPARE(flow.proposal()->id.value, 2u);
        }
        QCOMPARE(kinds(journalIn(dir)),
                 (std::vector<std::string>{"proposal-opened", "void", "proposal-opened", "void"}));
    }

    void brokenChain_blocksApproval()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        {
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QVERIFY(waitForJournal(flow));
            flow.engageKillSwitch(QStringLiteral("an unmistakable reason"));
        }
        QFile file(dir.filePath(QStringLiteral("journal.db")));
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        const auto at = bytes.indexOf("unmistakable");
        QVERIFY(at > 0);
        bytes[at] = 'U';
        QVERIFY(file.seek(0) && file.write(bytes) == bytes.size());
        file.close();

        ApprovalFlow flow(clock, journalIn(dir), "anna");
        QSignalSpy problems(&flow, &ApprovalFlow::problem);
        QSignalSpy filled(&flow, &ApprovalFlow::bookFilled);
        QVERIFY(waitForJournal(flow));
        QVERIFY(problems.count() >= 1);
        offer(flow);
        flow.approve();

        QVERIFY(flow.isOpen());
        QCOMPARE(filled.count(), 0);
    }

    void approvalThatACrashLeftUnfilled_isClosedInTheJournal()
    {
        const QTemporaryDir dir;
        {
            auto journal = Journal::open(journalIn(dir));
            QVERIFY(journal);
            JournalDraft approved;
            approved.kind = "approved";
            approved.proposal = 17;
            approved.basis = 4;
            QVERIFY(journal->append(approved));
        }
        {
            ManualClock clock(m_scene.market->asOf);
            ApprovalFlow flow(clock, journalIn(dir), "anna");
            QSignalSpy appended(&flow, &ApprovalFlow::journalAppended);
            QTRY_COMPARE(appended.count(), 1);
        }
        QCOMPARE(kinds(journalIn(dir)), (std::vector<std::string>{"approved", "not-filled"}));
    }

    void journalThatCannotBeWritten_blocksApproval()
    {
        const QTemporaryDir dir;
        ManualClock clock(m_scene.market->asOf);
        ApprovalFlow flow(clock, std::filesystem::path(dir.path().toStdString()) / "missing" / "journal.db", "anna");
        QSignalSpy problems(&flow, &ApprovalFlow::problem);
        QSignalSpy views(&flow, &ApprovalFlow::viewChanged);
        QSignalSpy filled(&flow, &ApprovalFlow::bookFilled);
        offer(flow);

        QTRY_VERIFY(problems.count() >= 1);
        QTRY_VERIFY(!views.isEmpty() && !views.last().first().value<ApprovalView>().canApprove);
        flow.approve();

        QTRY_VERIFY(lastState(views) == ProposalState::Open);
        QCOMPARE(filled.count(), 0);
    }
};

QTEST_GUILESS_MAIN(ApprovalFlowTest)
#include "tst_approval_flow.moc"

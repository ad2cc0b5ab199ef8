#include "app/session/default_policy.h"
#include "app/session/desk_session.h"
#include "app/store/journal.h"
#include "tests/support/shared_data.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace ballast;

namespace {

constexpr int patience = 60'000;

using ProposalPtr = std::shared_ptr<const HedgeProposal>;

DeskPicturePtr lastPicture(const QSignalSpy& pictures)
{
    return pictures.last().first().value<DeskPicturePtr>();
}

} // namespace

class DeskSessionTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    SystemClock m_clock;

    DeskSession::Setup setup(const char* journal) const
    {
        return {m_dir.filePath(QString::fromLatin1(journal)).toStdString(), "anna"};
    }

private Q_SLOTS:
    void firstSimulatedMarket_bringsTheSampleBookPriced()
    {
        DeskSession session(m_clock, setup("a.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);

        session.playSimulated(11);

        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);
        const auto picture = lastPicture(pictures);
        QCOMPARE(picture->risk->linesFailed, 0);
        QCOMPARE(picture->underlyings.size(), std::size_t{2});
        QVERIFY(picture->reference && picture->reference->options > 10);
        QVERIFY(picture->reference->largestPriceError < 1e-10);
    }

    void otherUnderlying_hasItsOwnPolicyAndTheFirstIsKept()
    {
        DeskSession session(m_clock, setup("policies.db"));
        QSignalSpy changed(&session, &DeskSession::policyChanged);
        HedgePolicy edited = session.policy();
        edited.maxLegs = 3;
        session.setPolicy(edited);

        session.choosePolicyOf(QStringLiteral("ETH"));
        QCOMPARE(session.policy().underlying, std::string("ETH"));
        QCOMPARE(session.policy().bands.size(), std::size_t{3});
        QVERIFY(session.policy().bands.front().upper > edited.bands.front().upper);
        session.choosePolicyOf(QStringLiteral("BTC"));

        QVERIFY(session.policy() == edited);
        QCOMPARE(changed.count(), 2);
    }

    void firstSurfaces_areKeptAndASavedOneTakesTheirPlace()
    {
        DeskSession session(m_clock, setup("surfaces.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        std::vector<SurfaceReferencePtr> kept;
        connect(&session, &DeskSession::keptSurfacesChanged, this,
                [&](const std::vector<SurfaceReferencePtr>& now) { kept = now; });
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && lastPicture(pictures)->of("BTC")->change, patience);
        QCOMPARE(kept.size(), std::size_t{2});
        QVERIFY(lastPicture(pictures)->of("BTC")->change->earlier == kept.front());

        session.saveSurface("BTC");

        QCOMPARE(kept.size(), std::size_t{3});
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->of("BTC")->change->earlier == kept.back(), patience);
        QVERIFY(lastPicture(pictures)->of("ETH")->change->earlier == kept.at(1));
    }

    void recordingWithoutAnOwnBook_bringsASampleOfWhatItLists()
    {
        const auto chain = test::sharedData(
            "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260114T212207Z.csv");
        if (!chain)
            QSKIP("reference data is not here");
        DeskSession session(m_clock, setup("g.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);

        session.playFiles({QString::fromStdString(chain->string())});

        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->market->mode == MarketMode::Recording, patience);
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->book == session.book(), patience);
        QVERIFY(lastPicture(pictures)->risk->lines.size() > 15);
        QCOMPARE(lastPicture(pictures)->risk->linesFailed, 0);
    }

    void proposal_isApprovedAndChangesTheBook()
    {
        DeskSession session(m_clock, setup("b.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        QSignalSpy proposals(&session, &DeskSession::proposalReady);
        QSignalSpy players(&session, &DeskSession::playerChanged);
        QSignalSpy views(&session.approvals(), &ApprovalFlow::viewChanged);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);
        // A market that stands still fills every leg: what the proposal promised is what the book becomes.
        session.setPaused(true);
        QTRY_VERIFY(!players.isEmpty() && players.last().first().value<PlayerState>().paused);
        const std::uint64_t newest = session.market()->id.value;
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->market->id.value == newest, patience);
        const PortfolioPtr before = session.book();

        session.propose(session.policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const auto proposal = proposals.first().first().value<ProposalPtr>();
        QVERIFY2(!proposal->trades.empty(), proposal->message.c_str());
        QTRY_VERIFY_WITH_TIMEOUT(!views.isEmpty() && views.last().first().value<ApprovalView>().canApprove, patience);
        session.approvals().approve();

        QTRY_VERIFY_WITH_TIMEOUT(session.book() != before, patience);
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->book == session.book(), patience);
        for (const UnderlyingRisk& risk : lastPicture(pictures)->risk->byUnderlying) {
            if (risk.underlying == "BTC")
                QVERIFY2(std::abs(risk.total.deltaCoin - proposal->after.deltaCoin) < 1e-6,
                         qPrintable(QString::number(risk.total.deltaCoin)));
        }
    }

    void editedQuantities_replaceTheOpenProposal()
    {
        DeskSession session(m_clock, setup("c.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        QSignalSpy proposals(&session, &DeskSession::proposalReady);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);
        session.propose(session.policy());
        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 1, patience);
        const auto first = proposals.first().first().value<ProposalPtr>();
        std::vector<double> quantities(first->trades.size(), 0.0);
        quantities.front() =
            first->trades.front().side == Side::Buy ? first->trades.front().quantity : -first->trades.front().quantity;

        session.editQuantities(quantities);

        QTRY_COMPARE_WITH_TIMEOUT(proposals.count(), 2, patience);
        const auto edited = proposals.last().first().value<ProposalPtr>();
        QVERIFY(edited->id > first->id);
        QCOMPARE(edited->trades.size(), std::size_t{1});
    }

    void proposingBeforeTheFirstPrice_waitsForIt()
    {
        DeskSession session(m_clock, setup("d.db"));
        QSignalSpy proposals(&session, &DeskSession::proposalReady);

        session.propose(defaultPolicy());
        session.playSimulated(11);

        QTRY_VERIFY_WITH_TIMEOUT(proposals.count() >= 1, patience);
    }

    void brokenBook_isASentenceAndTheBookStays()
    {
        QFile file(m_dir.filePath(QStringLiteral("book.csv")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("instrument,quantity\nBTC-PERPETUAL,abc\n");
        file.close();
        DeskSession session(m_clock, setup("e.db"));
        QSignalSpy messages(&session, &DeskSession::messageReady);
        const PortfolioPtr before = session.book();

        session.openBook(file.fileName());

        QCOMPARE(messages.count(), 1);
        QVERIFY(messages.first().first().toString().contains(QStringLiteral("book.csv:2")));
        QCOMPARE(session.book(), before);
    }

    void leavingInTheMiddleOfWork_isClean()
    {
        for (int i = 0; i < 3; ++i) {
            DeskSession session(m_clock, setup("f.db"));
            QSignalSpy pictures(&session, &DeskSession::pictureReady);
            session.playSimulated(static_cast<quint64>(i));
            QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty(), patience);
            session.propose(session.policy());
        }
        QVERIFY(Journal::verify(setup("f.db").journalFile)->intact);
    }
};

QTEST_GUILESS_MAIN(DeskSessionTest)
#include "tst_desk_session.moc"

#include "app/session/default_policy.h"
#include "app/session/desk_session.h"
#include "app/store/journal.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"
#include "tests/support/running_clock.h"
#include "tests/support/shared_data.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cmath>

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
    RunningClock m_clock;

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

    void chosenDeltaRule_reachesTheReportTheChainAndThePolicy()
    {
        DeskSession session(m_clock, setup("delta.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);
        QVERIFY(lastPicture(pictures)->risk->delta.rule == SmileDeltaRule::StickyStrike);

        session.setDeltaChoice(SmileDeltaRule::StickyMoneyness, true);

        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->risk->delta.rule == SmileDeltaRule::StickyMoneyness, patience);
        const auto picture = lastPicture(pictures);
        QVERIFY(picture->risk->delta.netOfPremium);
        QVERIFY(std::ranges::any_of(picture->risk->lines, [](const RiskLine& line) {
            return line.values.ok() && line.values->deltaShift != 0.0;
        }));
        QVERIFY(session.policy().delta == DeltaChoice::StickyMoneyness);
        session.setDeltaChoice(SmileDeltaRule::SkewStickiness, false);
        QVERIFY(session.policy().delta == DeltaChoice::MinVariance);
        QCOMPARE(session.policy().skewStickiness, 1.0); // one minute of market fits nothing
    }

    void bookWithOtcLines_isPricedOnTheWorker()
    {
        DeskSession session(m_clock, setup("otc.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && !lastPicture(pictures)->risk->lines.empty(), patience);
        const auto first = lastPicture(pictures);
        const double index = first->market->index("BTC")->priceUsd;
        const std::string expiry = expiryLabel(optionExpiries(*first->market, "BTC").back());
        Position barrier;
        barrier.instrument = {otcVenue, "BTC-" + expiry + '-' + std::to_string(std::llround(index)) + "-C-UO-" +
                                            std::to_string(std::llround(1.6 * index))};
        barrier.quantity = 5.0;
        barrier.otc = OtcHolding{};
        Portfolio book = *session.book();
        book.positions.push_back(barrier);

        session.setBook(std::make_shared<const Portfolio>(book));

        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->risk->lines.back().holding == barrier, patience);
        const auto picture = lastPicture(pictures);
        QCOMPARE(picture->risk->linesFailed, 0);
        QVERIFY(picture->risk->lines.back().values->otc.has_value());
        QCOMPARE(picture->grid->linesLeftOut, 0);
        session.setOtcEngine(book.positions.size() - 1, OtcEngine::FiniteDifferences);
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->risk->lines.back().values->otc->engine ==
                                     OtcEngine::FiniteDifferences,
                                 patience);
        session.setOtcEngine(0, OtcEngine::MonteCarlo); // a listed line has none
        QVERIFY(!session.book()->positions.front().otc);
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

    void surfaceOfAFile_isReadBackAndComparedWith()
    {
        DeskSession session(m_clock, setup("surface_file.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        QSignalSpy messages(&session, &DeskSession::messageReady);
        session.playSimulated(11);
        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && lastPicture(pictures)->of("BTC")->surface, patience);
        const QString file = m_dir.filePath(QStringLiteral("kept.json"));

        session.saveSurfaceToFile("BTC", file);
        QVERIFY(QFile::exists(file));
        session.openSurfaceFile(file);

        const auto comparedWithTheFile = [&] {
            const auto& change = lastPicture(pictures)->of("BTC")->change;
            return change && change->earlier->name == "kept.json" && !change->smiles.empty();
        };
        QTRY_VERIFY_WITH_TIMEOUT(comparedWithTheFile(), patience);
        QVERIFY(lastPicture(pictures)->of("BTC")->change->smiles.back().level);
        session.openSurfaceFile(m_dir.filePath(QStringLiteral("surface_file.db"))); // no surface
        QTRY_VERIFY_WITH_TIMEOUT(!messages.isEmpty() && messages.last().first().toString().contains(
                                                            QStringLiteral("surface_file.db")),
                                 patience);
        QVERIFY(comparedWithTheFile());
    }

    void timeWeights_reachTheSurface()
    {
        DeskSession session(m_clock, setup("weights.db"));
        QSignalSpy pictures(&session, &DeskSession::pictureReady);
        TimeWeights weights;
        weights.weekend = 0.3;
        session.setTimeWeights(weights);

        session.playSimulated(11);

        QTRY_VERIFY_WITH_TIMEOUT(!pictures.isEmpty() && lastPicture(pictures)->of("BTC")->surface, patience);
        QCOMPARE(lastPicture(pictures)->of("BTC")->surface->timeWeights, weights);
        session.setTimeWeights({});
        QTRY_VERIFY_WITH_TIMEOUT(lastPicture(pictures)->of("BTC")->surface->timeWeights.calendarTime(), patience);
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

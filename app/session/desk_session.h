#pragma once

#include "app/engine/qt/engine_bridge.h"
#include "app/session/approval_flow.h"
#include "app/session/hedge_study.h"
#include "app/session/market_player.h"
#include "models/desk/approval.h"
#include "models/risk/scenario.h"

#include <QElapsedTimer>
#include <QObject>
#include <QThread>

#include <map>
#include <memory>
#include <optional>

namespace ballast {

// The running desk without its window: market player, pricing worker, book, policy, approvals. Everything arrives and
// leaves as values through signals and slots; session/wiring connects them to the window. GUI thread.
class DeskSession : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        std::filesystem::path journalFile;
        std::string trader;
        ApprovalRules rules{};
    };

    DeskSession(const Clock& clock, const Setup& setup, QObject* parent = nullptr);
    ~DeskSession() override;

    [[nodiscard]] ApprovalFlow& approvals() { return m_approvals; }
    [[nodiscard]] const HedgePolicy& policy() const { return m_policy; }
    [[nodiscard]] const PortfolioPtr& book() const { return m_book; }
    [[nodiscard]] const PlayerState& player() const { return m_player; }
    [[nodiscard]] const DeskPicturePtr& picture() const { return m_picture; }
    [[nodiscard]] const SnapshotPtr& market() const { return m_market; } // newest, priced or not

public Q_SLOTS:
    void playSimulated(quint64 seed);
    void playFiles(const QStringList& files);
    void playLive(const ballast::VenueChoice& choice, const std::optional<ballast::deribit::Credentials>& key = {});
    void seekTape(qint64 unixMilliseconds);
    // Markets and books among dropped or chosen files, told apart by content.
    void openDropped(const QStringList& files);
    void openBook(const QString& file);
    void saveBook(const QString& file);
    void setBook(const ballast::PortfolioPtr& book);
    // The account behind the venue's key as the book; follows the venue until another is opened or a fill is booked.
    void openAccountBook();
    bool openPolicy(const QString& file); // false: refused, the policy stays
    void savePolicy(const QString& file);
    void setPolicy(const ballast::HedgePolicy& policy);
    // Each underlying has a policy of its own; the one left is kept for the way back.
    void choosePolicyOf(const QString& underlying);
    void setVolChoice(ballast::VolChoice vol);
    void setDeltaChoice(ballast::SmileDeltaRule rule, bool netOfPremium);
    void setOtcEngine(std::size_t position, ballast::OtcEngine engine); // of an OTC line of the book
    void setSpeed(double speed);
    void setPaused(bool paused);
    void stepOnce();
    void triggerFlashCrash();

    // Keeps the surface on the screen to compare later ones with, and compares with it from now on.
    void saveSurface(const std::string& underlying);
    void compareWith(const ballast::SurfaceReferencePtr& earlier); // one of the kept ones
    void saveSurfaceToFile(const std::string& underlying, const QString& file);
    void openSurfaceFile(const QString& file); // keeps it and compares with it
    void setTimeWeights(const ballast::TimeWeights& weights);

    // Daily moves for historical scenarios and for the covariance of the factors; null: none is open.
    void setHistory(const ballast::OpenHistoryPtr& history) { m_history = history; }
    void propose(const ballast::HedgePolicy& policy);
    void cancelProposing();
    // After a halt of the circuit breaker, by hand.
    void resumeIndex(const std::string& underlying, const QString& reason);
    // Signed quantities, parallel to the open proposal's trades.
    void editQuantities(const std::vector<double>& quantities);
    // The proposal on the screen with these legs instead: edited, added, of a frontier point or of an alternative.
    // Revalued in full, not solved.
    void editLegs(const std::vector<ballast::WishedLeg>& legs);
    // "Hedge this": the scenario becomes a stress limit of the policy, the hedge page comes up, a hedge is proposed.
    void hedgeScenario(const ballast::Scenario& scenario, double maxLossUsd);
    // A part that is worked out only on request, of the last solved proposal.
    void studyPart(ballast::HedgeStudyPart part) { m_study.ask(part); }
    // Changes the policy in force, shows it and proposes: "relax to X".
    void proposeWith(const ballast::HedgePolicy& policy);

Q_SIGNALS:
    void pictureReady(const ballast::DeskPicturePtr& picture);
    void proposalReady(const std::shared_ptr<const ballast::HedgeProposal>& proposal,
                       const ballast::HedgedCurvesPtr& curves);
    void hedgeDetailsReady(const ballast::HedgeDetailsPtr& details); // part by part after the proposal
    void legsRefused(const QString& sentence);                       // the proposal stays as it was
    void hedgePageWanted();
    void keptSurfacesChanged(const std::vector<ballast::SurfaceReferencePtr>& kept);
    void proposingChanged(bool running);
    void policyChanged(const ballast::HedgePolicy& policy);
    void playerChanged(const ballast::PlayerState& state);
    void feedsChanged(const std::vector<ballast::FeedHealth>& feeds);
    void bookOpened(const QString& file);
    // One sentence for the message line.
    void messageReady(const QString& sentence);

private:
    enum class HedgeWork
    {
        Idle,
        Proposing,
        Editing,
        Rechecking
    };
    // The hedge request that is out; answers to others are late and ignored.
    struct RunningHedge
    {
        HedgeWork work = HedgeWork::Idle;
        ProposalId id;
        DeskPicturePtr basis;
    };

    void connectPlayer();
    void connectEngine();
    void takeSnapshot(const SnapshotPtr& snapshot);
    void takePicture(const DeskPicturePtr& picture);
    void takeProposal(const HedgePicturePtr& hedge);
    void keepFirstSurfaces(const DeskPicture& picture);
    void takeReference(const Result<SurfaceReferencePtr>& reference);
    void takeFilledBook(const Portfolio& book);
    void followAccount();
    void takeSampleBook();
    void watchBook();
    void reprice(Urgency urgency);
    void askPolicyDelta();
    void recheckOpenProposal();
    void followFit();
    void submitHedge(HedgeWork work, HedgeRequest request);
    void showProposal(const HedgePicturePtr& hedge, const RunningHedge& finished);
    void publishFeeds();
    void onPlayer(void (MarketPlayer::*call)());

    const Clock& m_clock;
    SnapshotPtr m_market;
    PortfolioPtr m_book;
    bool m_followsAccount = false;
    bool m_ownBook = false;     // until a book was opened or traded: every market brings its own sample
    std::string m_sampleSource; // market that the sample book was picked from
    HedgePolicy m_policy;
    DeltaConvention m_counted; // what the policies were last told to count
    std::map<std::string, HedgePolicy> m_otherPolicies; // by underlying, as they were left
    DeskSettings m_settings;
    DeskPicturePtr m_picture;
    std::vector<SurfaceReferencePtr> m_keptSurfaces; // of this market or read from files, oldest first
    std::string m_keptOf;                            // the market they are of
    OpenHistoryPtr m_history;
    RunningHedge m_hedge;
    std::optional<HedgePolicy> m_proposeWhenPriced; // asked before the first picture
    ProposalId m_lastProposal;
    HedgePicturePtr m_shownHedge; // on the screen; null: none yet
    PlayerState m_player;
    QElapsedTimer m_sinceSnapshot;
    ApprovalFlow m_approvals;
    EngineBridge m_engine;
    HedgeStudy m_study;
    MarketPlayer* m_marketPlayer = nullptr; // lives on m_feedThread, deleted with it
    QThread m_feedThread;
};

} // namespace ballast

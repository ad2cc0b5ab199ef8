#pragma once

#include "models/desk/approval.h"
#include "models/desk/desk_picture.h"
#include "models/hedging/proposal.h"
#include "ui/presenters/frame_content.h"
#include "ui/presenters/hedge_content.h"
#include "ui/selection.h"

#include <QElapsedTimer>
#include <QHash>
#include <QMainWindow>

class QStackedWidget;

namespace ballast {

class Banner;
class CommandPalette;
class DeskPage;
class HedgePage;
class JournalPage;
class MainActions;
class Page;
class ProposalStrip;
class ScenarioPage;
class StatusStrip;
class SurfacePage;
class TileStrip;
class TopBar;
class Tour;

// The window: frame, pages, menus. Gets values by slots and says by signals what the trader wants; knows no thread, no
// file and no clock but the one it is told.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] Selection* selection() const { return m_selection; }
    [[nodiscard]] MainActions* actions() const { return m_actions; }
    [[nodiscard]] QList<Page*> pages() const;
    [[nodiscard]] DeskPage* desk() const { return m_desk; }
    [[nodiscard]] SurfacePage* surface() const { return m_surface; }
    [[nodiscard]] HedgePage* hedge() const { return m_hedge; }
    [[nodiscard]] ScenarioPage* scenarios() const { return m_scenarios; }
    [[nodiscard]] JournalPage* journal() const { return m_journal; }
    [[nodiscard]] TileStrip* tiles() const { return m_tiles; }
    [[nodiscard]] TopBar* topBar() const { return m_topBar; }
    [[nodiscard]] ProposalStrip* proposalStrip() const { return m_strip; }
    [[nodiscard]] StatusStrip* statusStrip() const { return m_status; }
    [[nodiscard]] Banner* haltedBanner() const { return m_halted; }
    [[nodiscard]] int currentPage() const;

    // Layout of every page by its id; pages that the trader left alone are not in it.
    [[nodiscard]] QHash<QString, QByteArray> saveLayout() const;
    bool restoreLayout(const QHash<QString, QByteArray>& layout); // false: at least one page kept its own

public Q_SLOTS:
    void showPicture(const ballast::DeskPicturePtr& picture);
    void showProposal(const std::shared_ptr<const ballast::HedgeProposal>& proposal,
                      const ballast::HedgedCurvesPtr& curves = nullptr);
    void showHedgeDetails(const ballast::HedgeDetailsPtr& details);
    void showKeptSurfaces(const std::vector<ballast::SurfaceReferencePtr>& kept);
    void showTimeWeights(const ballast::TimeWeights& weights); // in force from the next picture on
    void showApproval(const ballast::ApprovalView& approval);
    void showProposing(bool running);
    void showKillSwitch(const ballast::KillSwitchState& state);
    void showJournal(const std::vector<ballast::JournalEntry>& entries);
    void appendJournal(const ballast::JournalEntry& entry);
    void showVerification(const QString& sentence, bool intact);
    void showFeeds(const std::vector<ballast::FeedHealth>& feeds);
    void showPolicy(const ballast::HedgePolicy& policy);
    void showMode(ballast::MarketMode mode, double speed, bool paused);
    void showVolChoice(ballast::VolChoice vol);
    void showDeltaChoice(ballast::SmileDeltaRule rule, bool netOfPremium);
    void showTheme(bool dark);
    void showMessage(const QString& sentence);
    void showClock(ballast::Timestamp now); // of the approvals: steps the countdown
    void showPage(int page);
    void startTour();

Q_SIGNALS:
    void proposeRequested(const ballast::HedgePolicy& policy);
    void policyEdited(const ballast::HedgePolicy& policy);
    void policyChosen(const QString& file);
    void policySaveRequested(const QString& file);
    void quantitiesEdited(const std::vector<double>& quantities); // signed, parallel to the proposal's trades
    void approveRequested();
    void rejectRequested(const QString& reason);
    void killRequested(const QString& reason);
    void killResetRequested(const QString& reason);
    void simulatedMarketChosen();
    void recordingChosen(const QStringList& files);
    void filesDropped(const QStringList& files);
    void bookChosen(const QString& file);
    void bookSaveRequested(const QString& file);
    void speedChosen(double speed);
    void pauseToggled(bool paused);
    void stepRequested();
    void flashCrashRequested();
    void underlyingChosen(const QString& underlying);
    void volChoiceChosen(ballast::VolChoice vol);
    void deltaChoiceChosen(ballast::SmileDeltaRule rule, bool netOfPremium);
    void otcEngineChosen(std::size_t position, ballast::OtcEngine engine);
    void saveSurfaceRequested(const std::string& underlying);
    void comparisonChosen(const ballast::SurfaceReferencePtr& earlier);
    void saveSurfaceToFileRequested(const std::string& underlying, const QString& file);
    void surfaceFileChosen(const QString& file);
    void timeWeightsChosen(const ballast::TimeWeights& weights);
    void themeChosen(bool dark);
    void journalVerifyRequested();
    void layoutChanged();
    void tourFinished();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void createFrame();
    void createPages();
    void createTour();
    void connectFrame();
    void connectMarketActions();
    void connectHedgeActions();
    void connectHelpActions();
    void connectHedgePage();

    void openRecording();
    void openBook();
    void saveBook();
    void openPolicy();
    void savePolicy();
    void propose();
    void approve();
    void askRejection();
    void askKillSwitch();
    void askKillReset();
    void showShortcuts();
    void showAbout();
    void showUnderlyingMenu(const QPoint& globalPosition);
    void chooseUnderlying(const QString& underlying);
    void listPanels();
    void updateHedge();
    void updateStrip();
    void followUnderlying();
    void updateTiles();
    void updateIndex();
    void updateStatus();
    void updateTitle();
    void updateCountdown();

    Selection* m_selection;
    MainActions* m_actions;
    TopBar* m_topBar = nullptr;
    TileStrip* m_tiles = nullptr;
    Banner* m_halted = nullptr;
    QStackedWidget* m_stack = nullptr;
    ProposalStrip* m_strip = nullptr;
    StatusStrip* m_status = nullptr;
    DeskPage* m_desk = nullptr;
    SurfacePage* m_surface = nullptr;
    HedgePage* m_hedge = nullptr;
    ScenarioPage* m_scenarios = nullptr;
    JournalPage* m_journal = nullptr;
    CommandPalette* m_palette = nullptr;
    Tour* m_tour = nullptr;

    DeskPicturePtr m_picture;
    HedgeScreen m_screen;
    KillSwitchState m_kill;
    MarketMode m_mode = MarketMode::Simulated;
    QString m_source; // whose first picture the changes are measured against
    QHash<QString, TileReference> m_references;
    std::optional<Milliseconds> m_feedStaleFor; // nullopt: a feed lives
    std::size_t m_journalEntries = 0;
};

} // namespace ballast

#include "app/session/wiring.h"

#include "app/session/data_folder.h"
#include "app/session/desk_session.h"
#include "app/session/live_wiring.h"
#include "app/session/policy_shelf.h"
#include "app/session/settings_keeper.h"
#include "app/store/journal.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/panels/policy_panel.h"
#include "ui/panels/trades_panel.h"
#include "widgets/theming.h"

#include <QApplication>
#include <QThreadPool>
#include <QTimer>

#include <fmt/format.h>

namespace ballast {
namespace {

constexpr quint64 simulationSeed = 20'260'209;
constexpr std::chrono::milliseconds clockTick{200};

void wireDelta(DeskSession& session, MainWindow& window, SettingsKeeper& settings)
{
    QObject::connect(&window, &MainWindow::deltaChoiceChosen, &session,
                     [&session, &settings](SmileDeltaRule rule, bool netOfPremium) {
                         settings.setDeltaChoice(rule, netOfPremium);
                         session.setDeltaChoice(rule, netOfPremium);
                     });
    const SmileDeltaRule rule =
        deltaRuleOfKey(settings.settings().deltaRule).value_or(SmileDeltaRule::StickyStrike);
    session.setDeltaChoice(rule, settings.settings().deltaNetOfPremium);
    window.showDeltaChoice(rule, settings.settings().deltaNetOfPremium);
}

void wireMarket(DeskSession& session, MainWindow& window, SettingsKeeper& settings)
{
    QObject::connect(&session, &DeskSession::pictureReady, &window, &MainWindow::showPicture);
    QObject::connect(&session, &DeskSession::feedsChanged, &window, &MainWindow::showFeeds);
    QObject::connect(&session, &DeskSession::messageReady, &window, &MainWindow::showMessage);
    QObject::connect(&session, &DeskSession::playerChanged, &window,
                     [&window](const PlayerState& state) { window.showMode(state.mode, state.speed, state.paused); });
    QObject::connect(&window, &MainWindow::simulatedMarketChosen, &session, [&session, &settings] {
        settings.setSource({SourceChoice::Simulated, {}, settings.settings().source.speed});
        session.playSimulated(simulationSeed);
    });
    QObject::connect(&window, &MainWindow::recordingChosen, &session, [&session, &settings](const QStringList& files) {
        if (files.size() == 1)
            settings.setSource(
                {SourceChoice::Recording, files.first().toStdString(), settings.settings().source.speed});
        session.playFiles(files);
    });
    QObject::connect(&window, &MainWindow::filesDropped, &session, &DeskSession::openDropped);
    QObject::connect(&window, &MainWindow::speedChosen, &session, [&session, &settings](double speed) {
        settings.setSpeed(speed);
        session.setSpeed(speed);
    });
    QObject::connect(&window, &MainWindow::pauseToggled, &session, &DeskSession::setPaused);
    QObject::connect(&window, &MainWindow::stepRequested, &session, &DeskSession::stepOnce);
    QObject::connect(&window, &MainWindow::flashCrashRequested, &session, &DeskSession::triggerFlashCrash);
    QObject::connect(&session, &DeskSession::keptSurfacesChanged, &window, &MainWindow::showKeptSurfaces);
    QObject::connect(&window, &MainWindow::saveSurfaceRequested, &session, &DeskSession::saveSurface);
    QObject::connect(&window, &MainWindow::comparisonChosen, &session, &DeskSession::compareWith);
    QObject::connect(&window, &MainWindow::saveSurfaceToFileRequested, &session, &DeskSession::saveSurfaceToFile);
    QObject::connect(&window, &MainWindow::surfaceFileChosen, &session, &DeskSession::openSurfaceFile);
    QObject::connect(&window, &MainWindow::timeWeightsChosen, &session,
                     [&session, &window, &settings](const TimeWeights& weights) {
                         settings.setTimeWeights(weights);
                         window.showTimeWeights(weights);
                         session.setTimeWeights(weights);
                     });
    window.showTimeWeights(settings.settings().timeWeights);
    session.setTimeWeights(settings.settings().timeWeights);
    QObject::connect(&window, &MainWindow::volChoiceChosen, &session, &DeskSession::setVolChoice);
    wireDelta(session, window, settings);
}

void wireBookAndPolicy(DeskSession& session, MainWindow& window, SettingsKeeper& settings)
{
    QObject::connect(&window, &MainWindow::bookChosen, &session, &DeskSession::openBook);
    QObject::connect(&window, &MainWindow::otcEngineChosen, &session, &DeskSession::setOtcEngine);
    QObject::connect(&window, &MainWindow::bookSaveRequested, &session, &DeskSession::saveBook);
    QObject::connect(&session, &DeskSession::bookOpened, &settings, &SettingsKeeper::setBook);
    QObject::connect(&window, &MainWindow::policyEdited, &session, &DeskSession::setPolicy);
    QObject::connect(&window, &MainWindow::policyChosen, &session, [&session, &settings](const QString& file) {
        if (session.openPolicy(file))
            settings.setPolicy(file);
    });
    QObject::connect(&window, &MainWindow::policySaveRequested, &session, &DeskSession::savePolicy);
    QObject::connect(&window, &MainWindow::underlyingChosen, &session, &DeskSession::choosePolicyOf);
    QObject::connect(&session, &DeskSession::policyChanged, &window, &MainWindow::showPolicy);
    // A policy that was opened or imported brings its underlying onto the screen.
    QObject::connect(&session, &DeskSession::policyChanged, window.selection(), [&window](const HedgePolicy& policy) {
        if (policy.underlying != window.selection()->underlying())
            window.selection()->chooseUnderlying(policy.underlying);
    });
    window.showPolicy(session.policy());
}

void wireHedge(DeskSession& session, MainWindow& window)
{
    ApprovalFlow& approvals = session.approvals();
    QObject::connect(&window, &MainWindow::proposeRequested, &session, &DeskSession::propose);
    const HedgePage* const page = window.hedge();
    QObject::connect(page, &HedgePage::legsWanted, &session, &DeskSession::editLegs);
    QObject::connect(page, &HedgePage::policyWanted, &session, &DeskSession::proposeWith);
    QObject::connect(page, &HedgePage::studyWanted, &session, &DeskSession::studyPart);
    QObject::connect(&session, &DeskSession::legsRefused, page->trades(), &TradesPanel::refuseLegs);
    QObject::connect(&session, &DeskSession::hedgeDetailsReady, &window, &MainWindow::showHedgeDetails);
    QObject::connect(&session, &DeskSession::proposalReady, &window, &MainWindow::showProposal);
    QObject::connect(&session, &DeskSession::hedgePageWanted, &window,
                     [&window] {
                         const Page* const hedge = window.hedge();
                         window.showPage(static_cast<int>(window.pages().indexOf(hedge)));
                     });
    QObject::connect(&session, &DeskSession::proposingChanged, &window, &MainWindow::showProposing);
    QObject::connect(&approvals, &ApprovalFlow::viewChanged, &window, &MainWindow::showApproval);
    QObject::connect(&window, &MainWindow::approveRequested, &approvals, &ApprovalFlow::approve);
    QObject::connect(&window, &MainWindow::rejectRequested, &approvals, &ApprovalFlow::reject);
    QObject::connect(&approvals, &ApprovalFlow::killSwitchChanged, &window, &MainWindow::showKillSwitch);
    QObject::connect(&window, &MainWindow::killRequested, &approvals, &ApprovalFlow::engageKillSwitch);
    QObject::connect(&window, &MainWindow::killResetRequested, &approvals, &ApprovalFlow::resetKillSwitch);
}

void wirePolicies(DeskSession& session, MainWindow& window, SettingsKeeper& settings, const DataFolder& folder)
{
    auto* const shelf = new PolicyShelf(session, settings, folder.policies(), &session);
    const PolicyPanel* const panel = window.hedge()->policy();
    QObject::connect(shelf, &PolicyShelf::viewChanged, panel, &PolicyPanel::showShelf);
    QObject::connect(shelf, &PolicyShelf::messageReady, &window, &MainWindow::showMessage);
    QObject::connect(&window, &MainWindow::policyEdited, shelf, &PolicyShelf::publish);
    QObject::connect(panel, &PolicyPanel::nameChosen, shelf, &PolicyShelf::choose);
    QObject::connect(panel, &PolicyPanel::saveRequested, shelf, &PolicyShelf::save);
    QObject::connect(panel, &PolicyPanel::saveAsRequested, shelf, &PolicyShelf::saveAs);
    QObject::connect(panel, &PolicyPanel::renameRequested, shelf, &PolicyShelf::rename);
    QObject::connect(panel, &PolicyPanel::duplicateRequested, shelf, &PolicyShelf::duplicate);
    QObject::connect(panel, &PolicyPanel::removeRequested, shelf, &PolicyShelf::remove);
    QObject::connect(panel, &PolicyPanel::importRequested, shelf, &PolicyShelf::importFile);
    QObject::connect(panel, &PolicyPanel::exportRequested, shelf, &PolicyShelf::exportFile);
    QObject::connect(panel, &PolicyPanel::restoreRequested, shelf, &PolicyShelf::restore);
    QObject::connect(window.hedge(), &HedgePage::cancelRequested, &session, &DeskSession::cancelProposing);
    shelf->publish();
}

QString verdictSentence(const Result<ChainVerdict>& verdict)
{
    if (!verdict)
        return QString::fromStdString(verdict.error().message);
    if (verdict->intact)
        return QString::fromStdString(
            fmt::format("Chain intact: {} entries, head {}", verdict->entries, verdict->lastHash.substr(0, 16)));
    return QString::fromStdString(fmt::format("Chain broken{}: {}",
                                              verdict->brokenAt ? fmt::format(" at entry {}", *verdict->brokenAt) : "",
                                              verdict->reason));
}

// Walks the chain on a pool thread: a long journal must not stop the screen.
void verifyJournal(MainWindow& window, const std::filesystem::path& file)
{
    const QPointer<MainWindow> target(&window);
    QThreadPool::globalInstance()->start([target, file] {
        const auto verdict = Journal::verify(file);
        QMetaObject::invokeMethod(qApp, [target, verdict] {
            if (target)
                target->showVerification(verdictSentence(verdict), verdict.ok() && verdict->intact);
        });
    });
}

void wireJournal(DeskSession& session, MainWindow& window, const DataFolder& folder)
{
    ApprovalFlow& approvals = session.approvals();
    QObject::connect(&approvals, &ApprovalFlow::journalOpened, &window,
                     [&window](const JournalHistory& history) { window.showJournal(history.newest); });
    QObject::connect(&approvals, &ApprovalFlow::journalAppended, &window, &MainWindow::appendJournal);
    QObject::connect(&window, &MainWindow::journalVerifyRequested, &window,
                     [&window, file = folder.journal()] { verifyJournal(window, file); });
}

void wireLook(MainWindow& window, SettingsKeeper& settings)
{
    QObject::connect(&window, &MainWindow::themeChosen, &settings, [&settings, &window](bool dark) {
        settings.setTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        applyTheme(dark);
        window.showTheme(dark);
    });
    QObject::connect(&window, &MainWindow::layoutChanged, &settings,
                     [&settings, &window] { settings.setLayout(window.saveLayout()); });
    QObject::connect(&window, &MainWindow::tourFinished, &settings, &SettingsKeeper::setTourSeen);
    QObject::connect(&settings, &SettingsKeeper::problem, &window, &MainWindow::showMessage);
    window.showTheme(settings.settings().theme == ThemeChoice::Dark);
    window.restoreLayout(settings.layout());
}

void wireClock(MainWindow& window, const Clock& clock)
{
    auto* timer = new QTimer(&window);
    QObject::connect(timer, &QTimer::timeout, &window, [&window, &clock] { window.showClock(clock.now()); });
    timer->start(clockTick);
}

} // namespace

void wire(DeskSession& session, MainWindow& window, SettingsKeeper& settings, const DataFolder& folder,
          const Clock& clock)
{
    wireMarket(session, window, settings);
    wireBookAndPolicy(session, window, settings);
    wireHedge(session, window);
    wirePolicies(session, window, settings, folder);
    wireJournal(session, window, folder);
    wireLook(window, settings);
    wireClock(window, clock);
    wireLive(session, window);
}

void applyTheme(bool dark)
{
    Theming::apply(*qApp, dark ? Theme::dark() : Theme::light(), Typography::standard());
}

} // namespace ballast

#include "app/session/desk_session.h"
#include "app/session/scenario_flow.h"
#include "app/session/wiring.h"
#include "models/items/words.h"
#include "ui/main_window.h"
#include "ui/pages.h"
#include "ui/panels/policy_panel.h"
#include "ui/scenario/scenario_hub.h"
#include "ui/scenario/scenario_page.h"

namespace ballast {
namespace {

void wireValues(ScenarioFlow& flow, ScenarioHub& hub)
{
    QObject::connect(&flow, &ScenarioFlow::pictureReady, &hub, &ScenarioHub::showPicture);
    QObject::connect(&flow, &ScenarioFlow::scenariosChanged, &hub, &ScenarioHub::showScenarios);
    QObject::connect(&flow, &ScenarioFlow::whatIfChanged, &hub, &ScenarioHub::showWhatIf);
    QObject::connect(&flow, &ScenarioFlow::controlsChanged, &hub, &ScenarioHub::showControls);
    QObject::connect(&flow, &ScenarioFlow::runningChanged, &hub, &ScenarioHub::showRunning);
    QObject::connect(&flow, &ScenarioFlow::progressed, &hub, &ScenarioHub::showProgress);
    QObject::connect(&flow, &ScenarioFlow::booksCompared, &hub, &ScenarioHub::showComparison);
    QObject::connect(&flow, &ScenarioFlow::limitHistoryRead, &hub, &ScenarioHub::limitHistoryRead);
}

void wireEdits(ScenarioFlow& flow, ScenarioHub& hub)
{
    QObject::connect(&hub, &ScenarioHub::scenarioChosen, &flow, &ScenarioFlow::chooseScenario);
    QObject::connect(&hub, &ScenarioHub::scenarioAdded, &flow, &ScenarioFlow::addScenario);
    QObject::connect(&hub, &ScenarioHub::scenarioDuplicated, &flow, &ScenarioFlow::duplicateScenario);
    QObject::connect(&hub, &ScenarioHub::scenarioRemoved, &flow, &ScenarioFlow::removeScenario);
    QObject::connect(&hub, &ScenarioHub::nameEdited, &flow, &ScenarioFlow::editName);
    QObject::connect(&hub, &ScenarioHub::fieldEdited, &flow, &ScenarioFlow::editField);
    QObject::connect(&hub, &ScenarioHub::pegEdited, &flow, &ScenarioFlow::editPeg);
    QObject::connect(&hub, &ScenarioHub::haltEdited, &flow, &ScenarioFlow::editHalt);
    QObject::connect(&hub, &ScenarioHub::horizonEdited, &flow, &ScenarioFlow::editHorizon);
    QObject::connect(&hub, &ScenarioHub::dynamicsEdited, &flow, &ScenarioFlow::editDynamics);
    QObject::connect(&hub, &ScenarioHub::followEdited, &flow, &ScenarioFlow::editFollow);
    QObject::connect(&hub, &ScenarioHub::wholeEdited, &flow, &ScenarioFlow::editWhole);
    QObject::connect(&hub, &ScenarioHub::importWanted, &flow, &ScenarioFlow::importScenarios);
    QObject::connect(&hub, &ScenarioHub::exportWanted, &flow, &ScenarioFlow::exportScenarios);
    QObject::connect(&hub, &ScenarioHub::undoWanted, &flow, &ScenarioFlow::undo);
    QObject::connect(&hub, &ScenarioHub::redoWanted, &flow, &ScenarioFlow::redo);
}

void wireBooks(ScenarioFlow& flow, ScenarioHub& hub)
{
    QObject::connect(&hub, &ScenarioHub::legAdded, &flow, &ScenarioFlow::addLeg);
    QObject::connect(&hub, &ScenarioHub::legQuantityEdited, &flow, &ScenarioFlow::editLegQuantity);
    QObject::connect(&hub, &ScenarioHub::legPriceEdited, &flow, &ScenarioFlow::editLegPrice);
    QObject::connect(&hub, &ScenarioHub::legRemoved, &flow, &ScenarioFlow::removeLeg);
    QObject::connect(&hub, &ScenarioHub::legRestored, &flow, &ScenarioFlow::restoreLeg);
    QObject::connect(&hub, &ScenarioHub::proposalTaken, &flow, &ScenarioFlow::takeProposal);
    QObject::connect(&hub, &ScenarioHub::legsFileChosen, &flow, &ScenarioFlow::addLegsFrom);
    QObject::connect(&hub, &ScenarioHub::bookRenamed, &flow, &ScenarioFlow::renameBook);
    QObject::connect(&hub, &ScenarioHub::bookOpened, &flow, &ScenarioFlow::openBook);
    QObject::connect(&hub, &ScenarioHub::bookDuplicated, &flow, &ScenarioFlow::duplicateBook);
    QObject::connect(&hub, &ScenarioHub::bookCompared, &flow, &ScenarioFlow::compareBook);
    QObject::connect(&hub, &ScenarioHub::bookDiscarded, &flow, &ScenarioFlow::discardBook);
    QObject::connect(&hub, &ScenarioHub::followMarketChosen, &flow, &ScenarioFlow::followMarket);
}

void wireChoices(ScenarioFlow& flow, ScenarioHub& hub)
{
    QObject::connect(&hub, &ScenarioHub::mapChosen, &flow, &ScenarioFlow::chooseMap);
    QObject::connect(&hub, &ScenarioHub::varChosen, &flow, &ScenarioFlow::chooseVar);
    QObject::connect(&hub, &ScenarioHub::historyFilesChosen, &flow, &ScenarioFlow::openHistory);
    QObject::connect(&hub, &ScenarioHub::momentKept, &flow, &ScenarioFlow::keepMoment);
    QObject::connect(&hub, &ScenarioHub::explainChosen, &flow, &ScenarioFlow::chooseExplain);
    QObject::connect(&hub, &ScenarioHub::equityStated, &flow, &ScenarioFlow::stateEquity);
    QObject::connect(&hub, &ScenarioHub::marginModelChosen, &flow, &ScenarioFlow::chooseMarginModel);
    QObject::connect(&hub, &ScenarioHub::limitEdited, &flow, &ScenarioFlow::editLimit);
    QObject::connect(&hub, &ScenarioHub::limitRemoved, &flow, &ScenarioFlow::removeLimit);
    QObject::connect(&hub, &ScenarioHub::limitHistoryWanted, &flow, &ScenarioFlow::readLimitHistory);
    QObject::connect(&hub, &ScenarioHub::cancelWanted, &flow, &ScenarioFlow::cancel);
    QObject::connect(&hub, &ScenarioHub::watched, &flow, &ScenarioFlow::setWatched);
}

} // namespace

void wireScenarios(DeskSession& session, ScenarioFlow& flow, MainWindow& window)
{
    ScenarioHub& hub = *window.scenarios()->hub();
    wireValues(flow, hub);
    wireEdits(flow, hub);
    wireBooks(flow, hub);
    wireChoices(flow, hub);
    QObject::connect(&window, &MainWindow::underlyingChosen, &flow, &ScenarioFlow::chooseUnderlying);
    QObject::connect(&hub, &ScenarioHub::said, &window, &MainWindow::showMessage);
    QObject::connect(&flow, &ScenarioFlow::messageReady, &window, &MainWindow::showMessage);
    QObject::connect(&hub, &ScenarioHub::hedgeConfirmed, &session, &DeskSession::hedgeScenario);
    PolicyPanel* const policy = window.hedge()->policy();
    QObject::connect(&flow, &ScenarioFlow::historyChanged, &session, &DeskSession::setHistory);
    QObject::connect(&flow, &ScenarioFlow::historyChanged, policy, [policy](const OpenHistoryPtr& history) {
        policy->showHistory({words(history->source), static_cast<int>(history->daily.days.size())});
    });
    QObject::connect(policy, &PolicyPanel::historyFilesChosen, &flow, &ScenarioFlow::openHistory);
    flow.chooseUnderlying(words(window.selection()->underlying()));
    flow.start();
}

} // namespace ballast

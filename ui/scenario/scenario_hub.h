#pragma once

#include "models/desk/scenario_picture.h"
#include "models/desk/scenario_view.h"

#include <QObject>
#include <QStringList>

namespace ballast {

// What the panels of the scenario page share: the newest values, told by signals, and what the trader wants, as signals
// for whoever carries it out. Does nothing itself.
class ScenarioHub : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] const ScenarioPicture* picture() const { return m_picture.get(); }
    [[nodiscard]] const ScenarioPicturePtr& picturePtr() const { return m_picture; }
    [[nodiscard]] const ScenarioSetView& scenarios() const { return m_scenarios; }
    [[nodiscard]] const ScenarioNode* chosen() const; // null: none, or a folder
    [[nodiscard]] const WhatIfView& whatIf() const { return m_whatIf; }
    [[nodiscard]] int whatIfVersion() const { return m_whatIfVersion; } // grows with every showWhatIf
    [[nodiscard]] const LabControls& controls() const { return m_controls; }
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] const MapChoice& map() const { return m_map; }
    [[nodiscard]] const VarChoice& var() const { return m_var; }
    // "what-if book", or "live book" without hypothetical legs.
    [[nodiscard]] QString bookWord() const;

    void chooseMap(const MapChoice& choice);
    void chooseVar(const VarChoice& choice);

public Q_SLOTS:
    void showPicture(const ballast::ScenarioPicturePtr& picture);
    void showScenarios(const ballast::ScenarioSetView& view);
    void showWhatIf(const ballast::WhatIfView& view);
    void showControls(const ballast::LabControls& controls);
    void showRunning(bool running);
    void showProgress(const QString& what, int done, int total);
    void showComparison(const ballast::BookComparison& comparison);

Q_SIGNALS:
    // values
    void pictureChanged();
    void scenariosChanged();
    void whatIfChanged();
    void controlsChanged();
    void runningChanged();
    void progressed(const QString& what, int done, int total);
    void booksCompared(const ballast::BookComparison& comparison);
    void limitHistoryRead(const ballast::LimitUses& history);
    // one sentence for the message line
    void said(const QString& sentence);

    // wishes: scenarios
    void scenarioChosen(ballast::ScenarioNodeId id);
    void scenarioAdded(ballast::ScenarioNodeId parent);
    void scenarioDuplicated(ballast::ScenarioNodeId id);
    void scenarioRemoved(ballast::ScenarioNodeId id);
    void nameEdited(ballast::ScenarioNodeId id, const QString& name);
    void fieldEdited(ballast::ScenarioNodeId id, const std::string& underlying, ballast::ShockField field, double value,
                     ballast::EditStage stage);
    void pegEdited(ballast::ScenarioNodeId id, const std::string& underlying, double priceUsd,
                   ballast::EditStage stage);
    void haltEdited(ballast::ScenarioNodeId id, const std::string& underlying, const std::string& venue, bool halted);
    void horizonEdited(ballast::ScenarioNodeId id, double days, ballast::EditStage stage);
    void dynamicsEdited(ballast::ScenarioNodeId id, ballast::VolDynamics dynamics);
    void followEdited(ballast::ScenarioNodeId id, bool follow);
    void wholeEdited(ballast::ScenarioNodeId id, const ballast::Scenario& scenario, const QString& what);
    void importWanted(const QString& file);
    void exportWanted(const QString& file, bool chosenOnly);
    void hedgeWanted(const ballast::Scenario& scenario);
    void hedgeConfirmed(const ballast::Scenario& scenario, double maxLossUsd); // how much it may lose was asked

    // wishes: the what-if book
    void legAdded(const QString& instrument, double quantity, const QString& origin);
    void legQuantityEdited(std::size_t line, double quantity);
    void legPriceEdited(std::size_t line, std::optional<double> price);
    void legRemoved(std::size_t line);
    void legRestored(std::size_t line);
    void proposalTaken();
    void legsFileChosen(const QString& file);
    void bookRenamed(const QString& name);
    void bookSaved();
    void bookOpened(ballast::WhatIfBookId id);
    void bookDuplicated();
    void bookCompared(ballast::WhatIfBookId with); // id 0: with the live book
    void bookDiscarded();
    void followMarketChosen(bool follow);

    // wishes: the rest
    void undoWanted();
    void redoWanted();
    void mapChosen(const ballast::MapChoice& choice);
    void varChosen(const ballast::VarChoice& choice);
    void historyFilesChosen(const QStringList& files);
    void momentKept();
    void explainChosen(std::uint64_t from, std::uint64_t to);
    void equityStated(std::optional<double> equityUsd);
    void marginModelChosen(const QString& word);
    void limitEdited(const ballast::Limit& limit);
    void limitRemoved(const QString& name);
    void limitHistoryWanted(const QString& name);
    void cancelWanted();
    void watched(bool shown); // somebody looks at the page

private:
    ScenarioPicturePtr m_picture;
    ScenarioSetView m_scenarios;
    WhatIfView m_whatIf;
    int m_whatIfVersion = 0;
    LabControls m_controls;
    MapChoice m_map;
    VarChoice m_var;
    bool m_running = false;
};

} // namespace ballast

#pragma once

#include "app/engine/qt/scenario_bridge.h"
#include "app/session/lab_settings.h"
#include "app/session/scenario_keeper.h"
#include "models/desk/scenario_view.h"
#include "models/whatif/edit_history.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <filesystem>
#include <optional>
#include <vector>

namespace ballast {

class DeskSession;

// The scenario lab of a running desk: the scenarios and the what-if book with their undo, what the second worker makes
// of them, kept moments, limits, price histories. Everything is written to the scenario store edit by edit. Arrives and
// leaves as values; session/wiring_scenarios connects it to the page. GUI thread.
class ScenarioFlow : public QObject
{
    Q_OBJECT

public:
    struct Setup
    {
        std::filesystem::path store;
        std::filesystem::path settings;
    };

    ScenarioFlow(DeskSession& session, const Clock& clock, const Setup& setup, QObject* parent = nullptr);
    ~ScenarioFlow() override;

    [[nodiscard]] const ScenarioSet& scenarios() const { return m_set.now(); }
    [[nodiscard]] ScenarioNodeId chosen() const { return m_chosen; }
    [[nodiscard]] bool hasBook() const { return m_book.has_value(); }
    [[nodiscard]] const WhatIfBook* book() const { return m_book ? &m_book->now() : nullptr; }
    [[nodiscard]] const ScenarioPicturePtr& picture() const { return m_picture; }

public Q_SLOTS:
    void start(); // publishes what there is and begins to work
    // Nobody looks: worked out now and then only.
    void setWatched(bool watched);

    void chooseScenario(ballast::ScenarioNodeId id);
    void addScenario(ballast::ScenarioNodeId parent);
    void duplicateScenario(ballast::ScenarioNodeId id);
    void removeScenario(ballast::ScenarioNodeId id);
    void editName(ballast::ScenarioNodeId id, const QString& name);
    void editField(ballast::ScenarioNodeId id, const std::string& underlying, ballast::ShockField field, double value,
                   ballast::EditStage stage);
    void editPeg(ballast::ScenarioNodeId id, const std::string& underlying, double priceUsd, ballast::EditStage stage);
    void editHalt(ballast::ScenarioNodeId id, const std::string& underlying, const std::string& venue, bool halted);
    void editHorizon(ballast::ScenarioNodeId id, double days, ballast::EditStage stage);
    void editDynamics(ballast::ScenarioNodeId id, ballast::VolDynamics dynamics);
    void editFollow(ballast::ScenarioNodeId id, bool follow);
    void editWhole(ballast::ScenarioNodeId id, const ballast::Scenario& scenario, const QString& what);
    void importScenarios(const QString& file);
    void exportScenarios(const QString& file, bool chosenOnly);

    void addLeg(const QString& instrument, double quantity, const QString& origin);
    void editLegQuantity(std::size_t line, double quantity);
    void editLegPrice(std::size_t line, std::optional<double> price);
    void removeLeg(std::size_t line);
    void restoreLeg(std::size_t line);
    void takeProposal();
    void addLegsFrom(const QString& file);
    void renameBook(const QString& name);
    void openBook(ballast::WhatIfBookId id);
    void duplicateBook();
    void compareBook(ballast::WhatIfBookId with);
    void discardBook();
    void followMarket(bool follow);

    void undo();
    void redo();

    void chooseMap(const ballast::MapChoice& choice);
    void chooseVar(const ballast::VarChoice& choice);
    void chooseUnderlying(const QString& underlying);
    void openHistory(const QStringList& files);
    void keepMoment();
    void chooseExplain(std::uint64_t from, std::uint64_t to);
    void stateEquity(std::optional<double> equityUsd);
    void chooseMarginModel(const QString& word);
    void editLimit(const ballast::Limit& limit);
    void removeLimit(const QString& name);
    void readLimitHistory(const QString& name); // of the last 30 days
    void cancel();

Q_SIGNALS:
    void pictureReady(const ballast::ScenarioPicturePtr& picture);
    void scenariosChanged(const ballast::ScenarioSetView& view);
    void whatIfChanged(const ballast::WhatIfView& view);
    void controlsChanged(const ballast::LabControls& controls);
    void runningChanged(bool running);
    void progressed(const QString& what, int done, int total);
    void booksCompared(const ballast::BookComparison& comparison);
    void limitHistoryRead(const ballast::LimitUses& history);
    void messageReady(const QString& sentence);
    void historyChanged(const ballast::OpenHistoryPtr& history);

private:
    enum class Edited
    {
        Scenarios,
        Book
    };

    void connectSession();
    void connectStore();
    void takeStored(const std::optional<ScenarioSet>& set, const std::vector<StoredItem>& books,
                    const std::vector<FactorSeries>& recorded);
    void takeDeskPicture(const DeskPicturePtr& picture);
    void listInstruments();
    void takeLabPicture(const ScenarioPicturePtr& picture);
    void takeFills(const Portfolio& book);
    void record(const ScenarioPicture& picture);
    void submit(Urgency urgency);
    [[nodiscard]] ScenarioRequest request() const;
    [[nodiscard]] ExplainChoice explainChoice() const;
    [[nodiscard]] DeskPicturePtr basis() const; // frozen with the what-if book, else the newest
    [[nodiscard]] PortfolioPtr hedgedBook() const;

    void applySet(const std::string& what, Result<ScenarioSet> next, EditStage stage = EditStage::Step);
    void applyBook(const std::string& what, Result<WhatIfBook> next);
    void remember(Edited side);
    void branch();
    void takeOpened(WhatIfBook book, const DeskPicturePtr& market); // null: what is at hand, else live
    [[nodiscard]] bool hasMarketOf(const WhatIfBook& book) const;
    [[nodiscard]] WhatIfBook onMarketAtHand(const WhatIfBook& book); // follows where its own is gone, and says so
    void rebase();
    void afterStep(); // of undo and redo
    [[nodiscard]] static ScenarioNodeId firstOf(const ScenarioSet& set);
    [[nodiscard]] static PortfolioPtr resultingOf(const WhatIfBook& book);
    void publishScenarios();
    void publishBook();
    void publishControls();
    void saveSettings();
    void say(const Error& error);
    void say(const QString& sentence);

    DeskSession& m_session;
    const Clock& m_clock;
    const Setup m_setup;
    EditHistory<ScenarioSet> m_set;
    std::optional<EditHistory<WhatIfBook>> m_book;
    std::vector<Edited> m_order; // of the edits of both
    std::size_t m_orderAt = 0;   // how many of them stand
    bool m_dragging = false;
    ScenarioNodeId m_chosen;
    PortfolioPtr m_resulting; // of the what-if book; kept as long as it is the same
    DeskPicturePtr m_frozen;  // the market that a frozen book stands on
    WhatIfBookId m_freshId;   // of the next branch
    std::vector<std::string> m_notes;
    std::vector<SavedBook> m_saved;
    InstrumentTablePtr m_listed; // whose names these are
    std::shared_ptr<const std::vector<std::string>> m_instruments;
    DeskPicturePtr m_desk;       // newest priced
    DeskPicturePtr m_explainNow; // "now" of the explain: newest, not more often than it can be read
    FundingSums m_funding;       // of the live book since this market began
    FundingSums m_fundingNow;    // at m_explainNow
    QElapsedTimer m_sinceExplain;
    QElapsedTimer m_sinceSubmit;
    QElapsedTimer m_sinceRecord;
    bool m_watched = false;
    bool m_started = false;
    std::uint64_t m_number = 0;
    std::string m_underlying = "BTC";
    MapChoice m_map;
    VarChoice m_var;
    OpenHistoryPtr m_history;
    std::vector<KeptMoment> m_moments;
    std::uint64_t m_lastMoment = 0;
    std::uint64_t m_explainFrom = 0;
    std::uint64_t m_explainTo = 0;
    struct TimedTrade
    {
        Timestamp at{};
        ExplainedTrade trade;
    };
    std::vector<TimedTrade> m_trades; // filled since the program began
    LabSettings m_settings;
    mutable PortfolioPtr m_hedged; // of m_hedgedOf on m_hedgedBase
    mutable const void* m_hedgedOf = nullptr;
    mutable PortfolioPtr m_hedgedBase;
    ScenarioPicturePtr m_picture;
    ScenarioKeeper m_keeper;
    ScenarioBridge m_engine; // last: stops before the rest goes
};

} // namespace ballast

#pragma once

#include "app/engine/scenario_worker.h"

#include <chrono>
#include <map>
#include <memory>
#include <optional>

namespace ballast {

// What the scenario worker runs. Remembers the parts of the last run by what they were made from, so that dragging one
// slider works out only what that slider moves. Lives on the worker's thread; no two runs at once.
class ScenarioLab
{
public:
    void run(const ScenarioRequest& request, const ScenarioWorker::Stops& stops,
             const ScenarioWorker::Reports& reports);

private:
    template <class Key, class Value>
    struct Kept
    {
        std::optional<Key> key;
        std::shared_ptr<const Value> value;
    };
    struct MapKey
    {
        MapChoice choice;
        std::string underlying;
        Scenario base;
        std::string marginModel;
        bool operator==(const MapKey&) const = default;
    };
    struct CurveKey
    {
        std::string underlying;
        Scenario base;
        bool operator==(const CurveKey&) const = default;
    };
    struct BooksKey
    {
        DeskPicturePtr basis;
        PortfolioPtr whatIf;
        PortfolioPtr hedged;
        std::string hedgeName;
        std::optional<double> equityUsd;
        bool operator==(const BooksKey&) const = default;
    };
    struct SlowKey
    {
        PortfolioPtr live;
        PortfolioPtr whatIf;
        PortfolioPtr hedged;
        VarChoice var;
        OpenHistoryPtr history;
        std::vector<Limit> limits;
        std::string marginModel;
        std::optional<double> equityUsd;
        bool operator==(const SlowKey&) const = default;
    };
    using Explained = std::pair<DeskPicturePtr, DeskPicturePtr>;

    bool priceBooks(const ScenarioRequest& request, const std::stop_token& stop);
    void forgetParts();
    void applyChosen(ScenarioPicture& picture, const ScenarioRequest& request) const;
    void addMap(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    void addCurves(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    void addFactors(ScenarioPicture& picture, const std::stop_token& stop);
    void addRows(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    void addLimits(ScenarioPicture& picture, const ScenarioRequest& request) const;
    void addSlow(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    void addFeedback(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    void addExplain(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop);
    [[nodiscard]] ComparisonOptions comparisonOptions() const;
    [[nodiscard]] bool slowIsDue(const SlowKey& key) const;

    ScenarioWorker::Progress m_progress; // of the run at hand
    std::optional<BooksKey> m_booksKey;
    std::vector<PricedBookPtr> m_books;
    std::size_t m_shown = 0;
    std::shared_ptr<const MarginModel> m_margin;
    std::string m_marginWord;
    std::shared_ptr<const FactorModel> m_factors;
    OpenHistoryPtr m_factorsOf;
    Kept<MapKey, BookMap> m_map;
    Kept<CurveKey, SpotCurves> m_curves;
    Kept<CurveKey, SpotCurves> m_scenarioCurve;
    Kept<VolDynamics, Tornado> m_tornado;
    Kept<Scenario, ScenarioContributions> m_contributions;
    Kept<CurveKey, FeedbackPicture> m_feedback;
    std::map<ScenarioNodeId, std::pair<ScenarioNode, ComparedScenario>> m_rows;
    std::vector<ComparedBook> m_comparedBooks;
    std::optional<SlowKey> m_slowKey;
    std::chrono::steady_clock::time_point m_slowAt{};
    std::chrono::steady_clock::duration m_slowSpent{};
    std::shared_ptr<const VarPicture> m_var;
    std::shared_ptr<const StressPicture> m_stress;
    Kept<Explained, ExplainPicture> m_explain;
};

} // namespace ballast

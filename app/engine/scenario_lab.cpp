#include "app/engine/scenario_lab.h"

#include "app/engine/scenario_slow.h"
#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include <algorithm>
#include <thread>

namespace ballast {
namespace {

constexpr std::array shownDays{0.0, 7.0, 21.0};
constexpr double distributionDays = 21.0;
constexpr double widestMove = 0.32;
constexpr int curvePoints = 65;
constexpr double tornadoDays = 3.0;
// VaR and stress on ticks: not more often, and not for more than a tenth of the time; at once when the trader changed
// something.
constexpr std::chrono::seconds slowEvery{2};
constexpr int slowShare = 10;
constexpr std::size_t mostParts = 4;

// One part on this thread, the others beside it.
PartRunner partRunner()
{
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return {std::min(cores, mostParts), [](std::size_t parts, const std::function<void(std::size_t)>& part) {
                std::vector<std::jthread> others;
                for (std::size_t i = 1; i < parts; ++i)
                    others.emplace_back([&part, i] { part(i); });
                part(0);
            }};
}

template <class Value>
std::shared_ptr<const Value> shared(Value value)
{
    return std::make_shared<const Value>(std::move(value));
}

RiskInputs riskInputs(const DeskPicture& basis, const PortfolioPtr& book, const std::vector<VolSurfacePtr>& surfaces)
{
    RiskInputs inputs;
    inputs.market = basis.market;
    inputs.book = book;
    inputs.surfaces = surfaces;
    inputs.otc = quantLibOtcPricer(); // takes turns with the pricing thread
    if (basis.risk) {
        inputs.vol = basis.risk->vol;
        inputs.delta = basis.risk->delta;
    }
    return inputs;
}

// Curves do not ask what spot does in the scenario: they are over spot.
Scenario withoutSpot(Scenario scenario, const std::string& underlying)
{
    scenario.name.clear();
    for (UnderlyingShock& shock : scenario.shocks) {
        if (shock.underlying == underlying || shock.underlying.empty()) {
            shock.spot = 0.0;
            shock.path.clear();
        }
    }
    return scenario;
}

// No balance at all: liquidated wherever it is asked.
bool hasNothingToLose(const BookMap& map)
{
    return std::ranges::all_of(map.cells, [](const auto& cell) { return cell == 0.0; });
}

} // namespace

void ScenarioLab::run(const ScenarioRequest& request, const ScenarioWorker::Stops& stops,
                      const ScenarioWorker::Reports& reports)
{
    m_progress = reports.progress;
    const auto started = std::chrono::steady_clock::now();
    if (!priceBooks(request, stops.run))
        return;
    ScenarioPicture picture;
    picture.request = request.number;
    picture.market = request.basis->market;
    picture.underlying = request.underlying;
    picture.books = m_books;
    picture.shown = m_shown;
    picture.volLevels = volLevelsOf(*request.basis);
    applyChosen(picture, request);
    addRows(picture, request, stops.run);
    const bool quickMap = !needsMarginModel(request.map.measure);
    if (quickMap)
        addMap(picture, request, stops.run);
    addCurves(picture, request, stops.run);
    addFactors(picture, stops.run);
    picture.var = m_var;
    picture.stress = m_stress;
    picture.explain = m_explain.value;
    picture.feedback = m_feedback.value;
    addLimits(picture, request);
    if (stops.run.stop_requested())
        return;
    const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - started;
    picture.quickMilliseconds = spent.count();
    reports.picture(shared(picture));
    if (!quickMap) {
        addMap(picture, request, stops.slow);
        if (stops.slow.stop_requested())
            return;
        reports.picture(shared(picture));
    }
    addSlow(picture, request, stops.slow);
    addExplain(picture, request, stops.slow);
    addFeedback(picture, request, stops.slow);
    if (stops.slow.stop_requested())
        return;
    addLimits(picture, request); // now with VaR
    picture.complete = true;
    reports.picture(shared(std::move(picture)));
}

bool ScenarioLab::priceBooks(const ScenarioRequest& request, const std::stop_token& stop)
{
    BooksKey key{request.basis, request.whatIf, request.hedged, request.hedgeName, request.equityUsd};
    if (request.marginModel != m_marginWord) {
        auto model = marginModel(request.marginModel);
        m_margin = model ? std::shared_ptr<const MarginModel>(std::move(*model)) : nullptr;
        m_marginWord = request.marginModel;
        forgetParts();
    }
    if (!m_factors || m_factorsOf != request.history || m_booksKey != key) {
        m_factors = shared(factorModelFor(request));
        if (std::exchange(m_factorsOf, request.history) != request.history)
            forgetParts();
    }
    if (m_booksKey == key)
        return true;
    const auto surfaces = surfacesOf(*request.basis);
    std::vector<PricedBookPtr> books;
    const auto price = [&](const std::string& title, const PortfolioPtr& book) {
        if (!book)
            return true;
        auto priced =
            priceBook(title, riskInputs(*request.basis, book, surfaces), request.equityUsd.value_or(0.0), stop);
        if (!priced)
            return false;
        books.push_back(*priced);
        return true;
    };
    if (!price("Book", request.basis->book) || !price("+ what-if", request.whatIf) ||
        !price(request.hedgeName, request.hedged))
        return false;
    m_booksKey = std::move(key);
    m_books = std::move(books);
    m_shown = request.whatIf ? 1 : 0;
    forgetParts();
    return true;
}

void ScenarioLab::forgetParts()
{
    m_map = {};
    m_curves = {};
    m_scenarioCurve = {};
    m_tornado = {};
    m_contributions = {};
    m_feedback.key.reset(); // its value is shown until the next is there
    m_rows.clear();
    m_comparedBooks.clear();
}

void ScenarioLab::applyChosen(ScenarioPicture& picture, const ScenarioRequest& request) const
{
    const ScenarioNode* node = request.set ? request.set->find(request.chosen) : nullptr;
    if (!node || !node->scenario)
        return;
    picture.chosen = *node;
    const auto runnable = runnableScenario(*node, *m_books[m_shown], comparisonOptions());
    if (!runnable) {
        picture.chosenProblem = runnable.error().message;
        return;
    }
    picture.applied = runnable->scenario;
    picture.followed = runnable->followed;
}

void ScenarioLab::addMap(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    picture.mapChoice = request.map;
    MapKey key{request.map, request.underlying, mapBase(request.map, request.underlying, picture.applied),
               request.marginModel};
    if (m_map.key != key) {
        const BookMapRequest wanted{mapRows(request.map, request.underlying),
                                    mapColumns(request.map, request.underlying), request.map.measure, key.base,
                                    m_margin};
        auto map = computeBookMap(*m_books[m_shown], wanted, partRunner(), stop,
                                  [this](int done, int total) { m_progress("map", done, total); });
        m_map = {};
        if (!map) {
            picture.mapProblem = map.error().message;
            return;
        }
        if (map->measure == BookMeasure::LiquidationDistance && !request.equityUsd && hasNothingToLose(*map)) {
            picture.mapProblem = "state the account's equity under Limits: without it every cell is liquidated already";
            return;
        }
        m_map = {std::move(key), shared(std::move(*map))};
    }
    picture.map = m_map.value;
}

void ScenarioLab::addCurves(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    const auto curvesOf = [&](Kept<CurveKey, SpotCurves>& kept, const Scenario& base, std::span<const double> days) {
        CurveKey key{request.underlying, base};
        if (kept.key == key)
            return;
        kept = {};
        auto curves =
            computeSpotCurves(*m_books[m_shown], request.underlying, evenAxis(-widestMove, widestMove, curvePoints),
                              days, distributionDays, base, partRunner(), stop);
        if (curves)
            kept = {std::move(key), shared(std::move(*curves))};
    };
    curvesOf(m_curves, {}, shownDays);
    const Scenario others = withoutSpot(picture.applied, request.underlying);
    const std::array horizon{others.horizonDays};
    curvesOf(m_scenarioCurve, others, horizon);
    picture.curves = m_curves.value;
    picture.scenarioCurve = m_scenarioCurve.value;
}

void ScenarioLab::addFactors(ScenarioPicture& picture, const std::stop_token& stop)
{
    const PricedBook& book = *m_books[m_shown];
    const VolDynamics dynamics = picture.applied.dynamics;
    if (m_tornado.key != dynamics) {
        m_tornado = {};
        auto tornado = factorTornado(book, tornadoDays, dynamics, stop);
        if (tornado)
            m_tornado = {dynamics, shared(std::move(*tornado))};
    }
    if (m_contributions.key != picture.applied) {
        m_contributions = {};
        auto contributions = scenarioContributions(book, picture.applied, stop);
        if (contributions)
            m_contributions = {picture.applied, shared(std::move(*contributions))};
    }
    picture.tornado = m_tornado.value;
    picture.contributions = m_contributions.value;
}

// Rows of scenarios that nobody touched are as they were.
void ScenarioLab::addRows(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    const ComparisonOptions options = comparisonOptions();
    if (m_comparedBooks.empty()) {
        for (const PricedBookPtr& book : m_books)
            m_comparedBooks.push_back(compareBook(*m_books.front(), *book, options, stop));
    }
    auto comparison = std::make_shared<ScenarioComparison>();
    comparison->basis = request.basis->market->id;
    comparison->asOf = request.basis->market->asOf;
    comparison->marginModel = m_margin ? m_marginWord : std::string();
    comparison->books = m_comparedBooks;
    std::map<ScenarioNodeId, std::pair<ScenarioNode, ComparedScenario>> rows;
    for (const ScenarioNode& node : request.set ? request.set->nodes : std::vector<ScenarioNode>{}) {
        if (node.isFolder())
            continue;
        if (stop.stop_requested())
            return;
        const auto known = m_rows.find(node.id);
        const bool same = known != m_rows.end() && known->second.first == node;
        if (!same)
            m_progress("scenarios", static_cast<int>(rows.size()), static_cast<int>(request.set->nodes.size()));
        auto row = same ? known->second.second : compareScenario(m_books, node, options, stop);
        comparison->rows.push_back(row);
        rows.emplace(node.id, std::pair(node, std::move(row)));
    }
    if (stop.stop_requested())
        return; // a row may be half done
    m_rows = std::move(rows);
    picture.comparison = std::move(comparison);
}

void ScenarioLab::addLimits(ScenarioPicture& picture, const ScenarioRequest& request) const
{
    picture.limits.clear();
    for (std::size_t i = 0; i < m_books.size(); ++i) {
        std::vector<MeasuredValue> measured;
        if (picture.var && i < picture.var->books.size() && picture.var->books[i]) {
            measured.push_back({LimitMetric::VarUsd, {}, picture.var->books[i]->risk.var});
            measured.push_back({LimitMetric::EsUsd, {}, picture.var->books[i]->risk.es});
        }
        if (i < m_comparedBooks.size() && m_comparedBooks[i].margin)
            measured.push_back({LimitMetric::MarginUsd, {}, m_comparedBooks[i].margin->level.initialUsd});
        picture.limits.push_back(checkLimits(request.limits, *m_books[i]->report, measured));
    }
}

bool ScenarioLab::slowIsDue(const SlowKey& key) const
{
    const auto rest = std::max<std::chrono::steady_clock::duration>(slowEvery, slowShare * m_slowSpent);
    return m_slowKey != key || std::chrono::steady_clock::now() - m_slowAt >= rest;
}

void ScenarioLab::addSlow(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    SlowKey key{request.basis->book, request.whatIf, request.hedged,      request.var,
                request.history,     request.limits, request.marginModel, request.equityUsd};
    if (slowIsDue(key)) {
        const auto started = std::chrono::steady_clock::now();
        const int steps = static_cast<int>(m_books.size()) + 1;
        auto var = shared(scenarioVar(request, m_books, *m_factors, stop, [&](std::size_t book) {
            m_progress("value at risk", static_cast<int>(book), steps);
        }));
        if (stop.stop_requested())
            return;
        m_progress("reverse stress", steps - 1, steps);
        auto stress = shared(scenarioStress(request, *m_books[m_shown], *m_factors, m_margin.get(), stop));
        if (stop.stop_requested())
            return;
        m_var = std::move(var);
        m_stress = std::move(stress);
        m_slowKey = std::move(key);
        m_slowAt = std::chrono::steady_clock::now();
        m_slowSpent = m_slowAt - started;
    }
    picture.var = m_var;
    picture.stress = m_stress;
}

void ScenarioLab::addExplain(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    Explained key{request.explain.from, request.explain.to};
    if (m_explain.key != key && !stop.stop_requested())
        m_explain = {key, shared(explainBetween(request.explain, stop))};
    picture.explain = m_explain.value;
}

void ScenarioLab::addFeedback(ScenarioPicture& picture, const ScenarioRequest& request, const std::stop_token& stop)
{
    CurveKey key{request.underlying, picture.applied};
    if (m_feedback.key != key && !stop.stop_requested())
        m_feedback = {std::move(key), shared(scenarioFeedback(request, *m_books[m_shown], picture.applied))};
    picture.feedback = m_feedback.value;
}

ComparisonOptions ScenarioLab::comparisonOptions() const
{
    ComparisonOptions options;
    options.marginModel = m_margin;
    options.factors = m_factors;
    options.books = partRunner();
    return options;
}

} // namespace ballast

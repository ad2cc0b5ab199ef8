#include "models/whatif/book_map.h"

#include "models/pricing/scenario_batch.h"
#include "models/whatif/liquidation_line.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <set>

namespace ballast {
namespace {

struct MeasureWords
{
    BookMeasure measure;
    const char* word;
    const char* label;
    const char* unit;
    std::optional<MapMeasure> plain; // nullopt: needs a margin model
};

constexpr std::array<MeasureWords, 12> measures{{
    {BookMeasure::PnlUsd, "pnlUsd", "P&L", "USD", MapMeasure::PnlUsd},
    {BookMeasure::ValueUsd, "valueUsd", "Value", "USD", MapMeasure::ValueUsd},
    {BookMeasure::DeltaUsd, "deltaUsd", "Delta", "USD", MapMeasure::DeltaUsd},
    {BookMeasure::GammaUsd1pct, "gammaUsd1pct", "Gamma", "USD of delta per 1 %", MapMeasure::GammaUsd1pct},
    {BookMeasure::VegaUsd, "vegaUsd", "Vega", "USD per vol point", MapMeasure::VegaUsd},
    {BookMeasure::ThetaUsdDay, "thetaUsdDay", "Theta", "USD per day", MapMeasure::ThetaUsdDay},
    {BookMeasure::VannaUsd1pct, "vannaUsd1pct", "Vanna", "USD of vega per 1 %", MapMeasure::VannaUsd1pct},
    {BookMeasure::VolgaUsd, "volgaUsd", "Volga", "USD per vol point squared", MapMeasure::VolgaUsd},
    {BookMeasure::MarginInitialUsd, "marginInitialUsd", "Initial margin", "USD", std::nullopt},
    {BookMeasure::MarginMaintenanceUsd, "marginMaintenanceUsd", "Maintenance margin", "USD", std::nullopt},
    {BookMeasure::MarginShare, "marginShare", "Initial margin of balance", "fraction", std::nullopt},
    {BookMeasure::LiquidationDistance, "liquidationDistance", "To liquidation", "spot return", std::nullopt},
}};

const MeasureWords& wordsOf(BookMeasure measure)
{
    return measures[static_cast<std::size_t>(measure)];
}

void setAxis(UnderlyingShock& shock, MapAxisKind kind, double value)
{
    if (kind == MapAxisKind::Spot)
        shock.spot = value;
    if (kind == MapAxisKind::VolRelative)
        shock.volRelative = value;
    if (kind == MapAxisKind::VolPoints)
        shock.volPoints = value;
}

void applyAxis(Scenario& scenario, const MapAxis& axis, double value)
{
    if (axis.kind == MapAxisKind::Days) {
        scenario.horizonDays = value;
        return;
    }
    for (UnderlyingShock& shock : scenario.shocks) {
        if (axis.underlying.empty() || shock.underlying == axis.underlying)
            setAxis(shock, axis.kind, value);
    }
}

// The base with a shock of its own for every underlying of the book, and one for all others.
Scenario spreadOut(const PricedBook& book, const Scenario& base)
{
    std::set<std::string> names{""};
    for (const RiskLine& line : book.report->lines) {
        if (line.values)
            names.insert(line.instrument->underlying);
    }
    Scenario scenario = base;
    scenario.shocks.clear();
    for (const std::string& name : names) {
        scenario.shocks.push_back(shockFor(base, name));
        scenario.shocks.back().underlying = name;
    }
    return scenario;
}

// The margin measures of a map, row by row.
class MarginCells
{
public:
    MarginCells(const PricedBook& book, const BookMapRequest& request, BookMap& map)
        : m_book(book), m_request(request), m_base(spreadOut(book, request.base)), m_map(map)
    {}

    void fillRow(std::size_t row, const std::stop_token& stop)
    {
        Scenario scenario = m_base;
        applyAxis(scenario, m_request.rows, m_request.rows.values[row]);
        const auto& values = m_request.columns.values;
        if (isLine(m_request.columns)) {
            const LiquidationLine line(*m_request.marginModel, m_book, scenario, stop);
            for (std::size_t column = 0; column < values.size(); ++column)
                cell(row, column) = line.nearestFrom(values[column]);
            return;
        }
        for (std::size_t column = 0; column < values.size() && !stop.stop_requested(); ++column) {
            Scenario both = scenario;
            applyAxis(both, m_request.columns, values[column]);
            cell(row, column) = measured(both);
        }
    }

    void fillColumn(std::size_t column, const std::stop_token& stop)
    {
        Scenario scenario = m_base;
        applyAxis(scenario, m_request.columns, m_request.columns.values[column]);
        const LiquidationLine line(*m_request.marginModel, m_book, scenario, stop);
        for (std::size_t row = 0; row < m_request.rows.values.size(); ++row)
            cell(row, column) = line.nearestFrom(m_request.rows.values[row]);
    }

    // One search along spot serves every cell of it.
    [[nodiscard]] bool isLine(const MapAxis& axis) const
    {
        return m_request.measure == BookMeasure::LiquidationDistance && axis.kind == MapAxisKind::Spot &&
               axis.underlying.empty();
    }

private:
    [[nodiscard]] std::optional<double>& cell(std::size_t row, std::size_t column)
    {
        return m_map.cells[row * m_request.columns.values.size() + column];
    }

    [[nodiscard]] std::optional<double> measured(const Scenario& scenario) const
    {
        const MarginModel& model = *m_request.marginModel;
        if (m_request.measure == BookMeasure::LiquidationDistance)
            return liquidationDistance(model, m_book, scenario);
        const MarginAfter after = marginAfter(model, m_book, scenario);
        if (m_request.measure == BookMeasure::MarginInitialUsd)
            return after.level.initialUsd;
        if (m_request.measure == BookMeasure::MarginMaintenanceUsd)
            return after.level.maintenanceUsd;
        return after.initialShare;
    }

    const PricedBook& m_book;
    const BookMapRequest& m_request;
    Scenario m_base;
    BookMap& m_map;
};

void fillMargin(const PricedBook& book, const BookMapRequest& request, BookMap& map, const PartRunner& runner,
                const std::stop_token& stop, const WorkProgress& progress)
{
    MarginCells cells(book, request, map);
    const bool byColumn = cells.isLine(request.rows);
    const std::size_t total = byColumn ? request.columns.values.size() : request.rows.values.size();
    std::atomic<int> done = 0;
    runner.run(runner.parts, [&](std::size_t part) {
        const BlockRange share = blockShare(total, part, runner.parts);
        for (std::size_t i = share.first; i < share.last && !stop.stop_requested(); ++i) {
            byColumn ? cells.fillColumn(i, stop) : cells.fillRow(i, stop);
            if (const int finished = ++done; progress)
                progress(finished, static_cast<int>(total));
        }
    });
}

// The higher, the worse.
double badness(BookMeasure measure, double value)
{
    if (measure == BookMeasure::LiquidationDistance)
        return -std::abs(value);
    return needsMarginModel(measure) ? value : -value;
}

std::optional<std::size_t> worstOf(const BookMap& map)
{
    std::optional<std::size_t> worst;
    for (std::size_t i = 0; i < map.cells.size(); ++i) {
        if (map.cells[i] && (!worst || badness(map.measure, *map.cells[i]) > badness(map.measure, *map.cells[*worst])))
            worst = i;
    }
    return worst;
}

} // namespace

const char* bookMeasureWord(BookMeasure measure)
{
    return wordsOf(measure).word;
}

const char* bookMeasureLabel(BookMeasure measure)
{
    return wordsOf(measure).label;
}

const char* bookMeasureUnit(BookMeasure measure)
{
    return wordsOf(measure).unit;
}

std::optional<BookMeasure> bookMeasureOf(std::string_view word)
{
    const auto at = std::ranges::find_if(measures, [word](const MeasureWords& m) { return word == m.word; });
    return at == measures.end() ? std::nullopt : std::optional(at->measure);
}

bool needsMarginModel(BookMeasure measure)
{
    return !wordsOf(measure).plain.has_value();
}

Result<BookMap> computeBookMap(const PricedBook& book, const BookMapRequest& request, const PartRunner& runner,
                               std::stop_token stop, const WorkProgress& progress)
{
    const bool margin = needsMarginModel(request.measure);
    if (margin && !request.marginModel)
        return Error{Errc::BadInput, "choose a margin model for this map"};
    BookMap map;
    map.basis = book.report->basis;
    map.book = book.title;
    map.rows = request.rows;
    map.columns = request.columns;
    map.measure = request.measure;
    map.linesLeftOut = book.report->linesFailed;
    // The margin measures too: it checks the axes, and one cell of it costs nothing beside a margin.
    const auto plain =
        computeMap(book.inputs(), request.rows, request.columns,
                   wordsOf(request.measure).plain.value_or(MapMeasure::PnlUsd), request.base, stop, runner);
    if (!plain)
        return plain.error();
    map.cells.assign(plain->cells.begin(), plain->cells.end());
    map.estimates = plain->estimates;
    if (margin) {
        map.marginModel = request.marginModel->word();
        map.cells.assign(plain->cells.size(), std::nullopt);
        fillMargin(book, request, map, runner, stop, progress);
    }
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "the map was not finished: newer work replaced it"};
    map.worst = worstOf(map);
    return map;
}

std::optional<std::vector<MapPoint>> pathOnMap(const ReverseStress& stress, const MapAxis& rows, const MapAxis& columns)
{
    const auto factorOf = [&stress](const MapAxis& axis) -> std::optional<std::size_t> {
        if (axis.kind != MapAxisKind::Spot && axis.kind != MapAxisKind::VolRelative)
            return std::nullopt;
        const FactorKind kind = axis.kind == MapAxisKind::Spot ? FactorKind::Spot : FactorKind::Vol;
        for (std::size_t i = 0; i < stress.factors.size(); ++i) {
            const bool named = axis.underlying.empty() || stress.factors[i].underlying == axis.underlying;
            if (stress.factors[i].kind == kind && named)
                return i;
        }
        return std::nullopt;
    };
    const auto row = factorOf(rows);
    const auto column = factorOf(columns);
    if (!row || !column)
        return std::nullopt;
    std::vector<MapPoint> points;
    for (const StressPoint& point : stress.path)
        points.push_back({point.moves[*row], point.moves[*column], point.deviations});
    return points;
}

StressTarget marginTarget(const PricedBook& book, std::vector<RiskFactor> factors, const MarginModel& model,
                          VolDynamics dynamics)
{
    return {"liquidation by " + std::string(model.word()),
            [&book, &model, factors = std::move(factors), dynamics](std::span<const double> moves) {
                const MarginLevel level = marginAfter(model, book, scenarioOf(factors, moves, dynamics)).level;
                return level.balanceMaintenanceUsd - level.maintenanceUsd;
            }};
}

} // namespace ballast

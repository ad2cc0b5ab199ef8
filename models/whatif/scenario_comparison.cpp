#include "models/whatif/scenario_comparison.h"

#include "models/pricing/scenario_batch.h"
#include "models/risk/exit_cost.h"
#include "models/risk/factor_levels.h"
#include "models/whatif/book_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// At the money at 30 days, as fractions.
std::vector<VolLevel> volLevelsOf(const PricedBook& book)
{
    std::vector<VolLevel> levels;
    for (const FactorLevel& level : factorLevels(*book.market, book.surfaces)) {
        if (level.factor.kind == FactorKind::Vol)
            levels.push_back({level.factor.underlying, level.level / 100.0});
    }
    return levels;
}

std::string shiftText(const FactorShift& shift, const Scenario& scenario)
{
    const UnderlyingShock shock = shockFor(scenario, shift.factor.underlying);
    const std::string name = factorName(shift.factor);
    switch (shift.factor.kind) {
    case FactorKind::Spot:
        return fmt::format("{} {:+.1f} %", name, shock.spot * 100.0);
    case FactorKind::Vol:
        return fmt::format("{} {:+.1f} %", name, shock.volRelative * 100.0);
    case FactorKind::Skew:
        return fmt::format("{} {:+.1f} pt", name, shock.skew25d);
    case FactorKind::Term:
        break;
    }
    return fmt::format("{} power {:+.2f}", name, shock.termPower);
}

std::optional<WorstLeg> worstOf(const ScenarioResult& result)
{
    if (!result.worstLine)
        return std::nullopt;
    const ScenarioLine& line = result.lines[*result.worstLine];
    return WorstLeg{line.instrument, *line.pnlUsd};
}

ComparedCell cellOf(const PricedBook& book, const Scenario& scenario, const ComparisonOptions& options,
                    const std::stop_token& stop)
{
    ComparedCell cell;
    const auto result = runScenario(book.inputs(), scenario, stop);
    if (!result)
        return cell;
    cell.linesLeftOut = result->linesLeftOut;
    cell.estimates = result->estimates;
    if (static_cast<std::size_t>(result->linesLeftOut) < result->lines.size() || result->lines.empty())
        cell.pnlUsd = result->pnlUsd;
    cell.worst = worstOf(*result);
    cell.expiredLegs = static_cast<int>(result->expired.size());
    cell.exitCostUsd = result->exitCost.thenUsd;
    if (options.marginModel)
        cell.margin = marginAfter(*options.marginModel, book, scenario);
    return cell;
}

std::optional<std::size_t> bestOf(const std::vector<ComparedCell>& cells)
{
    std::optional<std::size_t> best;
    int known = 0;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        known += cells[i].pnlUsd ? 1 : 0;
        if (cells[i].pnlUsd && (!best || *cells[i].pnlUsd > *cells[*best].pnlUsd))
            best = i;
    }
    return known > 1 ? best : std::nullopt;
}

double exitCostOf(const PricedBook& book)
{
    const auto result = runScenario(book.inputs(), {}, {});
    return result ? result->exitCost.nowUsd : 0.0;
}

// Of one line's contract, by the quantity that differs; nullopt: it has no quote.
std::optional<double> tradeCost(const PricedBook& book, const BookDifference& line)
{
    const Quote* quote = book.market->quote(line.instrument);
    for (const RiskLine& known : book.report->lines) {
        if (known.holding.instrument == line.instrument && known.values && quote)
            return exitCostUsd(*known.instrument, *quote, -line.quantity(), known.values->forward, {});
    }
    return std::nullopt;
}

Portfolio heldIn(const PricedBook& book)
{
    Portfolio portfolio;
    for (const RiskLine& line : book.report->lines)
        portfolio.positions.push_back(line.holding);
    return portfolio;
}

// Of getting from the first book to this one; nullopt: a leg that differs has no two-sided quote.
std::optional<double> costToTrade(const PricedBook& first, const PricedBook& book)
{
    double sum = 0.0;
    for (const BookDifference& line : compareBooks(heldIn(first), heldIn(book)).lines) {
        if (line.change == LegChange::None)
            continue;
        auto cost = tradeCost(book, line);
        if (!cost)
            cost = tradeCost(first, line);
        if (!cost)
            return std::nullopt;
        sum += *cost;
    }
    return sum;
}

bool holdsOtc(const PricedBookPtr& book)
{
    return std::ranges::any_of(book->report->lines,
                               [](const RiskLine& l) { return l.instrument && isOtc(*l.instrument); });
}

} // namespace

Result<PropagatedScenario> runnableScenario(const ScenarioNode& node, const PricedBook& book,
                                            const ComparisonOptions& options)
{
    if (!node.scenario)
        return Error{Errc::BadInput, fmt::format("'{}' is a folder", node.name)};
    if (const Status status = checkScenario(*node.scenario); !status)
        return status.error();
    if (node.follow == OthersFollow::No)
        return PropagatedScenario{*node.scenario, {}, {}, {}, {}, 0};
    const auto levels = volLevelsOf(book);
    const FactorModel model = options.factors ? *options.factors : impliedFactorModel(levels, FactorScope::WithSmile);
    return propagate(*node.scenario, model, levels);
}

ComparedScenario compareScenario(std::span<const PricedBookPtr> books, const ScenarioNode& scenario,
                                 const ComparisonOptions& options, std::stop_token stop)
{
    ComparedScenario row{scenario.id, scenario.name, scenario.origin, {}, std::nullopt, {}, {}};
    row.cells.resize(books.size());
    if (books.empty())
        return row;
    const auto run = runnableScenario(scenario, *books.front(), options);
    if (!run) {
        row.refused = run.error().message;
        return row;
    }
    for (const FactorShift& shift : run->followed)
        row.followed.push_back(shiftText(shift, run->scenario));
    const std::size_t parts = std::clamp<std::size_t>(options.books.parts, 1, books.size());
    const auto part = [&](std::size_t first) {
        for (std::size_t i = first; i < books.size(); i += parts)
            row.cells[i] = cellOf(*books[i], run->scenario, options, stop);
    };
    // The pricer of OTC options takes one at a time.
    if (parts > 1 && options.books.run && std::ranges::none_of(books, holdsOtc)) {
        options.books.run(parts, part);
    } else {
        for (std::size_t first = 0; first < parts; ++first)
            part(first);
    }
    row.bestBook = bestOf(row.cells);
    return row;
}

ComparedBook compareBook(const PricedBook& first, const PricedBook& book, const ComparisonOptions& options,
                         std::stop_token stop)
{
    ComparedBook compared;
    compared.title = book.title;
    compared.totals = book.report->totals;
    compared.lines = static_cast<int>(book.report->lines.size());
    compared.linesLeftOut = book.report->linesFailed;
    compared.exitCostUsd = exitCostOf(book);
    if (&book != &first)
        compared.costToTradeUsd = costToTrade(first, book);
    if (options.marginModel)
        compared.margin = marginAfter(*options.marginModel, book, {});
    if (options.varScenarios) {
        const auto var =
            simulatedVar(book.inputs(), *options.varScenarios, VarMethod::Historical, options.var, std::move(stop));
        if (var)
            compared.var = var->risk;
    }
    return compared;
}

Result<ScenarioComparison> compareScenarios(std::span<const PricedBookPtr> books,
                                            std::span<const ScenarioNode> scenarios, const ComparisonOptions& options,
                                            const PartRunner& runner, std::stop_token stop)
{
    ScenarioComparison comparison;
    if (books.empty())
        return comparison;
    comparison.basis = books.front()->report->basis;
    comparison.asOf = books.front()->report->asOf;
    comparison.marginModel = options.marginModel ? std::string(options.marginModel->word()) : std::string();
    comparison.confidence = options.var.confidence;
    comparison.horizonDays = options.var.horizonDays;
    std::vector<ScenarioNode> runnable;
    std::ranges::copy_if(scenarios, std::back_inserter(runnable), [](const auto& n) { return !n.isFolder(); });
    comparison.rows.resize(runnable.size());
    // OTC pricers belong to the calling thread.
    const PartRunner here{1, [](std::size_t, const std::function<void(std::size_t)>& part) { part(0); }};
    const PartRunner& chosen = std::ranges::any_of(books, holdsOtc) ? here : runner;
    chosen.run(chosen.parts, [&](std::size_t part) {
        const BlockRange share = blockShare(runnable.size(), part, chosen.parts);
        for (std::size_t i = share.first; i < share.last && !stop.stop_requested(); ++i)
            comparison.rows[i] = compareScenario(books, runnable[i], options, stop);
    });
    for (const PricedBookPtr& book : books)
        comparison.books.push_back(compareBook(*books.front(), *book, options, stop));
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "the comparison was not finished: newer work replaced it"};
    return comparison;
}

HedgeThis hedgeThis(const Scenario& scenario, const PricedBook& book, const std::string& underlying, double maxLossUsd)
{
    const UnderlyingShock shock = shockFor(scenario, underlying);
    HedgeThis limit{scenario.name, shock.spot, shock.volPoints, maxLossUsd, {}};
    for (const VolLevel& level : volLevelsOf(book)) {
        if (level.underlying == underlying)
            limit.volPoints += 100.0 * shock.volRelative * level.vol;
    }
    for (const ShockFieldSpec& spec : shockFields()) {
        const bool fits = spec.field == ShockField::Spot || spec.field == ShockField::VolPoints ||
                          spec.field == ShockField::VolRelative;
        if (!fits && !isNeutral(shock, spec.field))
            limit.leftOut.push_back(fmt::format("{} {} {}", spec.label,
                                                shownShockValue(spec.field, shockValue(shock, spec.field)), spec.unit));
    }
    if (scenario.horizonDays > 0.0)
        limit.leftOut.push_back(fmt::format("{:g} days", scenario.horizonDays));
    if (!shock.stablecoins.empty())
        limit.leftOut.push_back("stablecoin pegs");
    return limit;
}

} // namespace ballast

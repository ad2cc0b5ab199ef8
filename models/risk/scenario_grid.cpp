#include "models/risk/scenario_grid.h"

#include "models/pricing/black76.h"
#include "models/pricing/scenario_batch.h"
#include "models/risk/aggregate.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <span>
#include <tuple>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

BlackTerms termsOf(const RiskLine& line)
{
    return {line.values->forward, *line.instrument->strike, line.values->years, *line.values->vol,
            *line.instrument->type};
}

BlackTerms movedTerms(BlackTerms terms, double spotMove, double volMove, double days)
{
    terms.forward = std::max(terms.forward * (1.0 + spotMove), 0.0);
    terms.vol = std::max(terms.vol * (1.0 + volMove), 0.0);
    terms.years = std::max(terms.years - days / daysPerYear, 0.0);
    return terms;
}

// What the grid revalues: the options, and the USD per unit return of everything of delta one.
struct GridWork
{
    std::vector<HeldOption> options;
    std::vector<const RiskLine*> otc; // revalued by their own pricer
    double deltaOneUsd = 0.0;
    int linesLeftOut = 0;
};

GridWork gridWork(const RiskReport& report, std::string_view underlying)
{
    GridWork work;
    for (const RiskLine& line : report.lines) {
        if (!underlying.empty() && underlyingOf(line) != underlying)
            continue;
        if (!line.values)
            ++work.linesLeftOut;
        else if (isOption(*line.instrument))
            work.options.push_back({termsOf(line), line.holding.quantity, 0});
        else if (line.values->otc)
            work.otc.push_back(&line);
        else
            work.deltaOneUsd += line.values->exposure.deltaUsd;
    }
    return work;
}

Result<RevaluationPlan> gridPlan(const std::vector<HeldOption>& options, const GridAxes& axes)
{
    const auto factors = [](std::vector<double> moves) {
        for (double& move : moves)
            move += 1.0;
        return moves;
    };
    const std::vector<FactorMoves> moves{gridMoves(factors(axes.spotMoves), factors(axes.volMoves))};
    return RevaluationPlan::prepare(options, moves);
}

// Each part writes cells of its own.
RunStatus addOptions(const RevaluationPlan& plan, std::span<double> pnlUsd, const std::stop_token& stop,
                     const PartRunner& runner)
{
    std::atomic<bool> cancelled = false;
    runner.run(runner.parts, [&](std::size_t part) {
        if (plan.addPnl(blockShare(plan.blocks(), part, runner.parts), pnlUsd, stop) == RunStatus::Cancelled)
            cancelled = true;
    });
    return cancelled ? RunStatus::Cancelled : RunStatus::Finished;
}

// On the calling thread: the pricer behind such a line belongs to it. False: stopped.
bool addOtc(ScenarioGrid& grid, const std::vector<const RiskLine*>& lines, const std::stop_token& stop)
{
    for (const RiskLine* line : lines) {
        double* cell = grid.pnlUsd.data();
        for (const double spotMove : grid.axes.spotMoves) {
            if (stop.stop_requested())
                return false;
            for (const double volMove : grid.axes.volMoves) {
                const OtcMove move = otcLineMove(*line, spotMove, volMove, 0.0);
                grid.estimates.note(*line, move.refusal);
                *cell++ += move.pnlUsd;
            }
        }
    }
    return true;
}

void addDeltaOne(ScenarioGrid& grid, double deltaUsd)
{
    double* cell = grid.pnlUsd.data();
    for (const double spotMove : grid.axes.spotMoves) {
        for (std::size_t i = 0; i < grid.axes.volMoves.size(); ++i)
            *cell++ += deltaUsd * spotMove;
    }
}

GridCell worstCell(const ScenarioGrid& grid)
{
    const auto rank = [&grid](const GridCell& cell) {
        return std::tuple(cell.pnlUsd, std::abs(grid.axes.spotMoves[cell.spot]),
                          std::abs(grid.axes.volMoves[cell.vol]));
    };
    GridCell worst{0, 0, grid.at(0, 0)};
    for (std::size_t spot = 0; spot < grid.axes.spotMoves.size(); ++spot) {
        for (std::size_t vol = 0; vol < grid.axes.volMoves.size(); ++vol) {
            const GridCell cell{spot, vol, grid.at(spot, vol)};
            if (rank(cell) < rank(worst))
                worst = cell;
        }
    }
    return worst;
}

bool soundAxes(const GridAxes& axes)
{
    const auto finite = [](double move) { return std::isfinite(move); };
    return !axes.spotMoves.empty() && !axes.volMoves.empty() && std::ranges::all_of(axes.volMoves, finite) &&
           std::ranges::all_of(axes.spotMoves, [](double move) { return std::isfinite(move) && move > -1.0; });
}

} // namespace

std::vector<double> evenAxis(double from, double to, int points)
{
    std::vector<double> axis;
    for (int i = 0; i < points; ++i) {
        const double share = points > 1 ? static_cast<double>(i) / (points - 1) : 0.0;
        const double value = from * (1.0 - share) + to * share;
        // A symmetric axis has to hold the unmoved market itself, not 1e-17 beside it.
        axis.push_back(std::abs(value) < 1e-12 * (std::abs(from) + std::abs(to)) ? 0.0 : value);
    }
    return axis;
}

Result<ScenarioGrid> computeGrid(const RiskReport& report, const GridAxes& axes, std::string_view underlying,
                                 std::stop_token stop)
{
    const PartRunner here{1, [](std::size_t, const std::function<void(std::size_t)>& part) { part(0); }};
    return computeGrid(report, axes, underlying, std::move(stop), here);
}

Result<ScenarioGrid> computeGrid(const RiskReport& report, const GridAxes& axes, std::string_view underlying,
                                 std::stop_token stop, const PartRunner& runner)
{
    if (!soundAxes(axes))
        return Error{Errc::BadInput, "a grid needs spot moves above -100 % and vol moves, at least one of each"};
    const GridWork work = gridWork(report, underlying);
    const auto plan = gridPlan(work.options, axes);
    if (!plan)
        return plan.error();

    ScenarioGrid grid;
    grid.basis = report.basis;
    grid.axes = axes;
    grid.pnlUsd.assign(axes.spotMoves.size() * axes.volMoves.size(), 0.0);
    grid.linesLeftOut = work.linesLeftOut + plan->optionsLeftOut();
    if (addOptions(*plan, grid.pnlUsd, stop, runner) == RunStatus::Cancelled || !addOtc(grid, work.otc, stop))
        return Error{Errc::Cancelled, "the grid was not finished: newer work replaced it"};
    addDeltaOne(grid, work.deltaOneUsd);
    grid.worst = worstCell(grid);
    return grid;
}

// An option's USD value change q (V' - V); inverse contracts Q (1/F - 1/F') coins at F' = Q s; spot and linear q F s.
double linePnlUsd(const RiskLine& line, double spotMove, double volMove, double days)
{
    if (!line.values)
        return 0.0;
    if (line.values->otc)
        return otcLineMove(line, spotMove, volMove, days).pnlUsd;
    if (!isOption(*line.instrument))
        return line.values->exposure.deltaUsd * spotMove;
    const BlackTerms now = termsOf(line);
    return line.holding.quantity * (blackPrice(movedTerms(now, spotMove, volMove, days)) - blackPrice(now));
}

OtcMove otcLineMove(const RiskLine& line, double spotMove, double volMove, double days)
{
    const LineValues& v = *line.values;
    OtcMove move = otcMove(*v.otc, {v.forward * std::max(1.0 + spotMove, 0.0), std::max(*v.vol * (1.0 + volMove), 0.0),
                                    days / daysPerYear});
    move.pnlUsd *= line.holding.quantity;
    return move;
}

} // namespace ballast

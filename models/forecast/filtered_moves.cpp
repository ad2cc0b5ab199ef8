#include "models/forecast/filtered_moves.h"

#include "models/forecast/garch.h"
#include "models/forecast/realised_vol.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr std::size_t warmUpDays = 30;
constexpr std::size_t leastScenarios = 30;
constexpr std::size_t refitDays = 60;
constexpr std::size_t fitWindow = 1000;
constexpr double leastVariance = 1e-12;

double startVariance(std::span<const double> moves)
{
    return std::max(closeCloseVariance(moves.first(std::min(warmUpDays, moves.size()))), leastVariance);
}

FilteredFactor ewmaFactor(std::span<const double> moves, double decay)
{
    return {ewmaPath(moves, startVariance(moves), decay), 0.0, 1.0 - decay, decay};
}

// Parameters change at each refit, from days before it only; between refits the recursion runs on.
FilteredFactor garchFactor(std::span<const double> moves, double decay)
{
    FilteredFactor f = ewmaFactor(moves.first(std::min(leastGarchReturns, moves.size())), decay);
    for (std::size_t day = leastGarchReturns; day < moves.size(); ++day) {
        if ((day - leastGarchReturns) % refitDays == 0) {
            const auto past = moves.first(day).last(std::min(day, fitWindow));
            if (const auto fit = fitGarch(past, {})) {
                f.omega = fit->params.omega;
                f.alpha = fit->params.alpha;
                f.beta = fit->params.beta;
                f.variances[day] = std::max(fit->nextVariance, leastVariance);
            }
        }
        f.variances.push_back(
            std::max(f.omega + f.alpha * moves[day] * moves[day] + f.beta * f.variances[day], leastVariance));
    }
    return f;
}

// Sum of the moves that the standardised days first..first + horizon bring from today's variance on.
double pathMove(const FilteredFactor& f, std::span<const double> moves, std::size_t first, int horizonDays)
{
    double variance = f.variances.back();
    double sum = 0.0;
    for (std::size_t day = first; day < first + static_cast<std::size_t>(horizonDays); ++day) {
        const double move = std::sqrt(variance / f.variances[day]) * moves[day];
        sum += move;
        variance = f.omega + f.alpha * move * move + f.beta * variance;
    }
    return sum;
}

std::vector<FilteredFactor> filterAll(const FactorHistory& daily, const FilterOptions& options)
{
    std::vector<FilteredFactor> filters;
    for (std::size_t i = 0; i < daily.factors.size(); ++i)
        filters.push_back(filterFactor(daily.column(i), options));
    return filters;
}

// The P&L that each day of the window would bring at the variance of `today`.
std::vector<double> filteredPnl(const FactorHistory& daily, const std::vector<FilteredFactor>& filters,
                                std::size_t from, std::size_t today,
                                const std::function<double(std::span<const double>)>& pnlUsd)
{
    std::vector<double> pnl;
    std::vector<double> moves(daily.factors.size());
    for (std::size_t day = from; day < today; ++day) {
        for (std::size_t i = 0; i < moves.size(); ++i)
            moves[i] = daily.moves[day][i] * std::sqrt(filters[i].variances[today] / filters[i].variances[day]);
        pnl.push_back(pnlUsd(moves));
    }
    return pnl;
}

} // namespace

FilteredFactor filterFactor(std::span<const double> moves, const FilterOptions& options)
{
    return options.filter == VolFilter::Garch ? garchFactor(moves, options.decay) : ewmaFactor(moves, options.decay);
}

Result<MoveScenarios> filteredScenarios(const FactorHistory& daily, const FilterOptions& options)
{
    const auto horizon = static_cast<std::size_t>(std::max(options.horizonDays, 1));
    if (daily.moves.size() < warmUpDays + leastScenarios + horizon)
        return Error{Errc::Undetermined, fmt::format("filtering needs {} daily moves, here are {}",
                                                     warmUpDays + leastScenarios + horizon, daily.moves.size())};
    MoveScenarios scenarios{daily.factors, {}, {}, {}};
    const auto filters = filterAll(daily, options);
    std::vector<std::vector<double>> columns;
    for (std::size_t i = 0; i < daily.factors.size(); ++i)
        columns.push_back(daily.column(i));
    for (std::size_t first = warmUpDays; first + horizon <= daily.moves.size(); ++first) {
        std::vector<double> row;
        for (std::size_t i = 0; i < filters.size(); ++i)
            row.push_back(pathMove(filters[i], columns[i], first, static_cast<int>(horizon)));
        scenarios.names.push_back(toIso8601(daily.days[first + horizon - 1]).substr(0, 10));
        scenarios.logMoves.push_back(std::move(row));
    }
    return scenarios;
}

Result<std::vector<VarDay>> walkVar(const FactorHistory& daily,
                                    const std::function<double(std::span<const double>)>& pnlUsd,
                                    const WalkVarOptions& options)
{
    const std::size_t fewest = options.fewest > 0 ? std::min(options.fewest, options.window) : options.window;
    const std::size_t warmUp = options.method == VarMethod::FilteredHistorical ? warmUpDays : 0;
    const std::size_t first = fewest + warmUp;
    if (fewest < leastScenarios || daily.moves.size() <= first)
        return Error{Errc::Undetermined, fmt::format("a backtest over a window of {} days needs more than {} daily "
                                                     "moves, here are {}",
                                                     fewest, first, daily.moves.size())};
    std::vector<double> pnl;
    for (const auto& row : daily.moves)
        pnl.push_back(pnlUsd(row));
    std::vector<FilteredFactor> filters;
    if (options.method == VarMethod::FilteredHistorical)
        filters = filterAll(daily, options.filter);
    const auto ownVariance =
        ewmaPath(pnl, std::max(closeCloseVariance(std::span(pnl).first(warmUpDays)), 1e-300), options.filter.decay);
    std::vector<VarDay> days;
    for (std::size_t today = first; today < pnl.size(); ++today) {
        if (options.stop.stop_requested())
            return Error{Errc::Cancelled, "the backtest was not finished: newer work replaced it"};
        TailMeasure risk;
        if (options.method == VarMethod::Parametric) {
            risk = normalTail(std::sqrt(ownVariance[today]), options.confidence);
        } else {
            const std::size_t begin = today - std::min(options.window, today - warmUp);
            const auto past = options.method == VarMethod::Historical
                                  ? std::vector(pnl.begin() + static_cast<std::ptrdiff_t>(begin),
                                                pnl.begin() + static_cast<std::ptrdiff_t>(today))
                                  : filteredPnl(daily, filters, begin, today, pnlUsd);
            const auto tail = tailOf(past, options.confidence);
            if (!tail)
                return tail.error();
            risk = tail->risk;
        }
        days.push_back({pnl[today], risk.var, risk.es});
    }
    return days;
}

} // namespace ballast

#include "models/risk/factor_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

constexpr std::size_t leastMoves = 30;

std::map<std::chrono::sys_days, double> closesByDay(const PriceSeries& series)
{
    std::map<std::chrono::sys_days, double> closes;
    for (const PriceBar& bar : series.bars)
        closes[std::chrono::floor<std::chrono::days>(bar.at)] = bar.close; // the last bar of a day wins
    return closes;
}

} // namespace

std::string factorName(const RiskFactor& factor)
{
    return (factor.kind == FactorKind::Spot ? "spot:" : "vol:") + factor.underlying;
}

std::vector<double> FactorHistory::column(std::size_t factor) const
{
    std::vector<double> values;
    for (const auto& row : moves)
        values.push_back(row[factor]);
    return values;
}

Result<FactorHistory> alignedHistory(std::span<const FactorSeries> series)
{
    FactorHistory history;
    std::vector<std::map<std::chrono::sys_days, double>> closes;
    for (const FactorSeries& s : series) {
        history.factors.push_back(s.factor);
        closes.push_back(closesByDay(s.levels));
    }
    if (closes.empty())
        return Error{Errc::BadInput, "no history at all, give at least one series of prices"};
    const std::map<std::chrono::sys_days, double>* before = nullptr;
    std::vector<double> last;
    for (const auto& [day, first] : closes.front()) {
        std::vector<double> levels;
        for (const auto& column : closes) {
            if (const auto level = column.find(day); level != column.end())
                levels.push_back(level->second);
        }
        if (levels.size() != closes.size())
            continue;
        if (before) {
            std::vector<double> row;
            for (std::size_t i = 0; i < levels.size(); ++i)
                row.push_back(std::log(levels[i] / last[i]));
            history.days.push_back(day);
            history.moves.push_back(std::move(row));
        }
        before = &closes.front();
        last = std::move(levels);
    }
    if (history.moves.size() < leastMoves)
        return Error{Errc::Undetermined, fmt::format("the histories have {} daily moves in common, {} are needed",
                                                     history.moves.size(), leastMoves)};
    return history;
}

FactorHistory overlappingMoves(const FactorHistory& history, int days)
{
    FactorHistory sums{history.factors, {}, {}};
    const auto length = static_cast<std::size_t>(std::max(days, 1));
    for (std::size_t end = length; end <= history.moves.size(); ++end) {
        std::vector<double> row(history.factors.size(), 0.0);
        for (std::size_t day = end - length; day < end; ++day) {
            for (std::size_t i = 0; i < row.size(); ++i)
                row[i] += history.moves[day][i];
        }
        sums.days.push_back(history.days[end - 1]);
        sums.moves.push_back(std::move(row));
    }
    return sums;
}

Scenario scenarioOf(std::span<const RiskFactor> factors, std::span<const double> moves, VolDynamics dynamics)
{
    Scenario scenario;
    scenario.dynamics = dynamics;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        auto shock = std::ranges::find(scenario.shocks, factors[i].underlying, &UnderlyingShock::underlying);
        if (shock == scenario.shocks.end()) {
            scenario.shocks.push_back({factors[i].underlying});
            shock = std::prev(scenario.shocks.end());
        }
        (factors[i].kind == FactorKind::Spot ? shock->spot : shock->volRelative) = std::expm1(moves[i]);
    }
    return scenario;
}

} // namespace ballast

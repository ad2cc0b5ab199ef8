#include "models/risk/factor_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

constexpr std::size_t leastMoves = 30;
constexpr double widestTermPower = 2.0;

std::map<std::chrono::sys_days, double> closesByDay(const PriceSeries& series)
{
    std::map<std::chrono::sys_days, double> closes;
    for (const PriceBar& bar : series.bars)
        closes[std::chrono::floor<std::chrono::days>(bar.at)] = bar.close; // the last bar of a day wins
    return closes;
}

double moveBetween(FactorKind kind, double from, double to)
{
    return kind == FactorKind::Spot || kind == FactorKind::Vol ? std::log(to / from) : to - from;
}

void applyMove(UnderlyingShock& shock, FactorKind kind, double move)
{
    switch (kind) {
    case FactorKind::Spot:
        shock.spot = std::expm1(move);
        break;
    case FactorKind::Vol:
        shock.volRelative = std::expm1(move);
        break;
    case FactorKind::Skew:
        shock.skew25d = move;
        break;
    case FactorKind::Term:
        shock.termPower = termPowerFor(shock.volRelative, move);
        break;
    }
}

} // namespace

std::string factorName(const RiskFactor& factor)
{
    switch (factor.kind) {
    case FactorKind::Vol:
        return "vol:" + factor.underlying;
    case FactorKind::Skew:
        return "skew:" + factor.underlying;
    case FactorKind::Term:
        return "term:" + factor.underlying;
    case FactorKind::Spot:
        break;
    }
    return "spot:" + factor.underlying;
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
                row.push_back(moveBetween(history.factors[i].kind, last[i], levels[i]));
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

void applyMoves(std::span<UnderlyingShock> shocks, std::span<const RiskFactor> factors, std::span<const double> moves)
{
    // Term last: it bends the vol's move.
    for (const bool term : {false, true}) {
        for (std::size_t i = 0; i < factors.size(); ++i) {
            const auto shock = std::ranges::find(shocks, factors[i].underlying, &UnderlyingShock::underlying);
            if (shock != shocks.end() && (factors[i].kind == FactorKind::Term) == term)
                applyMove(*shock, factors[i].kind, moves[i]);
        }
    }
}

double termMoveOf(double volRelative, double termPower)
{
    const double front = 1.0 + volRelative * std::pow(30.0 / 7.0, termPower);
    const double back = 1.0 + volRelative * std::pow(30.0 / 90.0, termPower);
    return front > 0.0 && back > 0.0 ? std::log(front / back) : 0.0;
}

double termPowerFor(double volRelative, double termMove)
{
    if (volRelative == 0.0 || volRelative <= -1.0)
        return 0.0;
    // A vol that falls may not fall below zero at the front: the power ends where it would.
    double low = -widestTermPower;
    double high = widestTermPower;
    if (volRelative < 0.0)
        high = std::min(high, 0.99 * std::log(-1.0 / volRelative) / std::log(30.0 / 7.0));
    if (volRelative < 0.0)
        low = std::max(low, -0.99 * std::log(-1.0 / volRelative) / std::log(3.0));
    const bool rising = volRelative > 0.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        ((termMoveOf(volRelative, middle) < termMove) == rising ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

Scenario scenarioOf(std::span<const RiskFactor> factors, std::span<const double> moves, VolDynamics dynamics)
{
    Scenario scenario;
    scenario.dynamics = dynamics;
    for (const RiskFactor& factor : factors) {
        if (std::ranges::find(scenario.shocks, factor.underlying, &UnderlyingShock::underlying) ==
            scenario.shocks.end())
            scenario.shocks.push_back({factor.underlying});
    }
    applyMoves(scenario.shocks, factors, moves);
    return scenario;
}

} // namespace ballast

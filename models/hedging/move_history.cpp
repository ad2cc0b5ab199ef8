#include "models/hedging/move_history.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double deviationsApart = 2.0 * 0.6745; // of the 25-delta put and call
constexpr double shortYears = 7.0 / 365.0;
constexpr double longYears = 90.0 / 365.0;

void applyFactor(UnderlyingMove& move, FactorKind kind, double value, double atmVol)
{
    switch (kind) {
    case FactorKind::Spot:
        move.spot = std::expm1(value);
        return;
    case FactorKind::Vol:
        move.volPoints = 100.0 * atmVol * std::expm1(value);
        return;
    case FactorKind::Skew:
        move.skewPoints = value / deviationsApart;
        return;
    case FactorKind::Term:
        move.termPoints = 100.0 * atmVol * value / (termLoading(shortYears) - termLoading(longYears));
        return;
    }
}

} // namespace

MoveHistory moveHistoryOf(const FactorHistory& history, const std::vector<AtmLevel>& levels)
{
    MoveHistory result;
    for (const RiskFactor& factor : history.factors) {
        if (factor.kind == FactorKind::Spot)
            result.underlyings.push_back(factor.underlying);
    }
    for (std::size_t day = 0; day < history.days.size(); ++day) {
        MoveDay moves{Timestamp(history.days[day]), std::vector<UnderlyingMove>(result.underlyings.size())};
        for (std::size_t f = 0; f < history.factors.size(); ++f) {
            const auto found = std::ranges::find(result.underlyings, history.factors[f].underlying);
            const auto level = std::ranges::find(levels, history.factors[f].underlying, &AtmLevel::underlying);
            if (found == result.underlyings.end())
                continue;
            applyFactor(moves.moves[static_cast<std::size_t>(found - result.underlyings.begin())],
                        history.factors[f].kind, history.moves[day][f], level == levels.end() ? 0.0 : level->atmVol);
        }
        result.days.push_back(std::move(moves));
    }
    return result;
}

} // namespace ballast

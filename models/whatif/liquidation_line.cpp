#include "models/whatif/liquidation_line.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double leastReturn = -0.99;
constexpr double mostReturn = 3.0;
constexpr double logStep = 0.02;
constexpr double edgeWidth = 1e-4;

bool isLiquidated(const MarginModel& model, const PricedBook& book, const Scenario& scenario)
{
    const MarginLevel level = marginAfter(model, book, scenario).level;
    return level.maintenanceUsd > 0.0 && level.balanceMaintenanceUsd <= level.maintenanceUsd;
}

} // namespace

Scenario atSpot(const Scenario& scenario, double spotReturn)
{
    Scenario moved = scenario;
    const bool general = std::ranges::any_of(moved.shocks, [](const auto& s) { return s.underlying.empty(); });
    if (!general)
        moved.shocks.push_back({});
    for (UnderlyingShock& shock : moved.shocks)
        shock.spot = spotReturn;
    return moved;
}

LiquidationLine::LiquidationLine(const MarginModel& model, const PricedBook& book, const Scenario& scenario,
                                 const std::stop_token& stop)
{
    const auto hit = [&](double spotReturn) { return isLiquidated(model, book, atSpot(scenario, spotReturn)); };
    const auto edge = [&](double safe, double bad) {
        while (std::abs(bad - safe) > edgeWidth) {
            const double middle = 0.5 * (safe + bad);
            (hit(middle) ? bad : safe) = middle;
        }
        return bad;
    };
    const double first = std::log1p(leastReturn);
    const int steps = static_cast<int>(std::floor((std::log1p(mostReturn) - first) / logStep));
    // The unmoved market is a point of its own: an account that is safe now has an edge on either side of it.
    std::vector<double> points{0.0};
    for (int i = 0; i <= steps; ++i)
        points.push_back(std::expm1(first + i * logStep));
    std::ranges::sort(points);
    bool before = false;
    double last = points.front();
    for (const double point : points) {
        if (stop.stop_requested())
            return;
        const bool now = hit(point);
        if (now && !before)
            m_zones.push_back({point == points.front() ? point : edge(last, point), point});
        if (!now && before)
            m_zones.back().to = edge(point, last); // the last one that is liquidated
        if (now)
            m_zones.back().to = point;
        before = now;
        last = point;
    }
}

std::optional<double> LiquidationLine::nearestFrom(double spotReturn) const
{
    std::optional<double> nearest;
    for (const Zone& zone : m_zones) {
        const double to = std::clamp(spotReturn, zone.from, zone.to);
        const double move = (1.0 + to) / (1.0 + spotReturn) - 1.0;
        if (!nearest || std::abs(move) < std::abs(*nearest))
            nearest = move;
    }
    return nearest;
}

std::optional<double> liquidationDistance(const MarginModel& model, const PricedBook& book, const Scenario& scenario)
{
    LiquidationSearch search;
    search.step = 0.02;
    search.tolerance = edgeWidth;
    return liquidationMoves(model, shockedMarginInputs(book, scenario), search).nearest;
}

} // namespace ballast

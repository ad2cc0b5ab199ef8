#include "models/risk/pnl_table.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double spotStep = 0.005;
constexpr double widestSpot = 1.2;
constexpr double volStep = 0.05;
constexpr double widestVol = 1.5;

constexpr int nodes(double widest, double step)
{
    return 2 * static_cast<int>(widest / step + 0.5) + 1;
}
constexpr int spotNodes = nodes(widestSpot, spotStep);
constexpr int volNodes = nodes(widestVol, volStep);

// The node below and the share of the way to the next.
std::pair<std::size_t, double> placeOf(double x, double widest, double step, int count)
{
    const double at = std::clamp((x + widest) / step, 0.0, static_cast<double>(count - 1));
    const auto below = std::min(static_cast<std::size_t>(at), static_cast<std::size_t>(count - 2));
    return {below, at - static_cast<double>(below)};
}

} // namespace

PnlTable::PnlTable(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, VolDynamics dynamics)
{
    const BookRevaluer book(inputs, factors, dynamics);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (factors[i].kind != FactorKind::Spot)
            continue;
        Table table{i, std::nullopt, {}};
        const auto vol = std::ranges::find(factors, RiskFactor{FactorKind::Vol, factors[i].underlying});
        if (vol != factors.end())
            table.volFactor = static_cast<std::size_t>(vol - factors.begin());
        std::vector<double> moves(factors.size(), 0.0);
        for (int s = 0; s < spotNodes; ++s) {
            moves[i] = -widestSpot + spotStep * s;
            for (int v = 0; v < (table.volFactor ? volNodes : 1); ++v) {
                if (table.volFactor)
                    moves[*table.volFactor] = -widestVol + volStep * v;
                table.cells.push_back(book.pnlUsd(moves));
            }
        }
        m_tables.push_back(std::move(table));
    }
}

double PnlTable::pnlUsd(std::span<const double> logMoves) const
{
    double sum = 0.0;
    for (const Table& table : m_tables)
        sum += valueAt(table, logMoves[table.spotFactor], table.volFactor ? logMoves[*table.volFactor] : 0.0);
    return sum;
}

double PnlTable::valueAt(const Table& table, double logSpot, double logVol)
{
    const auto [s, along] = placeOf(logSpot, widestSpot, spotStep, spotNodes);
    if (!table.volFactor)
        return table.cells[s] + along * (table.cells[s + 1] - table.cells[s]);
    const auto [v, up] = placeOf(logVol, widestVol, volStep, volNodes);
    const auto cell = [&](std::size_t i, std::size_t j) { return table.cells[i * volNodes + j]; };
    const double low = cell(s, v) + along * (cell(s + 1, v) - cell(s, v));
    const double high = cell(s, v + 1) + along * (cell(s + 1, v + 1) - cell(s, v + 1));
    return low + up * (high - low);
}

} // namespace ballast

#include "models/risk/book_revaluer.h"

#include "models/risk/shocked_batch.h"

#include <algorithm>
#include <cmath>

namespace ballast {

BookRevaluer::BookRevaluer(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, VolDynamics dynamics)
    : m_factors(std::move(factors)), m_dynamics(dynamics), m_cases(lineCases(inputs))
{
    for (const LineCase& c : m_cases) {
        const std::string& underlying = c.line->instrument->underlying;
        auto known = std::ranges::find(m_underlyings, underlying);
        if (known == m_underlyings.end())
            known = m_underlyings.insert(m_underlyings.end(), underlying);
        m_underlyingOf.push_back(static_cast<std::size_t>(known - m_underlyings.begin()));
    }
}

std::vector<UnderlyingShock> BookRevaluer::shocks(std::span<const double> logMoves) const
{
    std::vector<UnderlyingShock> shocks;
    for (const std::string& underlying : m_underlyings)
        shocks.push_back({underlying});
    applyMoves(shocks, m_factors, logMoves);
    return shocks;
}

double BookRevaluer::pnlUsd(std::span<const double> logMoves) const
{
    const auto moved = shocks(logMoves);
    double sum = 0.0;
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        sum += shockedPnlUsd(m_cases[i], moved[m_underlyingOf[i]], 0.0, m_dynamics);
    return sum;
}

std::vector<double> BookRevaluer::linePnlsUsd(std::span<const double> logMoves) const
{
    const auto moved = shocks(logMoves);
    std::vector<double> pnls;
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        pnls.push_back(shockedPnlUsd(m_cases[i], moved[m_underlyingOf[i]], 0.0, m_dynamics));
    return pnls;
}

std::vector<std::vector<double>> BookRevaluer::linePnlsUsd(std::span<const std::vector<double>> moves,
                                                           const std::stop_token& stop) const
{
    std::vector<std::vector<UnderlyingShock>> moved(m_underlyings.size());
    for (const std::vector<double>& logMoves : moves) {
        auto scenario = shocks(logMoves);
        for (std::size_t u = 0; u < scenario.size(); ++u)
            moved[u].push_back(std::move(scenario[u]));
    }
    std::vector<std::vector<ShockCell>> cells(moved.size());
    for (std::size_t u = 0; u < moved.size(); ++u) {
        for (const UnderlyingShock& shock : moved[u])
            cells[u].push_back({&shock, 0.0});
    }
    ShockedBatch batch(m_dynamics);
    std::vector<std::vector<double>> rows;
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        if (stop.stop_requested())
            return {};
        rows.emplace_back(moves.size(), 0.0);
        batch.addPnl(m_cases[i], cells[m_underlyingOf[i]], rows.back());
    }
    return rows;
}

} // namespace ballast

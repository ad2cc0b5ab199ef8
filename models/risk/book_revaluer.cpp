#include "models/risk/book_revaluer.h"

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
    for (std::size_t i = 0; i < m_factors.size(); ++i) {
        const auto at = std::ranges::find(shocks, m_factors[i].underlying, &UnderlyingShock::underlying);
        if (at != shocks.end())
            (m_factors[i].kind == FactorKind::Spot ? at->spot : at->volRelative) = std::expm1(logMoves[i]);
    }
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

} // namespace ballast

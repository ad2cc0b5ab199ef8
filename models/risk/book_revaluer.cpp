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
    collectOptions();
}

std::vector<UnderlyingShock> BookRevaluer::shocks(std::span<const double> logMoves) const
{
    std::vector<UnderlyingShock> shocks;
    for (const std::string& underlying : m_underlyings)
        shocks.push_back({underlying});
    applyMoves(shocks, m_factors, logMoves);
    return shocks;
}

// The unmoved value is the same kernel's: what does not move gains exactly nothing.
void BookRevaluer::collectOptions()
{
    std::vector<double> forward;
    std::vector<double> years;
    std::vector<double> vol;
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        if (!isOption(*m_cases[i].line->instrument)) {
            m_others.push_back(i);
            continue;
        }
        m_options.push_back({i, ShockedTerms(m_cases[i], m_dynamics), 0.0});
        const BlackTerms& terms = m_options.back().terms.unmoved();
        forward.push_back(terms.forward);
        m_strikes.push_back(terms.strike);
        years.push_back(terms.years);
        vol.push_back(terms.vol);
        m_types.push_back(terms.type);
    }
    std::vector<double> price(m_options.size());
    std::vector<PriceStatus> status(m_options.size());
    blackPrices({forward, m_strikes, years, vol, m_types}, price, status);
    for (std::size_t i = 0; i < m_options.size(); ++i)
        m_options[i].unmovedUsd = price[i];
}

double BookRevaluer::optionsPnlUsd(std::span<const UnderlyingShock> moved) const
{
    const std::size_t n = m_options.size();
    std::vector<double> forward(n);
    std::vector<double> years(n);
    std::vector<double> vol(n);
    std::vector<double> pegs(n);
    std::vector<double> price(n);
    std::vector<PriceStatus> status(n);
    for (std::size_t i = 0; i < n; ++i) {
        const std::size_t line = m_options[i].line;
        const UnderlyingShock& shock = moved[m_underlyingOf[line]];
        pegs[i] = stablecoinPrice(*m_cases[line].line->instrument, shock);
        ShockedTerms::Memory memory;
        const BlackTerms then = m_options[i].terms.at(shock, 0.0, pegs[i], memory);
        forward[i] = then.forward;
        years[i] = then.years;
        vol[i] = then.vol;
    }
    blackPrices({forward, m_strikes, years, vol, m_types}, price, status);
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const LineCase& c = m_cases[m_options[i].line];
        const double pnl = c.line->holding.quantity * (pegs[i] * price[i] - m_options[i].unmovedUsd);
        const bool ordinary = status[i] == PriceStatus::Ok && std::isfinite(pnl);
        sum += ordinary ? pnl : shockedPnlUsd(c, moved[m_underlyingOf[m_options[i].line]], 0.0, m_dynamics);
    }
    return sum;
}

double BookRevaluer::pnlUsd(std::span<const double> logMoves) const
{
    const auto moved = shocks(logMoves);
    double sum = optionsPnlUsd(moved);
    for (const std::size_t i : m_others)
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

BookRevaluer::LinePnls BookRevaluer::linePnls(std::span<const std::vector<double>> moves,
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
    LinePnls pnls;
    for (std::size_t i = 0; i < m_cases.size(); ++i) {
        if (stop.stop_requested())
            return {};
        pnls.usd.emplace_back(moves.size(), 0.0);
        batch.addPnl(m_cases[i], cells[m_underlyingOf[i]], pnls.usd.back());
    }
    pnls.estimates = batch.estimates();
    return pnls;
}

} // namespace ballast

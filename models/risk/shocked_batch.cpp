#include "models/risk/shocked_batch.h"

namespace ballast {

// The unmoved terms come last: both values of a difference are the same kernel's.
void ShockedBatch::fill(const LineCase& c, std::span<const ShockCell> cells)
{
    const std::size_t n = cells.size() + 1;
    for (auto* column : {&m_forward, &m_years, &m_vol, &m_price, &m_peg})
        column->resize(n);
    const ShockedTerms terms(c, m_dynamics);
    m_strike.assign(n, terms.unmoved().strike);
    m_type.assign(n, terms.unmoved().type);
    m_status.resize(n);
    ShockedTerms::Memory memory;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        m_peg[i] = stablecoinPrice(*c.line->instrument, *cells[i].shock);
        const BlackTerms then = terms.at(*cells[i].shock, cells[i].horizonDays, m_peg[i], memory);
        m_forward[i] = then.forward;
        m_years[i] = then.years;
        m_vol[i] = then.vol;
    }
    m_forward.back() = terms.unmoved().forward;
    m_years.back() = terms.unmoved().years;
    m_vol.back() = terms.unmoved().vol;
    m_peg.back() = 1.0;
}

void ShockedBatch::addPnl(const LineCase& c, std::span<const ShockCell> cells, std::span<double> pnlUsd)
{
    if (!isOption(*c.line->instrument)) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            pnlUsd[i] += shockedPnlUsd(c, *cells[i].shock, cells[i].horizonDays, m_dynamics);
        return;
    }
    fill(c, cells);
    blackPrices({m_forward, m_strike, m_years, m_vol, m_type}, m_price, m_status);
    const double quantity = c.line->holding.quantity;
    const double before = m_price.back();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool ordinary = m_status[i] == PriceStatus::Ok && m_status.back() == PriceStatus::Ok;
        if (!ordinary || settlesWithin(c, cells[i].horizonDays))
            pnlUsd[i] += shockedPnlUsd(c, *cells[i].shock, cells[i].horizonDays, m_dynamics);
        else
            pnlUsd[i] += quantity * (m_peg[i] * m_price[i] - before);
    }
}

} // namespace ballast

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
    if (c.line->values->otc) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const OtcMove move = shockedOtcMove(c, *cells[i].shock, cells[i].horizonDays, m_dynamics);
            m_estimates.note(*c.line, move.refusal);
            pnlUsd[i] += move.pnlUsd;
        }
        return;
    }
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

void ShockedBatch::fillGreeks(Settlement settlement)
{
    m_settlement.assign(m_forward.size(), settlement);
    for (auto& column : m_greeks)
        column.resize(m_forward.size());
    auto& g = m_greeks;
    optionGreeks({m_forward, m_strike, m_years, m_vol, m_type}, m_settlement,
                 {g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7], g[8], g[9], g[10], g[11], g[12], g[13], m_status});
}

Greeks ShockedBatch::greeksAt(std::size_t i) const
{
    const auto& g = m_greeks;
    return {g[0][i], g[1][i], g[2][i], g[3][i], g[4][i],  g[5][i],
            g[6][i], g[7][i], g[8][i], g[9][i], g[10][i], g[11][i]};
}

void ShockedBatch::addExposure(const LineCase& c, std::span<const ShockCell> cells, double Exposure::*figure,
                               std::span<double> sums)
{
    const bool batched = isOption(*c.line->instrument);
    if (batched) {
        fill(c, cells);
        fillGreeks(c.line->instrument->settlement);
    }
    const Exposure& before = c.line->values->exposure;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (settlesWithin(c, cells[i].horizonDays))
            continue;
        if (!batched || m_status[i] != PriceStatus::Ok || m_status.back() != PriceStatus::Ok) {
            const ShockedLine then = revalueLine(c, *cells[i].shock, cells[i].horizonDays, m_dynamics);
            m_estimates.note(*c.line, then.estimate);
            sums[i] += then.after.*figure;
            continue;
        }
        const double pnlUsd = c.line->holding.quantity * (m_peg[i] * m_greeks[0][i] - m_greeks[0].back());
        const BlackTerms terms{m_forward[i], m_strike[i], m_years[i], m_vol[i], m_type[i]};
        sums[i] += exposureAfter(c, greeksAt(i), terms, m_peg[i], before.valueUsd + pnlUsd).*figure;
    }
}

} // namespace ballast

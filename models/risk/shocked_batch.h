#pragma once

#include "models/pricing/black_batch.h"
#include "models/risk/otc_estimates.h"
#include "models/risk/shocked_terms.h"

#include <array>
#include <span>
#include <vector>

namespace ballast {

// What happens to a line's underlying in one cell of many.
struct ShockCell
{
    const UnderlyingShock* shock = nullptr;
    double horizonDays = 0.0;
};

// Full revaluation of lines over many cells at once on the batch kernels; agrees with shockedPnlUsd to rounding, and a
// cell in which nothing moves and no time passes is exactly zero. What the kernels do not know (deltas of one, legs
// that settle on the way, OTC options) is revalued one by one. Keeps columns between lines: one for each thread.
class ShockedBatch
{
public:
    explicit ShockedBatch(VolDynamics dynamics) : m_dynamics(dynamics) {}

    // Adds the line's P&L in USD, one element for each cell. OTC pricers are called on this thread.
    void addPnl(const LineCase& c, std::span<const ShockCell> cells, std::span<double> pnlUsd);
    // Adds one figure of what is left at the horizon: nothing where the leg has settled.
    void addExposure(const LineCase& c, std::span<const ShockCell> cells, double Exposure::*figure,
                     std::span<double> sums);
    // Of all lines so far: one point for each cell in which an OTC line was no revaluation.
    [[nodiscard]] const OtcEstimates& estimates() const { return m_estimates; }

private:
    void fill(const LineCase& c, std::span<const ShockCell> cells);
    void fillGreeks(Settlement settlement);
    [[nodiscard]] Greeks greeksAt(std::size_t i) const;

    VolDynamics m_dynamics;
    OtcEstimates m_estimates;
    std::vector<double> m_forward;
    std::vector<double> m_strike;
    std::vector<double> m_years;
    std::vector<double> m_vol;
    std::vector<OptionType> m_type;
    std::vector<double> m_peg;
    std::vector<double> m_price;
    std::vector<PriceStatus> m_status;
    std::vector<Settlement> m_settlement;
    std::array<std::vector<double>, 14> m_greeks; // in the order of GreekColumns
};

} // namespace ballast

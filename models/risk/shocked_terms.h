#pragma once

#include "models/pricing/black76.h"
#include "models/risk/shocked_line.h"

#include <optional>

namespace ballast {

// One option's terms under many shocks: what a line brings along is worked out once. Immutable, safe to ask from
// several threads, each with a memory of its own.
class ShockedTerms
{
public:
    // What the last shock came to; the next one is often half the same.
    struct Memory
    {
        std::optional<double> factor;
        double ride = 0.0;               // of the smile at this factor
        std::optional<double> moneyness; // in 25-delta units, where the strike comes to lie at this factor
        std::optional<double> power;
        double term = 1.0; // weight of the tenor at this power
        double horizonDays = 0.0;
        std::optional<double> rate;
        double carry = 1.0; // at this rate and horizon
    };

    ShockedTerms(const LineCase& c, VolDynamics dynamics);

    [[nodiscard]] const BlackTerms& unmoved() const { return m_unmoved; }
    // The option's terms at the horizon; `peg` is what its stablecoin is worth there (stablecoinPrice).
    [[nodiscard]] BlackTerms at(const UnderlyingShock& shock, double horizonDays, double peg, Memory& memory) const;

private:
    [[nodiscard]] double smileRide(double effectiveStrike) const;
    [[nodiscard]] double moneyness(double effectiveStrike) const;
    [[nodiscard]] double vol(const UnderlyingShock& shock, double factor, Memory& memory) const;

    BlackTerms m_unmoved;
    VolDynamics m_dynamics;
    const VolSurface* m_surface;
    Timestamp m_expiry{};
    double m_days;
    double m_deviation;               // 25-delta distance in ln(strike / forward); 0: no time or no vol
    std::optional<double> m_smileVol; // the surface's at the strike; nullopt: strikes keep their vols
};

// Carry of what is dated until the horizon: index and forwards move alike otherwise.
[[nodiscard]] double forwardFactor(const LineCase& c, const UnderlyingShock& shock, double horizonDays);
[[nodiscard]] bool settlesWithin(const LineCase& c, double horizonDays);

} // namespace ballast

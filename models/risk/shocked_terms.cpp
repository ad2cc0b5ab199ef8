#include "models/risk/shocked_terms.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double volShockTenorDays = 30.0;
constexpr double quarterDeltaDeviation = 0.6744897501960817; // N^-1(0.75)
constexpr double widestMoneyness = 2.5;                      // in 25-delta units: wings do not run away

double carryOf(double rate, double years)
{
    return rate == 0.0 ? 1.0 : std::exp(rate * years);
}

} // namespace

bool settlesWithin(const LineCase& c, double horizonDays)
{
    return c.line->instrument->expiry && horizonDays > 0.0 && c.days <= horizonDays;
}

double forwardFactor(const LineCase& c, const UnderlyingShock& shock, double horizonDays)
{
    const Instrument& instrument = *c.line->instrument;
    if (instrument.kind == InstrumentKind::Spot)
        return 1.0 + shock.spot;
    const double yearsLeft = instrument.expiry ? std::max(c.days - horizonDays, 0.0) / daysPerYear : 0.0;
    return (1.0 + shock.spot) * (1.0 + shock.basis) * carryOf(shock.rate, yearsLeft);
}

ShockedTerms::ShockedTerms(const LineCase& c, VolDynamics dynamics)
    : m_unmoved{c.line->values->forward, *c.line->instrument->strike, c.line->values->years, *c.line->values->vol,
                *c.line->instrument->type},
      m_dynamics(dynamics),
      m_surface(c.surface),
      m_expiry(*c.line->instrument->expiry),
      m_days(c.days),
      m_deviation(m_unmoved.vol * std::sqrt(std::max(m_unmoved.years, 0.0)) * quarterDeltaDeviation)
{
    if (m_surface && m_dynamics == VolDynamics::StickyMoneyness)
        m_smileVol = m_surface->vol(m_unmoved.strike, m_expiry);
}

// How much more a strike's vol is worth once it has the moneyness that the move brings it to.
double ShockedTerms::smileRide(double effectiveStrike) const
{
    if (!m_smileVol || effectiveStrike == m_unmoved.strike)
        return 0.0;
    const auto then = m_surface->vol(effectiveStrike, m_expiry);
    return then ? *then - *m_smileVol : 0.0;
}

double ShockedTerms::moneyness(double effectiveStrike) const
{
    return m_deviation > 0.0 ? std::clamp(std::log(effectiveStrike / m_unmoved.forward) / m_deviation, -widestMoneyness,
                                          widestMoneyness)
                             : 0.0;
}

double ShockedTerms::vol(const UnderlyingShock& shock, double factor, Memory& memory) const
{
    const bool rides = m_dynamics == VolDynamics::StickyMoneyness && factor > 0.0;
    const double effectiveStrike = rides ? m_unmoved.strike / factor : m_unmoved.strike;
    if (memory.factor != factor) {
        memory.factor = factor;
        memory.ride = smileRide(effectiveStrike);
        if (rides)
            memory.moneyness.reset();
    }
    if (memory.power != shock.termPower) {
        memory.power = shock.termPower;
        memory.term =
            shock.termPower == 0.0 ? 1.0 : std::pow(volShockTenorDays / std::max(m_days, 1.0), shock.termPower);
    }
    double points = shock.volPoints * memory.term;
    if (shock.skew25d != 0.0 || shock.curvature25d != 0.0) {
        if (!memory.moneyness)
            memory.moneyness = moneyness(effectiveStrike);
        const double x = *memory.moneyness;
        points += -0.5 * shock.skew25d * x + shock.curvature25d * x * x;
    }
    return std::max((m_unmoved.vol + memory.ride) * (1.0 + shock.volRelative * memory.term) + points / 100.0, 0.0);
}

BlackTerms ShockedTerms::at(const UnderlyingShock& shock, double horizonDays, double peg, Memory& memory) const
{
    if (memory.rate != shock.rate || memory.horizonDays != horizonDays) {
        memory.rate = shock.rate;
        memory.horizonDays = horizonDays;
        memory.carry = carryOf(shock.rate, std::max(m_days - horizonDays, 0.0) / daysPerYear);
    }
    const double factor = (1.0 + shock.spot) * (1.0 + shock.basis) * memory.carry;
    BlackTerms terms = m_unmoved;
    terms.vol = vol(shock, factor, memory);
    terms.years = std::max(terms.years - horizonDays / daysPerYear, 0.0);
    terms.forward = terms.forward * factor / peg;
    return terms;
}

} // namespace ballast

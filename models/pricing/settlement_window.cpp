#include "models/pricing/settlement_window.h"

#include <algorithm>

namespace ballast {
double openShare(double minutesToExpiry)
{
    return std::clamp(minutesToExpiry / settlementWindowMinutes, 0.0, 1.0);
}

Greeks decayedGreeks(const Greeks& unit, double minutesToExpiry)
{
    const double share = openShare(minutesToExpiry);
    Greeks decayed = unit;
    decayed.delta *= share;
    decayed.netDelta *= share;
    decayed.gamma *= share * share;
    return decayed;
}

double decayedMarginUsd(double marginUsd, double minutesToExpiry)
{
    return marginUsd * openShare(minutesToExpiry);
}

BlackTerms averagedTerms(const BlackTerms& terms, double averageSoFar)
{
    const double share = openShare(terms.years * minutesPerYear);
    if (share == 1.0)
        return terms;
    BlackTerms averaged = terms;
    averaged.forward = (1.0 - share) * averageSoFar + share * terms.forward;
    if (!(averaged.forward > 0.0))
        return averaged;
    // Black's vol is relative to the averaged forward; only the open share of it moves.
    const double moving = share * terms.forward / averaged.forward;
    averaged.years = std::max(terms.years, 0.0) / 3.0 * moving * moving;
    return averaged;
}

} // namespace ballast

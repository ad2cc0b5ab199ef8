#pragma once

#include <set>
#include <vector>

namespace ballast {

// Strikes that a venue lists around a forward for one expiry: fine steps around the money, coarser ones outside,
// further out for longer expiries. The steps suit `stepReferenceUsd`, the price when the expiry was first listed, so
// that later strikes fall on the grid of the earlier ones. `mantissas` are the steps' leading digits, e.g. {1, 2, 5}.
[[nodiscard]] std::set<double> strikesAround(double forwardUsd, double stepReferenceUsd, double daysToExpiry,
                                             const std::vector<double>& mantissas);

} // namespace ballast

#pragma once

#include "models/pricing/black_batch.h"

#include <array>

namespace ballast {

// What a kernel leaves to scalar code: options at their limits and inputs of any bit pattern. Columns in the order of
// BlackValueColumns and GreekColumns.
inline constexpr std::size_t valueColumnCount = 10;
inline constexpr std::size_t greekColumnCount = 14;

template <std::size_t N>
struct CheckedRow
{
    PriceStatus status = PriceStatus::BadInput;
    std::array<double, N> columns{}; // NaN unless Ok
};

[[nodiscard]] CheckedRow<1> checkedPrice(const BlackTerms& terms);
[[nodiscard]] CheckedRow<valueColumnCount> checkedValues(const BlackTerms& terms);
[[nodiscard]] CheckedRow<greekColumnCount> checkedGreeks(const BlackTerms& terms, Settlement settlement);

} // namespace ballast

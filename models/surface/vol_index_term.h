#pragma once

#include "models/market/snapshot.h"
#include "models/surface/vol_surface.h"

#include <array>
#include <vector>

namespace ballast {

inline constexpr std::array volIndexTermDays{7.0, 14.0, 30.0, 60.0, 90.0};

enum class VolIndexSource
{
    Quotes, // variance swap replicated from quotes alone
    Surface // from the fit, where quotes do not suffice
};

struct VolIndexTenor
{
    double days = 0.0;
    double index = 0.0; // fraction
    VolIndexSource source = VolIndexSource::Quotes;
    bool operator==(const VolIndexTenor&) const = default;
};

// The vol index at each of volIndexTermDays that the expiries reach, rising. `surface` may be null.
[[nodiscard]] std::vector<VolIndexTenor> volIndexTerm(const MarketSnapshot& snapshot, std::string_view underlying,
                                                      const VolSurface* surface);

[[nodiscard]] const char* volIndexSourceWord(VolIndexSource source); // "quotes", "surface"

} // namespace ballast

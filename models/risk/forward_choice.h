#pragma once

#include "models/market/snapshot.h"
#include "models/surface/vol_surface.h"

#include <optional>

namespace ballast {

// The forward that an expiry of `underlying` is priced on, USD: the surface's (null: none), else the listed future of
// that expiry, else the perpetual, else the index.
[[nodiscard]] std::optional<double> expiryForward(const MarketSnapshot& market, std::string_view underlying,
                                                  Timestamp expiry, const VolSurface* surface);

// The forward of one listed option: what the venue itself prices it on, else expiryForward.
[[nodiscard]] std::optional<double> optionForward(const MarketSnapshot& market, std::size_t instrument,
                                                  const VolSurface* surface);

} // namespace ballast

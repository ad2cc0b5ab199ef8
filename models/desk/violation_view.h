#pragma once

#include "models/surface/quote_arbitrage.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <vector>

namespace ballast {

// Where one option of a violation stands on the surface pictures.
struct ViolationMark
{
    std::size_t instrument = 0; // index into the snapshot's table
    Timestamp expiry{};
    double strike = 0.0;
    double deltaPlace = 0.0; // on SmileAxis::Delta
    double years = 0.0;
    double vol = 0.0; // fraction: the market's, else the fit's
    bool operator==(const ViolationMark&) const = default;
};

// A violation in executable prices with its places; none for an expiry that was not fitted.
struct ShownViolation
{
    QuoteArbitrage found;
    std::vector<ViolationMark> marks;
};

// Largest worth (size times profit) first, those of unknown size last.
[[nodiscard]] std::vector<ShownViolation> shownViolations(const MarketSnapshot& market, const VolSurface& surface);

} // namespace ballast

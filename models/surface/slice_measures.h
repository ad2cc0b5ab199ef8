#pragma once

#include "models/surface/vol_surface.h"

namespace ballast {

// A sound two-sided quote with |delta| in 0.05..0.95.
[[nodiscard]] bool judgesTheFit(const SmileQuote& quote, double years);

// How far a vol lies outside the quote's market; from the mark where there is none.
[[nodiscard]] double distanceFromMarket(const SmileQuote& quote, double vol);

// Fills points, errors, share inside, at-the-money vol, skew and butterfly from params and quotes.
void measureSlice(SviSlice& slice);

} // namespace ballast

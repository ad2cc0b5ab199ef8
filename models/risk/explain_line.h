#pragma once

#include "models/pricing/black76.h"
#include "models/risk/pnl_explain.h"

#include <optional>

namespace ballast {

// One option, one coin of it: its terms and its mark before and after.
struct OptionMove
{
    BlackTerms before;
    BlackTerms after;
    double markUsdBefore = 0.0;
    double markUsdAfter = 0.0;
};

// How the vol of a strike came about, in fractions of vol; they sum to the whole change.
struct VolMoveParts
{
    double level = 0.0;
    double term = 0.0;
    double skew = 0.0;
    double curvature = 0.0;
};

// Surfaces may be null: then all is level.
[[nodiscard]] VolMoveParts splitVolMove(const OptionMove& move, Timestamp expiry, const VolSurface* before,
                                        const VolSurface* after);

// The parts of one coin, without trades, funding and fees.
[[nodiscard]] PnlParts explainOption(const OptionMove& move, const VolMoveParts& vol);

void scale(PnlParts& parts, double quantity);

} // namespace ballast

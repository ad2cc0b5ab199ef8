#pragma once

#include "models/core/ids.h"
#include "models/market/ladder.h"

#include <string>

namespace ballast {

// What became of one approved leg. A leg that found nothing has quantity 0 and says why.
struct TradeFill
{
    InstrumentId instrument;
    Side side = Side::Buy;
    double wanted = 0.0;   // positive, instrument's quantity unit
    double quantity = 0.0; // positive, filled part of `wanted`
    double price = 0.0;    // average of the filled part, quote unit; 0 with quantity 0
    double feeUsd = 0.0;
    std::string unfilledReason; // empty: filled in full
    bool operator==(const TradeFill&) const = default;
};

} // namespace ballast

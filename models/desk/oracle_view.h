#pragma once

#include "models/oracle/circuit_breaker.h"
#include "models/oracle/price_quorum.h"

#include <string>
#include <vector>

namespace ballast {

// One underlying's price from its sources, for the screen.
struct OracleView
{
    std::string underlying;
    Quorum quorum;
    std::vector<PriceWithoutSource> without; // parallel to quorum.sources
    std::optional<DeskPrice> deskPrice;      // what the desk goes on with
    BreakerState state = BreakerState::Normal;
    BreakerEffects effects;
    std::vector<std::string> reasons;
    Timestamp since{};
};

} // namespace ballast

#pragma once

#include "models/core/ids.h"
#include "models/market/otc_terms.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// One holding. Quantity signed, in the instrument's quantity unit: coins for options and linear contracts, USD for inverse
// futures and perpetuals. Average price in the instrument's quote unit.
struct Position
{
    InstrumentId instrument;
    double quantity = 0.0;
    std::optional<double> averagePrice;
    std::string account;
    std::string tag;
    std::optional<OtcHolding> otc = std::nullopt; // venue "otc" only
    bool operator==(const Position&) const = default;
};

struct Portfolio
{
    std::string name;
    std::vector<Position> positions;
    bool operator==(const Portfolio&) const = default;
};

using PortfolioPtr = std::shared_ptr<const Portfolio>;

} // namespace ballast

#pragma once

#include "models/margin/liquidation.h"
#include "models/margin/margin_model.h"
#include "models/whatif/priced_book.h"

#include <optional>

namespace ballast {

// What a venue would be asked about at the scenario's horizon: legs that settled on the way are cash, marks and vols
// are those there, unrealised P&L has come along.
[[nodiscard]] MarginInputs shockedMarginInputs(const PricedBook& book, const Scenario& scenario);

struct MarginAfter
{
    MarginLevel level;
    // Requirement over the balance it is held against; nullopt: no balance to hold it against.
    std::optional<double> initialShare;
    std::optional<double> maintenanceShare;
    bool operator==(const MarginAfter&) const = default;
};

[[nodiscard]] MarginAfter marginAfter(const MarginModel& model, const PricedBook& book, const Scenario& scenario);
[[nodiscard]] MarginAfter marginAfter(const MarginLevel& level);

} // namespace ballast

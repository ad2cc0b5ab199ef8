#pragma once

#include "models/core/time.h"
#include "models/market/ladder.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// One currency of a venue account, in that currency; names as in the venue's account summary.
struct PortfolioUpdate
{
    std::string currency;
    std::optional<double> balance;
    std::optional<double> equity;
    std::optional<double> marginBalance;
    std::optional<double> availableFunds;
    std::optional<double> initialMargin;
    std::optional<double> maintenanceMargin;
    std::optional<double> projectedInitialMargin;
    std::optional<double> projectedMaintenanceMargin;
    std::optional<double> deltaTotal; // net transaction delta in coins
    std::optional<double> optionsDelta;
    std::optional<double> optionsGamma;
    std::optional<double> optionsVega;
    std::optional<double> optionsTheta;
    std::optional<double> optionsValue;
    std::optional<double> totalPl;
    std::string marginModel; // "cross_sm"
    bool operator==(const PortfolioUpdate&) const = default;
};

// One position as the venue reports it; size signed, in the instrument's quantity unit.
struct VenuePosition
{
    std::string instrument;
    double size = 0.0;
    std::optional<double> averagePrice;
    std::optional<double> markPrice;
    std::optional<double> delta; // position totals
    std::optional<double> gamma;
    std::optional<double> vega;
    std::optional<double> theta;
    std::optional<double> initialMargin;
    std::optional<double> maintenanceMargin;
    std::optional<double> floatingProfitLoss;
    std::optional<double> estimatedLiquidationPrice;
    bool operator==(const VenuePosition&) const = default;
};

enum class AccountScope
{
    Whole,
    Changes
}; // all there is, or news of some

struct PositionsUpdate
{
    AccountScope scope = AccountScope::Whole;
    std::vector<VenuePosition> positions;
    bool operator==(const PositionsUpdate&) const = default;
};

struct VenueOrder
{
    std::string orderId;
    std::string instrument;
    std::string label;
    std::string state; // "open", "filled", "cancelled", ...
    Side side = Side::Buy;
    std::optional<double> price; // nullopt: at market
    double amount = 0.0;
    double filledAmount = 0.0;
    Timestamp at{};
    bool operator==(const VenueOrder&) const = default;
};

struct OrdersUpdate
{
    AccountScope scope = AccountScope::Whole;
    std::vector<VenueOrder> orders;
    bool operator==(const OrdersUpdate&) const = default;
};

} // namespace ballast

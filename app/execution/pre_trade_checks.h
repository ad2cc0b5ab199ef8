#pragma once

#include "models/core/result.h"
#include "models/hedging/proposal.h"
#include "models/market/snapshot.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace ballast {

// How far a limit price may lie from its reference: the larger of a share of it and a number of ticks.
struct PriceCollar
{
    double fraction = 0.0;
    double ticks = 0.0;
    bool operator==(const PriceCollar&) const = default;
};

enum class CollarVerdict
{
    Inside,
    Outside,
    NoReference,
    BadLimit
};

// Refuses whatever it cannot judge: a missing, zero, negative or NaN reference is NoReference, such a limit BadLimit.
[[nodiscard]] CollarVerdict checkCollar(double limit, std::optional<double> reference, double tick,
                                        const PriceCollar& collar);

enum class LotRule
{
    WholeLots,
    AnySize
};

// Every limit is on by default (SEC rule 15c3-5 asks for limits before the order, not after).
struct PreTradeLimits
{
    PriceCollar futures{0.02, 2.0};
    PriceCollar options{0.50, 20.0}; // premiums are small against their ticks, wings trade far from their mark
    double maxLegNotionalUsd = 10e6;
    double maxTotalNotionalUsd = 25e6;
    int maxLegs = 20;
    LotRule lots = LotRule::WholeLots;
    Milliseconds repeatWindow{10'000}; // the same order within it is refused
    bool operator==(const PreTradeLimits&) const = default;
};

// An order that left a moment ago.
struct RecentOrder
{
    InstrumentId instrument;
    Side side = Side::Buy;
    double quantity = 0.0;
    Timestamp at{};
    bool operator==(const RecentOrder&) const = default;
};

struct PreTradeInputs
{
    std::span<const HedgeTrade> trades;
    const MarketSnapshot& market;
    const PreTradeLimits& limits;
    std::span<const RecentOrder> recent;
    Timestamp now{};
};

// One sentence for each thing that is wrong, leg by leg; empty: nothing is.
[[nodiscard]] std::vector<std::string> preTradeFindings(const PreTradeInputs& inputs);

// |quantity| x what one unit is worth in USD: the index for coins, 1 for contracts counted in USD. nullopt: no index.
[[nodiscard]] std::optional<double> notionalUsd(const Instrument& instrument, double quantity,
                                                const MarketSnapshot& market);

} // namespace ballast

#pragma once

#include "models/core/ids.h"
#include "models/core/time.h"
#include "models/market/otc_terms.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class InstrumentKind { Spot, Future, Perpetual, Option, Otc };
enum class Settlement { Inverse, Linear }; // paid in coin, or in dollars (USDC, USDT)
enum class OptionType { Call, Put };

// Tick size that grows with the price: `base` up to the first step, then the step's tick above its price.
struct TickSchedule
{
    struct Step
    {
        double above = 0.0;
        double tick = 0.0;
        bool operator==(const Step&) const = default;
    };

    double base = 0.0; // in the quote unit; 0 means not known
    std::vector<Step> steps;
    bool operator==(const TickSchedule&) const = default;

    [[nodiscard]] double at(double price) const;
};

// What a venue lists. Prices of inverse options are in coin, of inverse futures and perpetuals in USD per coin, of
// linear contracts in USD. Quantities of options, linear contracts and spot are in coins, of inverse futures and
// perpetuals in USD, as Deribit reports `size`.
struct Instrument
{
    InstrumentId id;
    std::string underlying; // "BTC"
    InstrumentKind kind = InstrumentKind::Option;
    Settlement settlement = Settlement::Inverse;
    std::optional<double> strike;    // USD; options only
    std::optional<Timestamp> expiry; // futures and options
    std::optional<OptionType> type;  // options only
    TickSchedule tick;
    double minTradeAmount = 0.0; // lot, in the quantity unit; 0 means not known
    double contractSize = 1.0;   // in the quantity unit
    std::optional<double> takerFee; // fraction of the underlying's value, as the venue publishes it
    std::optional<double> makerFee;
    bool impliedFromChain = false; // made by the importer because the file lists none; shown as such
    std::optional<OtcTerms> otc = std::nullopt; // kind Otc only: strike, expiry and type are set as well

    bool operator==(const Instrument&) const = default;
};

[[nodiscard]] bool isOption(const Instrument& instrument); // listed and European
[[nodiscard]] bool isOtc(const Instrument& instrument);
// Quantities counted in USD: inverse futures and perpetuals.
[[nodiscard]] bool isQuantityInUsd(const Instrument& instrument);

// Deribit's contract terms for an instrument known by name only (tick, lot, contract size, fees), as published:
// BTC/ETH inverse options tick 0.0001 below 0.005 and 0.0005 from there, lot 0.1 BTC or 1 ETH.
[[nodiscard]] Instrument withDeribitTerms(Instrument instrument);

[[nodiscard]] const char* kindWord(InstrumentKind kind);     // "option"
[[nodiscard]] const char* settlementWord(Settlement value);  // "inverse"

} // namespace ballast

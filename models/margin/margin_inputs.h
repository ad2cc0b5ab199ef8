#pragma once

#include "models/risk/risk_report.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct OptionTerms
{
    double strike = 0.0; // USD
    OptionType type = OptionType::Call;
    double vol = 0.0; // fraction
    bool operator==(const OptionTerms&) const = default;
};

// The net position in one instrument as a margin model sees it. Money in USD per coin unless the name says otherwise.
struct MarginLeg
{
    std::string instrument;
    std::string underlying;
    InstrumentKind kind = InstrumentKind::Perpetual;
    Settlement settlement = Settlement::Inverse;
    std::optional<Timestamp> expiry; // nullopt: spot and perpetual
    std::optional<OptionTerms> option;
    double quantity = 0.0; // in the instrument's quantity unit, signed
    double coins = 0.0;    // signed; inverse futures: USD size / mark
    double indexUsd = 0.0;
    double forwardUsd = 0.0; // delta-one contracts: their mark
    double years = 0.0;      // 0 for spot and perpetual
    double markUsd = 0.0;
    double delta = 0.0;         // of one coin, undiscounted Black-Scholes
    double unrealisedUsd = 0.0; // futures and perpetuals, of the whole leg; 0 where no entry price is known
    bool operator==(const MarginLeg&) const = default;
};

// What a margin model is asked about: positions netted by instrument, in one account.
struct MarginInputs
{
    std::vector<MarginLeg> legs;
    double cashUsd = 0.0;     // beside what the book lists as spot
    double ratePerYear = 0.0; // USD, continuous; Derive discounts with it
    double stableUsd = 1.0;   // price of the settlement stablecoin
    int linesLeftOut = 0;     // lines without values and OTC lines: the margin is without them
    bool operator==(const MarginInputs&) const = default;
};

// A line that no margin model sees, and why.
struct MarginLeftOut
{
    std::string instrument;
    std::string reason; // "not listed: no venue margin"
    bool operator==(const MarginLeftOut&) const = default;
};
[[nodiscard]] std::vector<MarginLeftOut> leftOutOfMargin(const RiskReport& report);

// Legs of the priced lines. The index of an underlying without one is its perpetual's mark, else its nearest forward.
[[nodiscard]] MarginInputs marginInputs(const RiskReport& report);

// One coin of an instrument, from how it is priced: a candidate of a hedge.
[[nodiscard]] MarginLeg unitLeg(const Instrument& instrument, const LineValues& values, double indexUsd);

// The leg with another number of coins, everything else in proportion.
[[nodiscard]] MarginLeg resized(MarginLeg leg, double coins);

// Index and every forward moved by `move` (return), vols and time as they are; marks follow the revaluation.
[[nodiscard]] MarginInputs movedInputs(const MarginInputs& inputs, double move);

// The positions of one underlying.
[[nodiscard]] std::vector<MarginLeg> legsOf(const MarginInputs& inputs, const std::string& underlying);
[[nodiscard]] std::vector<std::string> underlyingsOf(const MarginInputs& inputs);

} // namespace ballast

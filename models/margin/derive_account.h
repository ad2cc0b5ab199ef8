#pragma once

#include "models/margin/margin_inputs.h"

#include <string>
#include <vector>

namespace ballast {

struct DeriveOption
{
    double strike = 0.0;
    OptionType type = OptionType::Call;
    double vol = 0.0;
    double amount = 0.0; // coins, signed
    bool operator==(const DeriveOption&) const = default;
};

// The options of one expiry. The part of the forward that the settlement average has fixed is not shocked.
struct DeriveExpiry
{
    double years = 0.0;
    double forwardVariable = 0.0;
    double forwardFixed = 0.0;
    double ratePerYear = 0.0;
    double confidence = 1.0; // least of forward, rate and vol feeds
    std::vector<DeriveOption> options;
    bool operator==(const DeriveExpiry&) const = default;

    [[nodiscard]] double forward() const { return forwardVariable + forwardFixed; }
};

// Wrapped coins lent to the account. Haircuts of PMRM 2; the initial one comes on top of the maintenance one.
struct DeriveCollateral
{
    std::string name;
    double amount = 0.0;
    double valueUsd = 0.0;       // in the account's dollars
    bool riskCancelling = false; // moves with the market's spot
    double maintenanceHaircut = 0.0;
    double initialHaircut = 0.0;
    double confidence = 1.0; // least of its own feed and the spot feed
    bool operator==(const DeriveCollateral&) const = default;
};

// What a Derive manager sees of one market (spec B4, B5).
struct DeriveAccount
{
    double spot = 0.0;
    double spotConfidence = 1.0;
    double perpAmount = 0.0; // coins
    double perpPrice = 0.0;
    double perpConfidence = 1.0;
    double perpValueUsd = 0.0; // unrealised P&L and funding
    double stableUsd = 1.0;
    double cashUsd = 0.0;
    std::vector<DeriveExpiry> expiries;
    std::vector<DeriveCollateral> collaterals;
    bool operator==(const DeriveAccount&) const = default;

    [[nodiscard]] double leastConfidence() const; // of spot and, where a perpetual is held, its feed
};

// Haircuts by coin, as documented; unknown coins count as nothing.
struct DeriveHaircut
{
    double maintenance = 1.0;
    double initial = 1.0;
};
[[nodiscard]] DeriveHaircut deriveHaircut(const std::string& coin);

// Legs of one underlying. Dated futures, which Derive does not list, count as perpetuals, netted, at the average
// price of all of them.
[[nodiscard]] DeriveAccount deriveAccount(const std::vector<MarginLeg>& legs, const MarginInputs& inputs);

// Undiscounted value of an expiry with the variable part of the forward moved and each vol as `vol` says.
template <class VolOf>
[[nodiscard]] double expiryValue(const DeriveExpiry& expiry, double move, VolOf vol);
[[nodiscard]] double optionsValue(const DeriveExpiry& expiry, double forward, const std::vector<double>& vols);

// Short options of an expiry that no long option of the same strike covers, coins: max(-(call + put), 0) per strike.
[[nodiscard]] double nakedShorts(const DeriveExpiry& expiry);
[[nodiscard]] double grossOptions(const DeriveExpiry& expiry);

// Charge for feeds that Derive does not trust.
[[nodiscard]] double confidenceCharge(double confidence, double threshold, double factor, double notionalUsd);

template <class VolOf>
double expiryValue(const DeriveExpiry& expiry, double move, VolOf vol)
{
    std::vector<double> vols;
    vols.reserve(expiry.options.size());
    for (const DeriveOption& option : expiry.options)
        vols.push_back(vol(option));
    return optionsValue(expiry, expiry.forwardVariable * (1.0 + move) + expiry.forwardFixed, vols);
}

} // namespace ballast

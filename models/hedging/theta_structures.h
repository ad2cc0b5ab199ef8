#pragma once

#include "models/hedging/hedger.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

enum class ThetaKind
{
    IronCondor,    // short strangle inside a long one
    IronButterfly, // short straddle inside a long strangle
    Calendar,      // short the near expiry, long a later one at the same strike
    CoveredCall,   // only against coins that the book holds
    CashSecuredPut
};
[[nodiscard]] const char* thetaWord(ThetaKind kind); // "iron condor"

// A structure that earns time value, with the most that it can lose. Amounts of the whole structure.
struct ThetaStructure
{
    ThetaKind kind = ThetaKind::IronCondor;
    std::string name; // "27MAR26 55000/60000/80000/85000 iron condor"
    std::vector<HedgeTrade> trades;
    double thetaUsdDay = 0.0;
    double creditUsd = 0.0;          // premium taken in at the expected prices, fees paid; negative is paid out
    double costUsd = 0.0;            // lost against mid, fees included
    double worstExpiryUsd = 0.0;     // loss, over every spot at the (near) expiry, positive
    double worstStressUsd = 0.0;     // loss, at once, over the policy's or the desk's stress moves
    std::string worst;               // where the larger of the two lies: "at expiry, BTC at 85000", "stress crash"
    std::optional<double> marginUsd; // initial margin that it adds to the book's; nullopt: the policy names no model
    [[nodiscard]] double worstLossUsd() const
    {
        return worstExpiryUsd > worstStressUsd ? worstExpiryUsd : worstStressUsd;
    }
    // Days of theta that the worst case and the cost take: what they are ranked by, most first.
    [[nodiscard]] double thetaPerUsd() const { return thetaUsdDay / (worstLossUsd() + costUsd); }
    bool operator==(const ThetaStructure&) const = default;
};

struct ThetaWish
{
    double coins = 1.0;
    double leastDays = 3.0; // to the expiry that is sold
    double mostDays = 60.0;
    std::size_t most = 12; // structures in the answer, at most four of a kind
};

// On request: structures from the policy's universe whose loss is bounded, by full revaluation over the stress moves
// and exactly at expiry; a calendar's far leg is revalued at the near expiry with vols as they are, up and down 15
// points. A covered call counts the coin it covers with it. Empty where nothing earns theta or the inputs are at fault.
[[nodiscard]] std::vector<ThetaStructure> thetaStructures(const HedgeInputs& inputs, const ThetaWish& wish,
                                                          const std::stop_token& stop);

} // namespace ballast

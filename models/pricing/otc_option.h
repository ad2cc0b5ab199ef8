#pragma once

#include "models/core/result.h"
#include "models/market/otc_terms.h"
#include "models/pricing/greeks.h"

#include <memory>
#include <optional>
#include <vector>

namespace ballast {

// One OTC option against one market, per coin. The index follows a lognormal with one vol and the carry that takes it
// from `spot` to `forward` at expiry; nothing is discounted, as with the desk's listed options, so that a knock-in and
// a knock-out together are the Black-76 option.
struct OtcContract
{
    OtcTerms terms;
    OptionType type = OptionType::Call;
    double strike = 0.0;
    double spot = 0.0;    // USD, what barrier and fixings are watched on
    double forward = 0.0; // USD, to the expiry
    double years = 0.0;
    double vol = 0.0;                  // fraction, one for all strikes and times
    std::vector<double> fixingYears{}; // still to come, from now, rising
    int pastFixings = 0;
    double pastAverage = 0.0; // of pastFixings
    bool barrierHit = false;  // before now; a rebate paid for it is no part of the value
    double cashUsd = 0.0;     // rebate earned on the way to a moved point
    bool operator==(const OtcContract&) const = default;
};

struct OtcPrice
{
    double usd = 0.0;                                      // per coin
    std::optional<double> standardErrorUsd = std::nullopt; // of a simulation
    bool operator==(const OtcPrice&) const = default;
};

// Prices contracts that still have time and a vol; where an engine does not know a style: Unsupported.
class OtcPricer
{
public:
    virtual ~OtcPricer() = default;
    [[nodiscard]] virtual Result<OtcPrice> price(const OtcContract& contract, OtcEngine engine) const = 0;
};

using OtcPricerPtr = std::shared_ptr<const OtcPricer>;

// Where a contract is revalued: forward and vol then, and the time that has passed.
struct OtcPoint
{
    double forward = 0.0;
    double vol = 0.0;
    double elapsedYears = 0.0;
};

// The contract at another point. The index goes there in a straight line: it fixes what is fixed on the way and touches
// what lies between. At or after the expiry `forward` is what the contract settles on.
[[nodiscard]] OtcContract movedContract(const OtcContract& contract, const OtcPoint& point);

// Handles what needs no engine (settled, touched, all fixed, no time, no vol) and asks the pricer for the rest.
[[nodiscard]] Result<OtcPrice> otcPrice(const OtcPricer& pricer, const OtcContract& contract, OtcEngine engine);

// The engine that revalues under scenarios: the fastest that knows the style (analytic; American: finite differences).
[[nodiscard]] OtcEngine scenarioEngine(const OtcTerms& terms);

// Whether the engine knows the style.
[[nodiscard]] bool hasEngine(const OtcTerms& terms, OtcEngine engine);

// Bumps of the Greeks: relative in the forward (the index moves along), absolute in vol, days in time.
inline constexpr double otcForwardBump = 0.005;
inline constexpr double otcVolBump = 0.01;
inline constexpr double otcDayBump = 1.0;

struct OtcValues
{
    Greeks greeks;                          // central differences with the bumps above; theta what the next day brings
    std::optional<double> standardErrorUsd; // of the price
    bool operator==(const OtcValues&) const = default;
};
[[nodiscard]] Result<OtcValues> otcGreeks(const OtcPricer& pricer, const OtcContract& contract, OtcEngine engine);

} // namespace ballast

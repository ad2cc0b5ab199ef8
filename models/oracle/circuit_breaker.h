#pragma once

#include "models/core/result.h"
#include "models/core/time.h"
#include "models/oracle/divergence.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class BreakerState
{
    Normal,
    Degraded,
    Restricted,
    Halted
};
[[nodiscard]] const char* breakerWord(BreakerState state);

// What the breaker judges by.
struct BreakerInputs
{
    int redSources = 0;
    int healthySources = 0;
    double confidence = 1.0;
    Alert divergence = Alert::Clear;     // of the consensus
    std::optional<double> stablePeg{};   // USD a stable coin
    std::optional<double> stakedRatio{}; // market over redemption value of a staked coin
    Milliseconds newestAge{0};           // of the youngest source
    Milliseconds clockSkew{0};
    Milliseconds crossedFor{0};  // a book crossed without pause
    Milliseconds gapFor{0};      // a book's sequence broken without pause
    double fiveMinuteMove = 0.0; // return
    double disagreement = 0.0;   // largest relative distance of two usable sources
};

// What a state forbids and costs.
struct BreakerEffects
{
    bool mayIncreaseRisk = true;
    bool mayOrder = true; // risk-reducing orders
    bool cancelOwnOrders = false;
    bool valueConservatively = false; // assets at the least, liabilities at the most that sources say
    bool needsOperator = false;       // to leave
    double hedgeBandFactor = 1.0;
    double marginAddOn = 0.0; // share of the notional
    bool operator==(const BreakerEffects&) const = default;
};
[[nodiscard]] BreakerEffects breakerEffects(BreakerState state, double confidence);

// Worst state that the inputs alone call for, with the reasons in words.
struct BreakerDemand
{
    BreakerState state = BreakerState::Normal;
    std::vector<std::string> reasons;
};
[[nodiscard]] BreakerDemand breakerDemand(const BreakerInputs& inputs);

// Enters at once, leaves slowly: degraded after 60 s and restricted after 5 min without cause, halted by an operator
// only.
class CircuitBreaker
{
public:
    BreakerState update(const BreakerInputs& inputs, Timestamp now);
    // Errors: Conflict while a cause of the halt lasts, or when nothing is halted; BadInput without a reason.
    Status resume(const BreakerInputs& inputs, const std::string& reason, Timestamp now);

    [[nodiscard]] BreakerState state() const { return m_state; }
    [[nodiscard]] Timestamp since() const { return m_since; }
    [[nodiscard]] const std::vector<std::string>& reasons() const { return m_reasons; } // of the last causes

private:
    void enter(BreakerState state, Timestamp now);

    BreakerState m_state = BreakerState::Normal;
    Timestamp m_since{};
    std::optional<Timestamp> m_cleanSince;
    std::vector<std::string> m_reasons;
};

} // namespace ballast

#include "models/oracle/circuit_breaker.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {
namespace {

using Seconds = std::chrono::seconds;

struct Demands
{
    BreakerDemand result;

    void raise(bool cause, BreakerState state, std::string reason)
    {
        if (!cause)
            return;
        if (state > result.state) {
            result.state = state;
            result.reasons.clear();
        }
        if (state == result.state)
            result.reasons.push_back(std::move(reason));
    }
};

void demandHalt(const BreakerInputs& in, Demands& demands)
{
    constexpr auto halt = BreakerState::Halted;
    demands.raise(in.newestAge > Seconds(30), halt, "every source is older than 30 s");
    demands.raise(std::chrono::abs(in.clockSkew) > Seconds(2), halt, "the clock is off by more than 2 s");
    demands.raise(in.crossedFor > Seconds(5), halt, "a book has been crossed for more than 5 s");
    demands.raise(in.gapFor > Seconds(10), halt, "a sequence gap has not been closed for more than 10 s");
    // Not a number must not pass for calm.
    const bool wild = !(std::abs(in.fiveMinuteMove) <= 0.10) && !(in.disagreement <= 0.01);
    demands.raise(wild, halt, "a move of more than 10 % in 5 min on which the sources disagree by more than 1 %");
}

void demandRestriction(const BreakerInputs& in, Demands& demands)
{
    constexpr auto restricted = BreakerState::Restricted;
    demands.raise(in.healthySources < 2, restricted, "fewer than two sources may be used");
    demands.raise(in.divergence == Alert::Red, restricted, "the sources diverge");
    demands.raise(in.stablePeg && !(*in.stablePeg >= 0.99), restricted, "a stable coin is below 0.99 USD");
    demands.raise(in.stakedRatio && !(*in.stakedRatio >= 0.98), restricted, "a staked coin is below 0.98 of its worth");
}

Milliseconds cleanTime(BreakerState state)
{
    return state == BreakerState::Degraded ? Milliseconds{Seconds(60)} : Milliseconds{Seconds(300)};
}

} // namespace

const char* breakerWord(BreakerState state)
{
    switch (state) {
    case BreakerState::Normal:
        return "normal";
    case BreakerState::Degraded:
        return "degraded";
    case BreakerState::Restricted:
        return "restricted";
    case BreakerState::Halted:
        return "halted";
    }
    return "unknown";
}

BreakerEffects breakerEffects(BreakerState state, double confidence)
{
    BreakerEffects effects;
    if (state == BreakerState::Normal)
        return effects;
    effects.hedgeBandFactor = 1.5;
    effects.marginAddOn = std::isfinite(confidence) ? std::clamp(1.0 - confidence, 0.0, 1.0) : 1.0;
    if (state == BreakerState::Degraded)
        return effects;
    effects.mayIncreaseRisk = false;
    effects.valueConservatively = true;
    if (state == BreakerState::Restricted)
        return effects;
    effects.mayOrder = false;
    effects.cancelOwnOrders = true;
    effects.needsOperator = true;
    return effects;
}

BreakerDemand breakerDemand(const BreakerInputs& inputs)
{
    Demands demands;
    demands.raise(inputs.redSources > 0, BreakerState::Degraded,
                  fmt::format("{} of the sources may not be used", inputs.redSources));
    demands.raise(!(inputs.confidence >= 0.8), BreakerState::Degraded,
                  fmt::format("confidence is {:.2f}", inputs.confidence));
    demandRestriction(inputs, demands);
    demandHalt(inputs, demands);
    return std::move(demands.result);
}

void CircuitBreaker::enter(BreakerState state, Timestamp now)
{
    if (state == m_state)
        return;
    m_state = state;
    m_since = now;
}

BreakerState CircuitBreaker::update(const BreakerInputs& inputs, Timestamp now)
{
    BreakerDemand demand = breakerDemand(inputs);
    if (demand.state >= m_state) {
        m_cleanSince.reset();
        if (demand.state != BreakerState::Normal)
            m_reasons = std::move(demand.reasons);
        enter(demand.state, now);
        return m_state;
    }
    if (m_state == BreakerState::Halted)
        return m_state;
    if (!m_cleanSince)
        m_cleanSince = now;
    if (now - *m_cleanSince < cleanTime(m_state))
        return m_state;
    m_cleanSince.reset();
    m_reasons = std::move(demand.reasons);
    enter(demand.state, now);
    return m_state;
}

Status CircuitBreaker::resume(const BreakerInputs& inputs, const std::string& reason, Timestamp now)
{
    if (m_state != BreakerState::Halted)
        return Error{Errc::Conflict, "nothing is halted"};
    if (reason.find_first_not_of(" \t\n") == std::string::npos)
        return Error{Errc::BadInput, "say why trading may go on"};
    BreakerDemand demand = breakerDemand(inputs);
    if (demand.state == BreakerState::Halted)
        return Error{Errc::Conflict, fmt::format("the halt's cause lasts: {}", demand.reasons.front())};
    m_cleanSince.reset();
    m_reasons = std::move(demand.reasons);
    enter(demand.state, now);
    return Done{};
}

} // namespace ballast

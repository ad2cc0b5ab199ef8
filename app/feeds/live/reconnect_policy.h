#pragma once

#include "models/core/time.h"

#include <cstdint>
#include <random>

namespace ballast {

struct ReconnectLimits
{
    Milliseconds shortest{500};
    Milliseconds longest{30'000};
    Milliseconds stableAfter{60'000}; // a link that lived so long starts the back-off anew
};

// When to try again after a link broke: twice as long each time, half of it by chance so that clients do not return in
// step. The first retry comes within twice the shortest wait. Pure: time and seed come from outside.
class ReconnectPolicy
{
public:
    ReconnectPolicy(ReconnectLimits limits, std::uint64_t seed) : m_limits(limits), m_random(seed) {}

    void connected(Timestamp now);
    // The time of the next try, not before `atLeast` from now where the venue asked for rest.
    [[nodiscard]] Timestamp broken(Timestamp now, Milliseconds atLeast = Milliseconds{0});

    [[nodiscard]] int failures() const { return m_failures; } // in a row
    [[nodiscard]] std::uint64_t reconnects() const { return m_reconnects; }

private:
    [[nodiscard]] Milliseconds nextWait();

    ReconnectLimits m_limits;
    std::mt19937_64 m_random;
    Timestamp m_connectedAt{};
    bool m_isUp = false;
    int m_failures = 0;
    std::uint64_t m_reconnects = 0;
};

// How often one thing may be done again: `burst` at once, then one each `interval`. Used for books that lose their
// chain over and over.
class RetryBudget
{
public:
    RetryBudget(int burst, Milliseconds interval) : m_interval(interval), m_burst(burst) {}

    // Takes one; the earliest time it may be done.
    [[nodiscard]] Timestamp take(Timestamp now);

private:
    Milliseconds m_interval;
    int m_burst;
    Timestamp m_reference{}; // generic cell rate algorithm: theoretical arrival time of the next
};

} // namespace ballast

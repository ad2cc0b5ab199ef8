#pragma once

#include "models/core/time.h"

namespace ballast {

// Credits of a venue's rate limit: credits = min(pool, credits + refill * dt), a request goes when its cost is there.
class CreditBucket
{
public:
    CreditBucket(double pool, double refillPerSecond, double cost)
        : m_pool(pool), m_refillPerSecond(refillPerSecond), m_cost(cost), m_credits(pool)
    {}

    [[nodiscard]] bool tryTake(Timestamp now);
    // For what cannot wait (heartbeat answers): may overdraw.
    void force(Timestamp now);
    // When one request more would be allowed; `now` when it is.
    [[nodiscard]] Timestamp availableAt(Timestamp now) const;
    void empty(Timestamp now); // the venue said so

    [[nodiscard]] double credits(Timestamp now) const;
    [[nodiscard]] double cost() const { return m_cost; }

private:
    void refill(Timestamp now);

    double m_pool;
    double m_refillPerSecond;
    double m_cost;
    double m_credits;
    Timestamp m_at{};
};

// Deribit's limits (support article 25944617523357), used to 70 %: the server ends the session of who goes beyond.
namespace deribit_limits {
inline constexpr double share = 0.7;
[[nodiscard]] inline CreditBucket requests()
{
    return {50'000 * share, 10'000 * share, 500};
}
[[nodiscard]] inline CreditBucket subscribes()
{
    return {30'000 * share, 10'000 * share, 3'000};
}
[[nodiscard]] inline CreditBucket listings()
{
    return {1.0, 1.0 * share, 1.0};
} // 1 request a second sustained
} // namespace deribit_limits

} // namespace ballast

#include "app/feeds/live/credit_bucket.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double secondsBetween(Timestamp from, Timestamp to)
{
    return static_cast<double>((to - from).count()) / 1000.0;
}

} // namespace

double CreditBucket::credits(Timestamp now) const
{
    if (m_at == Timestamp{} || now <= m_at) // a clock that steps back refills nothing
        return m_credits;
    return std::min(m_pool, m_credits + m_refillPerSecond * secondsBetween(m_at, now));
}

void CreditBucket::refill(Timestamp now)
{
    m_credits = credits(now);
    m_at = now;
}

bool CreditBucket::tryTake(Timestamp now)
{
    refill(now);
    if (m_credits < m_cost)
        return false;
    m_credits -= m_cost;
    return true;
}

void CreditBucket::force(Timestamp now)
{
    refill(now);
    m_credits -= m_cost;
}

void CreditBucket::empty(Timestamp now)
{
    m_credits = 0.0;
    m_at = now;
}

Timestamp CreditBucket::availableAt(Timestamp now) const
{
    const double missing = m_cost - credits(now);
    if (missing <= 0.0)
        return now;
    return now + Milliseconds{static_cast<std::int64_t>(std::ceil(1000.0 * missing / m_refillPerSecond))};
}

} // namespace ballast

#include "app/feeds/live/reconnect_policy.h"

#include <algorithm>

namespace ballast {

void ReconnectPolicy::connected(Timestamp now)
{
    if (m_failures > 0)
        ++m_reconnects;
    m_isUp = true;
    m_connectedAt = now;
}

Milliseconds ReconnectPolicy::nextWait()
{
    constexpr int enoughDoublings = 20;
    const std::int64_t doubled = m_limits.shortest.count() * 2 << std::min(m_failures, enoughDoublings);
    const std::int64_t longest = std::min(doubled, m_limits.longest.count());
    const std::int64_t half = longest / 2;
    // Modulo bias is far below a millisecond here.
    const auto chance = static_cast<std::int64_t>(m_random() % static_cast<std::uint64_t>(longest - half + 1));
    return Milliseconds{half + chance};
}

Timestamp ReconnectPolicy::broken(Timestamp now, Milliseconds atLeast)
{
    if (m_isUp && now - m_connectedAt >= m_limits.stableAfter)
        m_failures = 0;
    m_isUp = false;
    const Milliseconds wait = std::max(nextWait(), atLeast);
    ++m_failures;
    return now + wait;
}

Timestamp RetryBudget::take(Timestamp now)
{
    const Timestamp reference = std::max(m_reference, now);
    const Timestamp earliest = reference - m_interval * (m_burst - 1);
    m_reference = reference + m_interval;
    return std::max(now, earliest);
}

} // namespace ballast

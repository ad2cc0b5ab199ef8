#pragma once

#include "models/core/time.h"

#include <chrono>

namespace ballast {

// The wall's time at construction, moved on by the steady clock: never steps back, so that deadlines and latencies
// survive a correction of the computer's clock. The session measures how far it is from the venue's.
class SteadyWallClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override
    {
        const auto passed = std::chrono::steady_clock::now() - m_steadyStart;
        return m_wallStart + std::chrono::duration_cast<Milliseconds>(passed);
    }

private:
    Timestamp m_wallStart = SystemClock().now();
    std::chrono::steady_clock::time_point m_steadyStart = std::chrono::steady_clock::now();
};

} // namespace ballast

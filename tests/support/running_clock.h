#pragma once

#include "models/core/time.h"

#include <chrono>

namespace ballast {

// Runs like the wall's clock but from a day and an hour of its own: what the simulated market lists and quotes is then
// the same whenever a test is run.
class RunningClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override
    {
        const auto passed = std::chrono::steady_clock::now() - m_steadyStart;
        return m_start + std::chrono::duration_cast<Milliseconds>(passed);
    }

private:
    Timestamp m_start = std::chrono::sys_days{std::chrono::year{2026} / 2 / 5} + std::chrono::hours{15};
    std::chrono::steady_clock::time_point m_steadyStart = std::chrono::steady_clock::now();
};

} // namespace ballast

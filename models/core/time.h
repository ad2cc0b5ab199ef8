#pragma once

#include "models/core/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace ballast {

// UTC, milliseconds: what venues print.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

// Source of "now". Only main knows the system clock; everything else is handed one.
class Clock
{
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Timestamp now() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Timestamp now() const override;
};

// Test double and the clock of replays: stands still until moved.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Timestamp start) : m_now(start) {}
    [[nodiscard]] Timestamp now() const override { return m_now; }
    void set(Timestamp now) { m_now = now; }
    void advance(Milliseconds step) { m_now += step; }

private:
    Timestamp m_now;
};

[[nodiscard]] Timestamp fromUnixMilliseconds(std::int64_t milliseconds);
[[nodiscard]] std::int64_t toUnixMilliseconds(Timestamp at);

// "2026-02-05T21:29:37.885Z"; milliseconds left out when zero.
[[nodiscard]] std::string toIso8601(Timestamp at);

// Accepts date ("2026-02-05"), date and time with 'T' or a blank, fractions of a second, and an offset "Z" or "+hh:mm"
// or " UTC"; without offset UTC is meant.
[[nodiscard]] Result<Timestamp> parseIso8601(std::string_view text);

} // namespace ballast

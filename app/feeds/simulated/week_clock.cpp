#include "app/feeds/simulated/week_clock.h"

#include "models/market/calendar.h"

#include <algorithm>
#include <chrono>

namespace ballast {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;

// 5 x 1.12 + 2 x 0.70 = 7
constexpr double weekdayWeight = 1.12;
constexpr double weekendWeight = 0.70;

double dayWeight(sys_days day)
{
    const std::chrono::weekday weekday(day);
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday ? weekendWeight : weekdayWeight;
}

double milliseconds(Milliseconds span)
{
    return static_cast<double>(span.count());
}

} // namespace

double weekWeight(Timestamp at)
{
    return dayWeight(floor<days>(at));
}

double busyYearsBetween(Timestamp from, Timestamp to)
{
    constexpr Milliseconds week = days(7);
    const auto weeks = std::max<std::int64_t>(0, (to - from) / week);
    double busy = milliseconds(weeks * week);
    for (Timestamp at = from + weeks * week; at < to;) {
        const sys_days day = floor<days>(at);
        const Timestamp end = std::min<Timestamp>(to, day + days(1));
        busy += dayWeight(day) * milliseconds(end - at);
        at = end;
    }
    return busy / 1000.0 / secondsPerYear;
}

} // namespace ballast

#include "app/feeds/simulated/tick_prices.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double onTick = 1e-6; // of a tick: closer than this is on it

} // namespace

double wholeUnits(double count, double unit)
{
    if (unit >= 1.0)
        return count * unit;
    // Decimal units below one are m / 10000 here (0.0005 = 5 / 10000); one division rounds once.
    constexpr double scale = 10'000.0;
    const double tenThousandths = std::round(unit * scale);
    if (std::abs(unit * scale - tenThousandths) > 1e-9 || tenThousandths < 1.0)
        return count * unit;
    return count * tenThousandths / scale;
}

double tickAtOrBelow(double price, const TickSchedule& schedule)
{
    const double tick = schedule.at(price);
    return wholeUnits(std::floor(price / tick + onTick), tick);
}

double tickAtOrAbove(double price, const TickSchedule& schedule)
{
    const double tick = schedule.at(price);
    return wholeUnits(std::ceil(price / tick - onTick), tick);
}

double nextTickDown(double price, const TickSchedule& schedule)
{
    const double tick = schedule.at(price - 0.5 * schedule.base);
    return wholeUnits(std::ceil(price / tick - onTick) - 1.0, tick);
}

double nextTickUp(double price, const TickSchedule& schedule)
{
    const double tick = schedule.at(price + 0.5 * schedule.base);
    return wholeUnits(std::floor(price / tick + onTick) + 1.0, tick);
}

double wholeLots(double amount, double lot)
{
    return wholeUnits(std::max(1.0, std::round(amount / lot)), lot);
}

} // namespace ballast

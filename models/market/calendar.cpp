#include "models/market/calendar.h"

namespace ballast {

double yearsBetween(Timestamp from, Timestamp to)
{
    const auto whole = std::chrono::floor<std::chrono::seconds>(to) - std::chrono::floor<std::chrono::seconds>(from);
    return static_cast<double>(whole.count()) / secondsPerYear;
}

Timestamp expiryOn(std::chrono::year_month_day day)
{
    return std::chrono::sys_days(day) + std::chrono::hours(8);
}

} // namespace ballast

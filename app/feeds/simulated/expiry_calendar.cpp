#include "app/feeds/simulated/expiry_calendar.h"

#include "models/market/calendar.h"

#include <algorithm>
#include <chrono>
#include <set>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr std::size_t shortList = 11; // below, an optional expiry is added
constexpr int dailies = 4;
constexpr int weeklies = 3;
constexpr int monthlies = 2;
constexpr int quarterlies = 3;

sys_days dateOf(Timestamp at)
{
    return std::chrono::floor<days>(at);
}

Timestamp nextDaily(Timestamp now)
{
    const Timestamp today = expiryOn(dateOf(now));
    return today > now ? today : today + days(1);
}

std::vector<Timestamp> nextFridays(Timestamp now, int count)
{
    std::vector<Timestamp> fridays;
    for (Timestamp day = nextDaily(now); static_cast<int>(fridays.size()) < count; day += days(1)) {
        if (std::chrono::weekday(dateOf(day)) == std::chrono::Friday)
            fridays.push_back(day);
    }
    return fridays;
}

Timestamp lastFriday(year_month month)
{
    return expiryOn(sys_days(month / std::chrono::Friday[std::chrono::last]));
}

template <class Wanted>
std::vector<Timestamp> nextLastFridays(Timestamp now, int count, Wanted wanted)
{
    std::vector<Timestamp> found;
    const year_month_day today(dateOf(now));
    for (year_month month = today.year() / today.month(); static_cast<int>(found.size()) < count;
         month += std::chrono::months(1)) {
        if (lastFriday(month) > now && wanted(month))
            found.push_back(lastFriday(month));
    }
    return found;
}

bool anyMonth(year_month)
{
    return true;
}

bool quarterMonth(year_month month)
{
    return static_cast<unsigned>(month.month()) % 3 == 0;
}

} // namespace

std::vector<Timestamp> listedExpiries(const std::vector<Timestamp>& listed, Timestamp now)
{
    std::set<Timestamp> expiries;
    for (const Timestamp expiry : listed) {
        if (expiry > now)
            expiries.insert(expiry);
    }
    for (int i = 0; i < dailies; ++i)
        expiries.insert(nextDaily(now) + days(i));
    for (const Timestamp friday : nextFridays(now, weeklies))
        expiries.insert(friday);
    for (const Timestamp end : nextLastFridays(now, monthlies, anyMonth))
        expiries.insert(end);
    for (const Timestamp end : nextLastFridays(now, quarterlies, quarterMonth))
        expiries.insert(end);
    const Timestamp fourthQuarter = nextLastFridays(now, quarterlies + 1, quarterMonth).back();
    const Timestamp thirdMonth = nextLastFridays(now, monthlies + 1, anyMonth).back();
    for (const Timestamp optional : {fourthQuarter, thirdMonth}) {
        if (expiries.size() < shortList)
            expiries.insert(optional);
    }
    return {expiries.begin(), expiries.end()};
}

bool isMonthEnd(Timestamp expiry)
{
    const year_month_day date(dateOf(expiry));
    return lastFriday(date.year() / date.month()) == expiry;
}

bool isQuarterEnd(Timestamp expiry)
{
    const year_month_day date(dateOf(expiry));
    return isMonthEnd(expiry) && quarterMonth(date.year() / date.month());
}

} // namespace ballast

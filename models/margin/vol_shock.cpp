#include "models/margin/vol_shock.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double referenceDays = 30.0;

} // namespace

const char* volMoveWord(VolMove move)
{
    switch (move) {
    case VolMove::Up:
        return "up";
    case VolMove::Same:
        return "same";
    case VolMove::Down:
        return "down";
    }
    return "same";
}

double volFactor(const VolShock& shock, double years, VolMove move)
{
    if (move == VolMove::Same)
        return 1.0;
    const double days = years * daysPerYear;
    const double power = days <= referenceDays ? shock.shortTermPower : shock.longTermPower;
    const double fade = std::pow(referenceDays / std::max(days, shock.floorDays), power);
    if (move == VolMove::Up)
        return 1.0 + shock.rangeUp * fade;
    return std::max(1.0 - shock.rangeDown * fade, 0.0);
}

double shockedVol(const VolShock& shock, double vol, double years, VolMove move)
{
    const double shocked = vol * volFactor(shock, years, move);
    return move == VolMove::Up ? std::max(shocked, shock.leastVolUp) : shocked;
}

} // namespace ballast

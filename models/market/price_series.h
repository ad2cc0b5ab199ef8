#pragma once

#include "models/core/time.h"

#include <string>
#include <vector>

namespace ballast {

// What one period traded at, in the series' unit: USD for prices, vol points for a vol index. A source that knows the
// close only has all four equal to it.
struct PriceBar
{
    Timestamp at{}; // beginning of the period
    double open = 0.0;
    double high = 0.0;
    double low = 0.0;
    double close = 0.0;
    bool operator==(const PriceBar&) const = default;
};

struct PriceSeries
{
    std::string name;           // "BTC"; empty where the source does not say
    std::vector<PriceBar> bars; // rising in time, one for each time
    bool operator==(const PriceSeries&) const = default;
};

} // namespace ballast

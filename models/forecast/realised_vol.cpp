#include "models/forecast/realised_vol.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ballast {
namespace {

std::chrono::sys_days dayOf(const PriceBar& bar)
{
    return std::chrono::floor<std::chrono::days>(bar.at);
}

template <class OfBar>
double meanOf(std::span<const PriceBar> bars, OfBar ofBar)
{
    double sum = 0.0;
    for (const PriceBar& bar : bars)
        sum += ofBar(bar);
    return bars.empty() ? 0.0 : sum / static_cast<double>(bars.size());
}

void extend(PriceBar& day, const PriceBar& bar)
{
    day.high = std::max(day.high, bar.high);
    day.low = std::min(day.low, bar.low);
    day.close = bar.close;
}

bool hasRange(const PriceBar& bar)
{
    return bar.high > bar.low;
}

// The finer bars of one day and what they add up to.
struct DayBars
{
    PriceBar day;
    int bars = 0;
    double squaredReturns = 0.0;
};

std::vector<DayBars> groupByDay(const PriceSeries& series)
{
    std::vector<DayBars> days;
    const PriceBar* before = nullptr;
    for (const PriceBar& bar : series.bars) {
        if (days.empty() || dayOf(days.back().day) != dayOf(bar)) {
            days.push_back({bar, 0, 0.0});
            days.back().day.at = dayOf(bar);
        } else {
            extend(days.back().day, bar);
        }
        ++days.back().bars;
        if (before) {
            const double r = std::log(bar.close / before->close);
            days.back().squaredReturns += r * r;
        }
        before = &bar;
    }
    return days;
}

} // namespace

double annualVol(double variance)
{
    return std::sqrt(variance * cryptoDaysPerYear);
}

double dailyVariance(double vol)
{
    return vol * vol / cryptoDaysPerYear;
}

std::vector<double> logReturns(std::span<const double> prices)
{
    std::vector<double> returns;
    for (std::size_t i = 1; i < prices.size(); ++i)
        returns.push_back(std::log(prices[i] / prices[i - 1]));
    return returns;
}

std::vector<double> closesOf(const PriceSeries& series)
{
    std::vector<double> closes;
    for (const PriceBar& bar : series.bars)
        closes.push_back(bar.close);
    return closes;
}

double closeCloseVariance(std::span<const double> returns)
{
    double sum = 0.0;
    for (const double r : returns)
        sum += r * r;
    return returns.empty() ? 0.0 : sum / static_cast<double>(returns.size());
}

double parkinsonVariance(const PriceBar& bar)
{
    const double range = std::log(bar.high / bar.low);
    return range * range / (4.0 * std::numbers::ln2);
}

double garmanKlassVariance(const PriceBar& bar)
{
    const double range = std::log(bar.high / bar.low);
    const double drift = std::log(bar.close / bar.open);
    return 0.5 * range * range - (2.0 * std::numbers::ln2 - 1.0) * drift * drift;
}

double parkinsonVariance(std::span<const PriceBar> bars)
{
    return meanOf(bars, [](const PriceBar& bar) { return parkinsonVariance(bar); });
}

double garmanKlassVariance(std::span<const PriceBar> bars)
{
    return meanOf(bars, [](const PriceBar& bar) { return garmanKlassVariance(bar); });
}

PriceSeries dailyBars(const PriceSeries& series)
{
    PriceSeries daily{series.name, {}};
    for (const DayBars& day : groupByDay(series))
        daily.bars.push_back(day.day);
    return daily;
}

std::vector<DayVariance> dailyVariances(const PriceSeries& series)
{
    constexpr int leastBarsForSum = 6; // fewer are too rough a sum
    const auto days = groupByDay(series);
    std::vector<DayVariance> variances;
    for (std::size_t i = 1; i < days.size(); ++i) {
        const DayBars& today = days[i];
        DayVariance v;
        v.day = dayOf(today.day);
        v.close = today.day.close;
        v.logReturn = std::log(today.day.close / days[i - 1].day.close);
        v.source = today.bars >= leastBarsForSum ? VarianceSource::SquaredReturns
                   : hasRange(today.day)         ? VarianceSource::Range
                                                 : VarianceSource::CloseToClose;
        const double measured = v.source == VarianceSource::SquaredReturns ? today.squaredReturns
                                : v.source == VarianceSource::Range        ? garmanKlassVariance(today.day)
                                                                           : v.logReturn * v.logReturn;
        v.variance = std::max(measured, leastDailyVariance);
        variances.push_back(v);
    }
    return variances;
}

} // namespace ballast

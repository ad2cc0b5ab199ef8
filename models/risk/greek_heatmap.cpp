#include "models/risk/greek_heatmap.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double shareOfStrikesInside = 0.9; // the rest may fall into the outer columns

double greekOf(const Exposure& e, HeatGreek greek, const DeltaConvention& delta)
{
    switch (greek) {
    case HeatGreek::Delta:
        return shownDeltaCoin(e, delta);
    case HeatGreek::Gamma:
        return e.gammaCoin1pct;
    case HeatGreek::Vega:
        return e.vegaUsd;
    case HeatGreek::Theta:
        return e.thetaUsdDay;
    case HeatGreek::Vanna:
        return e.vannaUsd1pct;
    }
    return 0.0;
}

std::vector<const RiskLine*> heldOptions(const RiskReport& report, std::string_view underlying)
{
    std::vector<const RiskLine*> held;
    for (const RiskLine& line : report.lines) {
        const bool option = line.values && (isOption(*line.instrument) || isOtc(*line.instrument));
        if (option && line.instrument->underlying == underlying)
            held.push_back(&line);
    }
    return held;
}

template <class T, class Getter>
std::vector<T> sortedDistinct(const std::vector<const RiskLine*>& lines, Getter get)
{
    std::vector<T> values;
    for (const RiskLine* line : lines)
        values.push_back(get(*line));
    std::ranges::sort(values);
    const auto twins = std::ranges::unique(values);
    values.erase(twins.begin(), twins.end());
    return values;
}

// Least of 1, 2, 2.5, 5 times a power of ten that is not below `wanted`.
double niceStep(double wanted)
{
    const double power = std::pow(10.0, std::floor(std::log10(wanted)));
    for (const double digit : {1.0, 2.0, 2.5, 5.0}) {
        if (digit * power >= wanted * (1.0 - 1e-9))
            return digit * power;
    }
    return 10.0 * power;
}

double nextStep(double step)
{
    return niceStep(step * 1.01);
}

double previousStep(double step)
{
    return niceStep(step * 0.45);
}

double leastGap(const std::vector<double>& strikes)
{
    double gap = 0.01 * strikes.front();
    for (std::size_t i = 1; i < strikes.size(); ++i)
        gap = i == 1 ? strikes[1] - strikes[0] : std::min(gap, strikes[i] - strikes[i - 1]);
    return gap;
}

bool allOnMultiples(const std::vector<double>& strikes, double step)
{
    return std::ranges::all_of(strikes,
                               [step](double strike) { return std::abs(std::remainder(strike, step)) < 1e-6 * step; });
}

// The widest round step whose multiples the held strikes are: every column is then a strike's own.
double listedStep(const std::vector<double>& strikes)
{
    double step = niceStep(leastGap(strikes));
    while (step > 1e-4 * strikes.front() && !allOnMultiples(strikes, step))
        step = previousStep(step);
    return step;
}

long long bucketOf(double strike, double step)
{
    return std::max(std::llround(strike / step), 1LL); // no column at strike zero
}

struct StrikeWindow
{
    double step = 0.0;
    long long first = 0; // column centres are step times first..last
    long long last = 0;
};

// The columns around `centre`, narrowed to those between the outermost held strikes.
StrikeWindow windowFor(const std::vector<double>& strikes, double centre, double step, int maxColumns)
{
    const long long held[] = {bucketOf(strikes.front(), step), bucketOf(strikes.back(), step)};
    if (held[1] - held[0] < maxColumns)
        return {step, held[0], held[1]};
    const long long middle = bucketOf(centre, step);
    const long long low = std::clamp(middle - (maxColumns - 1) / 2, held[0], held[1] - maxColumns + 1);
    return {step, low, low + maxColumns - 1};
}

double shareInside(const std::vector<double>& strikes, const StrikeWindow& window)
{
    const auto inside = std::ranges::count_if(strikes, [&window](double strike) {
        const long long bucket = bucketOf(strike, window.step);
        return bucket >= window.first && bucket <= window.last;
    });
    return static_cast<double>(inside) / static_cast<double>(strikes.size());
}

StrikeWindow strikeWindow(const std::vector<double>& strikes, double centre, int maxColumns)
{
    double step = listedStep(strikes);
    StrikeWindow window = windowFor(strikes, centre, step, maxColumns);
    while (shareInside(strikes, window) < shareOfStrikesInside) {
        step = nextStep(step);
        window = windowFor(strikes, centre, step, maxColumns);
    }
    return window;
}

double centreOf(const RiskReport& report, std::string_view underlying, const std::vector<const RiskLine*>& held)
{
    for (const UnderlyingRisk& group : report.byUnderlying) {
        if (group.underlying == underlying && group.indexUsd)
            return *group.indexUsd;
    }
    return held.front()->values->forward;
}

void addTo(std::optional<double>& cell, double value)
{
    cell = cell.value_or(0.0) + value;
}

void fillCells(GreekHeatmap& map, const std::vector<const RiskLine*>& held, const StrikeWindow& window,
               const DeltaConvention& delta)
{
    map.cells.resize(map.expiries.size() * map.strikes.size());
    map.rowTotals.resize(map.expiries.size());
    map.columnTotals.resize(map.strikes.size());
    for (const RiskLine* line : held) {
        const auto rowAt = std::ranges::lower_bound(map.expiries, *line->instrument->expiry);
        const auto row = static_cast<std::size_t>(rowAt - map.expiries.begin());
        const long long bucket =
            std::clamp(bucketOf(*line->instrument->strike, window.step), window.first, window.last);
        const auto column = static_cast<std::size_t>(bucket - window.first);
        const double value = greekOf(line->values->exposure, map.greek, delta);
        addTo(map.cells[row * map.strikes.size() + column], value);
        addTo(map.columnTotals[column], value);
        map.rowTotals[row] += value;
        map.total += value;
    }
}

} // namespace

GreekHeatmap greekHeatmap(const RiskReport& report, std::string_view underlying, HeatGreek greek, int maxColumns)
{
    GreekHeatmap map;
    map.underlying = underlying;
    map.greek = greek;
    map.deltaName = deltaName(report.delta);
    const auto held = heldOptions(report, underlying);
    if (held.empty())
        return map;

    const auto strikes = sortedDistinct<double>(held, [](const RiskLine& l) { return *l.instrument->strike; });
    const StrikeWindow window = strikeWindow(strikes, centreOf(report, underlying, held), std::max(maxColumns, 1));
    for (long long bucket = window.first; bucket <= window.last; ++bucket)
        map.strikes.push_back(static_cast<double>(bucket) * window.step);
    map.expiries = sortedDistinct<Timestamp>(held, [](const RiskLine& l) { return *l.instrument->expiry; });
    for (const Timestamp expiry : map.expiries) {
        const auto line = std::ranges::find(held, expiry, [](const RiskLine* l) { return *l->instrument->expiry; });
        map.days.push_back((*line)->values->years * daysPerYear);
    }
    fillCells(map, held, window, report.delta);
    return map;
}

} // namespace ballast

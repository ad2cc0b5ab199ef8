#include "models/oracle/robust_statistics.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace ballast {

std::optional<double> medianOf(std::vector<double> values)
{
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

std::optional<double> weightedMedian(std::vector<Weighted> values)
{
    std::erase_if(values, [](const Weighted& v) { return !(v.weight > 0.0); });
    if (values.empty())
        return std::nullopt;
    std::ranges::sort(values, {}, &Weighted::value);
    double total = 0.0;
    for (const Weighted& value : values)
        total += value.weight;
    const double half = 0.5 * total;
    const double tolerance = 1e-12 * total;
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        sum += values[i].weight;
        if (std::abs(sum - half) <= tolerance && i + 1 < values.size())
            return 0.5 * (values[i].value + values[i + 1].value);
        if (sum >= half)
            return values[i].value;
    }
    return values.back().value;
}

std::optional<RobustScale> robustScale(const std::vector<double>& values, double floorShare)
{
    const auto median = medianOf(values);
    if (!median || !(*median > 0.0))
        return std::nullopt;
    std::vector<double> deviations;
    for (const double value : values)
        deviations.push_back(std::abs(value - *median));
    const double floor = std::max(floorShare * *median, std::numeric_limits<double>::min());
    return RobustScale{*median, std::max(*medianOf(std::move(deviations)), floor)};
}

} // namespace ballast

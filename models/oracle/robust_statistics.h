#pragma once

#include <optional>
#include <vector>

namespace ballast {

// Middle of the sorted values, the mean of the two middle ones for an even count; nullopt for none.
[[nodiscard]] std::optional<double> medianOf(std::vector<double> values);

struct Weighted
{
    double value = 0.0;
    double weight = 0.0;
};
// Least value with at least half the weight at or below it, the mean with the next where it is just half.
[[nodiscard]] std::optional<double> weightedMedian(std::vector<Weighted> values);

// 0.6745 (x - median) / max(MAD, floor): about the normal z for sound values (Iglewicz and Hoaglin 1993).
struct RobustScale
{
    double median = 0.0;
    double deviation = 0.0; // max(MAD, floor)
    [[nodiscard]] double z(double value) const { return 0.6745 * (value - median) / deviation; }
};
// `floorShare`: floor as a share of the median. nullopt for no values or a median that is not positive.
[[nodiscard]] std::optional<RobustScale> robustScale(const std::vector<double>& values, double floorShare);

} // namespace ballast

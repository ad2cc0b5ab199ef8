#pragma once

#include "models/market/snapshot.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace ballast::test {

// Equal to the last byte, ladders by their levels and not by their address.
inline bool sameQuote(Quote left, Quote right)
{
    const bool sameLadder = (left.ladder == nullptr) == (right.ladder == nullptr) &&
                            (left.ladder == nullptr || *left.ladder == *right.ladder);
    left.ladder = right.ladder = nullptr;
    return sameLadder && left == right;
}

inline bool sameSnapshot(const MarketSnapshot& left, const MarketSnapshot& right)
{
    return left.id == right.id && left.asOf == right.asOf && left.mode == right.mode && left.source == right.source &&
           left.instruments->all() == right.instruments->all() && left.indices == right.indices &&
           std::ranges::equal(left.quotes, right.quotes, sameQuote);
}

inline double meanOf(const std::vector<double>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

inline double covarianceOf(const std::vector<double>& x, const std::vector<double>& y)
{
    const double mx = meanOf(x);
    const double my = meanOf(y);
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i)
        sum += (x[i] - mx) * (y[i] - my);
    return sum / static_cast<double>(x.size());
}

inline double correlationOf(const std::vector<double>& x, const std::vector<double>& y)
{
    return covarianceOf(x, y) / std::sqrt(covarianceOf(x, x) * covarianceOf(y, y));
}

inline std::vector<double> differencesOf(const std::vector<double>& values)
{
    std::vector<double> differences(values.size());
    std::adjacent_difference(values.begin(), values.end(), differences.begin());
    differences.erase(differences.begin());
    return differences;
}

inline double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace ballast::test

#pragma once

#include <functional>
#include <vector>

namespace ballast {

struct SimplexLimits
{
    double spread = 1e-10; // stops when the function differs by less over the simplex, relative
    int evaluations = 4000;
};

struct SimplexResult
{
    std::vector<double> x;
    double value = 0.0;
    double spread = 0.0; // of the function over the last simplex
    int evaluations = 0;
};

// Least value of a function of few variables without derivatives (Nelder and Mead 1965, with the usual 1, 2, 1/2, 1/2),
// begun again once from where it stopped. A value that is no number counts as infinite.
[[nodiscard]] SimplexResult simplexMinimum(const std::function<double(const std::vector<double>&)>& f,
                                           const std::vector<double>& start, double step, const SimplexLimits& limits);

} // namespace ballast

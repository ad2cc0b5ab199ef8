#include "models/risk/linear_solve.h"

#include <cmath>
#include <cstddef>

namespace ballast {

std::optional<std::vector<double>> choleskyFactor(std::vector<double> a)
{
    std::size_t n = 0;
    while (n * n < a.size())
        ++n;
    constexpr double leastPivot = 1e-12; // of the diagonal: below it rows repeat each other
    for (std::size_t j = 0; j < n; ++j) {
        const double diagonal = a[j * n + j];
        double pivot = diagonal;
        for (std::size_t k = 0; k < j; ++k)
            pivot -= a[j * n + k] * a[j * n + k];
        if (!(pivot > leastPivot * diagonal))
            return std::nullopt;
        a[j * n + j] = std::sqrt(pivot);
        for (std::size_t i = j + 1; i < n; ++i) {
            double sum = a[i * n + j];
            for (std::size_t k = 0; k < j; ++k)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / a[j * n + j];
        }
        for (std::size_t k = j + 1; k < n; ++k)
            a[j * n + k] = 0.0;
    }
    return a;
}

std::optional<std::vector<double>> solveSymmetric(std::vector<double> a, std::vector<double> b)
{
    const std::size_t n = b.size();
    const auto factor = choleskyFactor(std::move(a));
    if (!factor)
        return std::nullopt;
    const std::vector<double>& l = *factor;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < i; ++k)
            b[i] -= l[i * n + k] * b[k];
        b[i] /= l[i * n + i];
    }
    for (std::size_t i = n; i-- > 0;) {
        for (std::size_t k = i + 1; k < n; ++k)
            b[i] -= l[k * n + i] * b[k];
        b[i] /= l[i * n + i];
    }
    return b;
}

} // namespace ballast

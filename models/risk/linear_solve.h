#pragma once

#include <optional>
#include <vector>

namespace ballast {

// x of A x = b for a symmetric positive definite, row-major A; nullopt where it is not (Cholesky).
[[nodiscard]] std::optional<std::vector<double>> solveSymmetric(std::vector<double> a, std::vector<double> b);

// Lower triangle L, row-major, of A = L L'; nullopt where A is not positive definite.
[[nodiscard]] std::optional<std::vector<double>> choleskyFactor(std::vector<double> a);

} // namespace ballast

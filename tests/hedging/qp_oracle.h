#pragma once

#include "models/hedging/qp_problem.h"

#include <optional>

namespace ballast::test {

// Least objective of the problem from a method that shares nothing with ours; nullopt: infeasible or unbounded.

// CGAL's exact quadratic programming solver on the doubles as they are. Only where CGAL is installed.
[[nodiscard]] bool hasExactOracle();
[[nodiscard]] std::optional<double> exactOptimum(const QpProblem& problem);

} // namespace ballast::test

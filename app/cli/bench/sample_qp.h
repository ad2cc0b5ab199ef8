#pragma once

#include "models/hedging/qp_problem.h"

namespace ballast::bench {

inline constexpr const char* sampleQpName = "hedge QP, 200 instruments, L1 costs, 17 rows, 40 factors";

// Two hundred instruments with L1 costs against a book's forty factor exposures, seventeen bands round what it holds.
[[nodiscard]] QpProblem sampleQp();

} // namespace ballast::bench

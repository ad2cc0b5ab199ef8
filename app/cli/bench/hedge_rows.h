#pragma once

#include "app/cli/bench/benchmark.h"

#include <vector>

namespace ballast::bench {

// What a trader waits for: proposals on a book of a thousand lines and a market with ladders.
[[nodiscard]] std::vector<Benchmark> deskHedgeBenchmarks();

} // namespace ballast::bench

#pragma once

#include <functional>
#include <string>
#include <vector>

namespace ballast::bench {

// One line of the table. Times are of one `unit` of work, in the same run.
struct Row
{
    std::string name;
    std::string unit;
    double nanoseconds = 0.0;
    double anchor = 0.0; // nanoseconds
    double ratio = 0.0;  // anchor / nanoseconds
    double target = 0.0; // least ratio
    double accuracy = 0.0;
    std::string accuracyMeaning;
};

struct Benchmark
{
    std::string name;
    std::function<Row()> run;
};

// Pricing, scenarios, surfaces, hedges.
[[nodiscard]] std::vector<Benchmark> allBenchmarks();

[[nodiscard]] std::vector<Benchmark> pricingBenchmarks();
[[nodiscard]] std::vector<Benchmark> scenarioBenchmarks();
[[nodiscard]] std::vector<Benchmark> whatIfBenchmarks();
[[nodiscard]] std::vector<Benchmark> surfaceBenchmarks();
[[nodiscard]] std::vector<Benchmark> hedgeBenchmarks();

} // namespace ballast::bench

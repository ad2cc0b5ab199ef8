#include "app/cli/bench/benchmark.h"
#include "app/cli/command.h"
#include "app/cli/output.h"
#include "models/pricing/instruction_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <memory>

namespace ballast {
namespace {

struct Options
{
    std::string filter;
    bool json = false;
};

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string duration(double nanoseconds)
{
    if (nanoseconds < 1e3)
        return fmt::format("{:.1f} ns", nanoseconds);
    if (nanoseconds < 1e6)
        return fmt::format("{:.1f} us", nanoseconds * 1e-3);
    return fmt::format("{:.2f} ms", nanoseconds * 1e-6);
}

Json toJson(const bench::Row& row)
{
    return {{"name", row.name},
            {"ratio", orNull(row.ratio)},
            {"target", row.target},
            {"accuracy", orNull(row.accuracy)},
            {"anchor", orNull(row.anchor)},
            {"nanoseconds", orNull(row.nanoseconds)},
            {"unit", row.unit},
            {"accuracyMeaning", row.accuracyMeaning}};
}

void printPeople(const std::vector<bench::Row>& rows)
{
    using enum TextTable::Align;
    TextTable table({{"task", Left},
                     {"one", Left},
                     {"ours"},
                     {"anchor"},
                     {"ratio"},
                     {"target"},
                     {"accuracy"},
                     {"which is the", Left}});
    for (const bench::Row& row : rows)
        table.addRow({row.name, row.unit, duration(row.nanoseconds), duration(row.anchor),
                      fmt::format("{:.2f}x", row.ratio), fmt::format("{}x", row.target),
                      fmt::format("{:.1e}", row.accuracy), row.accuracyMeaning});
    fmt::print("kernels run on {}; thread CPU time, alternated in this process, medians\n", kernelInstructionSet());
    table.print();
}

int run(const Options& options)
{
    std::vector<bench::Row> rows;
    for (const bench::Benchmark& benchmark : bench::allBenchmarks()) {
        if (lowered(benchmark.name).find(lowered(options.filter)) != std::string::npos)
            rows.push_back(benchmark.run());
    }
    if (rows.empty())
        return fail({Errc::BadInput, fmt::format("no benchmark's name has '{}' in it, see bench without --filter",
                                                 options.filter.substr(0, 40))});
    if (!options.json) {
        printPeople(rows);
        return exitDone;
    }
    Json list = Json::array();
    std::ranges::transform(rows, std::back_inserter(list), toJson);
    printJson({{"instructionSet", kernelInstructionSet()}, {"rows", list}});
    return exitDone;
}

} // namespace

std::vector<bench::Benchmark> bench::allBenchmarks()
{
    std::vector<Benchmark> all = pricingBenchmarks();
    std::ranges::move(scenarioBenchmarks(), std::back_inserter(all));
    std::ranges::move(whatIfBenchmarks(), std::back_inserter(all));
    std::ranges::move(surfaceBenchmarks(), std::back_inserter(all));
    std::ranges::move(hedgeBenchmarks(), std::back_inserter(all));
    return all;
}

void addBenchCommand(CLI::App& app, Command& chosen)
{
    auto* command = app.add_subcommand("bench", "our kernels beside QuantLib's: time, ratio and accuracy");
    const auto options = std::make_shared<Options>();
    command->add_option("--filter", options->filter, "only the rows whose name holds this");
    command->add_flag("--json", options->json, "one JSON document");
    command->callback([options, &chosen] { chosen = [options] { return run(*options); }; });
}

} // namespace ballast

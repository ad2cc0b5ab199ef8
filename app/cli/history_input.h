#pragma once

#include "models/core/result.h"
#include "models/risk/factor_history.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace ballast {

// The options that name histories, alike for every command.
struct HistoryArguments
{
    std::vector<std::string> prices; // [UNDERLYING=]FILE[#COLUMN]
    std::vector<std::string> volIndices;
    std::string recorded; // scenario store with the desk's own closes, instead of files

    [[nodiscard]] bool given() const { return !prices.empty() || !recorded.empty(); }
};

void addHistoryOptions(CLI::App& command, HistoryArguments& arguments);

// One series; its name is the one given before '=', else the file's symbol, else one of `underlyings` that the file's
// name holds, else empty.
[[nodiscard]] Result<PriceSeries> readSeries(const std::string& argument, const std::vector<std::string>& underlyings);

struct HistoryInput
{
    FactorHistory history;
    std::vector<std::string> proxied; // underlyings that move as the first one, for want of a history of their own
};

// Aligned daily moves of every underlying's spot and, where a vol index is given, vol. A warning says what stands in.
[[nodiscard]] Result<HistoryInput> readHistory(const HistoryArguments& arguments,
                                               const std::vector<std::string>& underlyings);

} // namespace ballast

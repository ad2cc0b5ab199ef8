#pragma once

#include "models/core/result.h"
#include "models/market/instrument.h"

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// The numbers that `price` and `iv` take, one option each: from the command line or from one row of a batch file.
struct BlackArguments
{
    std::optional<double> forward; // USD
    std::optional<double> strike;  // USD
    std::optional<double> years;   // ACT/365
    std::optional<double> value;   // vol (price) or price (iv)
    std::string type;              // "C" or "P"
    bool inverse = false;
};

// One complete, checked case.
struct BlackCase
{
    double forward = 0.0;
    double strike = 0.0;
    double years = 0.0;
    double value = 0.0;
    OptionType type = OptionType::Call;
    bool inverse = false;
};

// `valueName` is "vol" or "price".
void addBlackOptions(CLI::App& command, BlackArguments& arguments, std::string& batchFile,
                     const std::string& valueName);

[[nodiscard]] Result<BlackCase> checkedCase(const BlackArguments& arguments, std::string_view valueName);

// Every row of a CSV with the columns forward, strike, years, type and `valueName`, and optionally inverse (0 or 1).
[[nodiscard]] Result<std::vector<BlackCase>> readBatch(const std::string& file, std::string_view valueName,
                                                       bool inverse);

} // namespace ballast

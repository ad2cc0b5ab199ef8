#pragma once

#include "models/core/result.h"
#include "models/risk/limits.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// What the trader sets for the scenario lab, beside scenarios and books.
struct LabSettings
{
    std::optional<double> equityUsd; // cash of the margin account beside the book
    std::string marginModel = "deribit-pm";
    std::vector<Limit> limits;
    std::vector<std::string> historyFiles;
    bool operator==(const LabSettings&) const = default;
};

// A missing file gives the defaults; a damaged one is an error that names it, and the defaults stay.
[[nodiscard]] Result<LabSettings> readLabSettings(const std::filesystem::path& file);
[[nodiscard]] Status writeLabSettings(const LabSettings& settings, const std::filesystem::path& file);

} // namespace ballast

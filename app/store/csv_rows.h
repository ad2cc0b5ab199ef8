#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

struct CsvRow
{
    int line = 0; // of the file, from 1, where the row begins
    std::vector<std::string> cells;
    bool operator==(const CsvRow&) const = default;
};

struct CsvLimits
{
    std::size_t rows = 100'000;
    std::size_t columns = 64;
    std::size_t cellBytes = 4'096;
};

// Strict CSV (RFC 4180, either line end, blank lines skipped, a byte order mark skipped). An open quote, a NUL, text
// that is not UTF-8, or more than the limits: Error "NAME:LINE: what, remedy" and nothing else.
[[nodiscard]] Result<std::vector<CsvRow>> readCsvRows(std::string_view text, std::string_view name,
                                                      const CsvLimits& limits);

// "NAME:LINE: what".
[[nodiscard]] Error errorAtLine(std::string_view name, int line, std::string_view what);

} // namespace ballast

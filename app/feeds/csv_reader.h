#pragma once

#include "app/feeds/text_file.h"

#include <functional>
#include <span>
#include <string_view>

namespace ballast {

// One record; the cells live until the sink returns.
struct CsvRecord
{
    std::size_t line = 0; // where it begins, from 1
    std::span<const std::string_view> cells;
};

// Gets the header first, then every record; an error stops the reading and is the answer.
using CsvSink = std::function<Status(const CsvRecord&)>;

// RFC 4180 with comma, semicolon or tab, strict: every record has as many fields as the header, quotes close, nothing
// stands beside them.
[[nodiscard]] Status readCsv(const FileBytes& file, const ImportLimits& limits, const CsvSink& sink);

} // namespace ballast

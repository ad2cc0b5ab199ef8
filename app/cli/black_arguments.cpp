#include "app/cli/black_arguments.h"

#include "app/store/csv_rows.h"
#include "app/store/text_file.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast {
namespace {

constexpr std::size_t batchLimitBytes = std::size_t{64} << 20;
constexpr CsvLimits batchLimits{1'000'000, 32, 256};

Error missing(std::string_view name)
{
    return {Errc::BadInput, fmt::format("--{} is missing, see --help", name)};
}

std::optional<OptionType> typeOf(std::string_view text)
{
    if (text == "C" || text == "c" || text == "call")
        return OptionType::Call;
    if (text == "P" || text == "p" || text == "put")
        return OptionType::Put;
    return std::nullopt;
}

// Column positions by name; -1 where the header has none.
struct BatchColumns
{
    std::ptrdiff_t forward = -1, strike = -1, years = -1, value = -1, type = -1, inverse = -1;
};

Result<BatchColumns> columnsOf(const CsvRow& header, std::string_view file, std::string_view valueName)
{
    const auto find = [&](std::string_view name) {
        const auto it = std::ranges::find(header.cells, name);
        return it == header.cells.end() ? std::ptrdiff_t{-1} : it - header.cells.begin();
    };
    const BatchColumns columns{find("forward"), find("strike"), find("years"),
                               find(valueName), find("type"),   find("inverse")};
    if (std::min({columns.forward, columns.strike, columns.years, columns.value, columns.type}) < 0)
        return errorAtLine(
            file, header.line,
            fmt::format("the header lacks a column, it must name forward, strike, years, {}, type", valueName));
    return columns;
}

Result<BlackCase> rowCase(const CsvRow& row, const BatchColumns& columns, std::string_view file,
                          std::string_view valueName, bool inverse)
{
    const auto cell = [&](std::ptrdiff_t at) -> const std::string& { return row.cells[static_cast<std::size_t>(at)]; };
    BlackArguments arguments{parseNumber(cell(columns.forward)),
                             parseNumber(cell(columns.strike)),
                             parseNumber(cell(columns.years)),
                             parseNumber(cell(columns.value)),
                             cell(columns.type),
                             inverse};
    if (columns.inverse >= 0)
        arguments.inverse = cell(columns.inverse) == "1" || cell(columns.inverse) == "true";
    auto checked = checkedCase(arguments, valueName);
    if (!checked)
        return errorAtLine(file, row.line, checked.error().message);
    return checked;
}

} // namespace

void addBlackOptions(CLI::App& command, BlackArguments& arguments, std::string& batchFile, const std::string& valueName)
{
    command.add_option("--forward", arguments.forward, "forward of the expiry, USD");
    command.add_option("--strike", arguments.strike, "strike, USD");
    command.add_option("--years", arguments.years, "time to expiry in years, ACT/365");
    command.add_option("--" + valueName, arguments.value,
                       valueName == "vol" ? "volatility as a fraction (0.62)" : "price: USD, or coin with --inverse");
    command.add_option("--type", arguments.type, "C or P");
    command.add_flag("--inverse", arguments.inverse, "coin-settled option: prices in coin, net delta premium-adjusted");
    command.add_option("--batch", batchFile, "CSV with these names as columns, one option a row");
}

Result<BlackCase> checkedCase(const BlackArguments& a, std::string_view valueName)
{
    if (!a.forward)
        return missing("forward");
    if (!a.strike)
        return missing("strike");
    if (!a.years)
        return missing("years");
    if (!a.value)
        return missing(valueName);
    const auto type = typeOf(a.type);
    if (!type)
        return Error{Errc::BadInput, fmt::format("type '{}' is neither C nor P", a.type.substr(0, 16))};
    if (*a.forward <= 0.0 || *a.strike <= 0.0)
        return Error{Errc::BadInput, "forward and strike must be above 0"};
    if (*a.years < 0.0)
        return Error{Errc::BadInput, "years must not be negative"};
    if (valueName == "vol" && *a.value < 0.0)
        return Error{Errc::BadInput, "vol must not be negative"};
    return BlackCase{*a.forward, *a.strike, *a.years, *a.value, *type, a.inverse};
}

Result<std::vector<BlackCase>> readBatch(const std::string& file, std::string_view valueName, bool inverse)
{
    const auto text = readTextFile(file, batchLimitBytes);
    if (!text)
        return text.error();
    const auto rows = readCsvRows(*text, file, batchLimits);
    if (!rows)
        return rows.error();
    if (rows->empty())
        return errorAtLine(file, 1, "the file is empty, give it a header and one option a row");
    const auto columns = columnsOf(rows->front(), file, valueName);
    if (!columns)
        return columns.error();
    std::vector<BlackCase> cases;
    for (const CsvRow& row : std::span(*rows).subspan(1)) {
        if (row.cells.size() != rows->front().cells.size())
            return errorAtLine(file, row.line,
                               fmt::format("{} fields where the header has {}, check the commas", row.cells.size(),
                                           rows->front().cells.size()));
        auto one = rowCase(row, *columns, file, valueName, inverse);
        if (!one)
            return one.error();
        cases.push_back(*one);
    }
    return cases;
}

} // namespace ballast

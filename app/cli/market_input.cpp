#include "app/cli/market_input.h"

#include "app/cli/command.h"
#include "app/store/book_csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace ballast {
namespace {

Result<std::map<std::string, std::string>> parseColumns(const std::string& text)
{
    std::map<std::string, std::string> columns;
    for (std::size_t from = 0; from < text.size();) {
        const auto comma = std::min(text.find(',', from), text.size());
        const auto pair = text.substr(from, comma - from);
        const auto equals = pair.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size())
            return Error{Errc::BadInput, fmt::format("--columns: '{}' is not name=header", pair.substr(0, 40))};
        columns[pair.substr(0, equals)] = pair.substr(equals + 1);
        from = comma + 1;
    }
    return columns;
}

} // namespace

void addMarketOptions(CLI::App& command, MarketArguments& arguments)
{
    command.add_option("--market", arguments.files, "file or folder; may be given again, files are merged")->required();
    command.add_option("--as-of", arguments.asOf, "time of a file that has none, e.g. 2026-02-05T21:29:37Z");
    command.add_option("--columns", arguments.columns, "name=header,... for a CSV whose headers are not recognised");
    command.add_option("--file-underlying", arguments.underlyingOfFile, "underlying of a file that names none");
    command.add_option("--implied-spread", arguments.impliedSpread, "half-spread of an implied perpetual, fraction")
        ->check(CLI::Range(0.0, 0.1));
}

Result<ImportResult> readMarket(const MarketArguments& arguments)
{
    ImportOptions options;
    options.paths.assign(arguments.files.begin(), arguments.files.end());
    options.impliedSpread = arguments.impliedSpread;
    if (!arguments.underlyingOfFile.empty())
        options.underlyingHint = arguments.underlyingOfFile;
    if (!arguments.asOf.empty()) {
        const auto at = parseIso8601(arguments.asOf);
        if (!at)
            return Error{Errc::BadInput, "--as-of: " + at.error().message};
        options.asOf = *at;
    }
    auto columns = parseColumns(arguments.columns);
    if (!columns)
        return columns.error();
    options.columns = std::move(*columns);
    auto result = importMarket(options);
    if (result) {
        for (const std::string& note : result->notes)
            warn(note);
    }
    return result;
}

Result<SnapshotPtr> readSnapshot(const MarketArguments& arguments)
{
    auto result = readMarket(arguments);
    if (!result)
        return result.error();
    if (!result->merged)
        return Error{Errc::BadInput, fmt::format("{}: no usable quote in it, see 'ballastctl import --verbose'",
                                                 fmt::join(arguments.files, ", "))};
    return result->merged;
}

Result<PortfolioPtr> readBook(const std::string& file)
{
    auto book = readBookCsv(file);
    if (!book)
        return book.error();
    return PortfolioPtr(std::make_shared<const Portfolio>(std::move(*book)));
}

Result<std::string> chooseUnderlying(const MarketSnapshot& market, const std::string& wanted)
{
    const auto names = underlyingsOf(market);
    if (names.empty())
        return Error{Errc::BadInput, "the market lists nothing"};
    if (wanted.empty())
        return std::ranges::find(names, "BTC") != names.end() ? std::string("BTC") : names.front();
    if (std::ranges::find(names, wanted) == names.end())
        return Error{Errc::BadInput,
                     fmt::format("--underlying {}: this market has {}", wanted, fmt::join(names, ", "))};
    return wanted;
}

} // namespace ballast

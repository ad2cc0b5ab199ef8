#include "app/feeds/price_history.h"

#include "app/feeds/cell_text.h"
#include "app/feeds/csv_reader.h"
#include "app/feeds/format_detection.h"
#include "app/feeds/history_rows.h"
#include "models/core/number_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast {
namespace {

std::string lowered(std::string_view text)
{
    std::string low(text);
    std::ranges::transform(low, low.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return low;
}

// Where each field of a history stands in the header.
struct HistoryColumns
{
    std::optional<std::size_t> dateWords; // "date", "timestamp": times in words or numbers
    std::optional<std::size_t> clock;     // "time" beside a date
    std::optional<std::size_t> unixTime;
    std::optional<std::size_t> symbol;
    std::optional<std::size_t> open, high, low, close;
};

std::optional<std::size_t> firstOf(const std::vector<std::string>& header, std::initializer_list<const char*> words)
{
    for (const char* word : words) {
        const auto it = std::ranges::find(header, word);
        if (it != header.end())
            return static_cast<std::size_t>(it - header.begin());
    }
    return std::nullopt;
}

// The one column that is neither time nor name.
std::optional<std::size_t> onlyOther(const std::vector<std::string>& header, const HistoryColumns& c)
{
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (i == c.dateWords || i == c.clock || i == c.unixTime || i == c.symbol)
            continue;
        if (only)
            return std::nullopt;
        only = i;
    }
    return only;
}

Result<HistoryColumns> columnsOf(std::span<const std::string_view> cells, const PriceHistoryRequest& request,
                                 std::size_t line)
{
    std::vector<std::string> header;
    for (const std::string_view cell : cells)
        header.push_back(lowered(cell));
    HistoryColumns c;
    c.dateWords = firstOf(header, {"date", "timestamp", "datetime", "day", "observation_date", "open_time"});
    c.clock = firstOf(header, {"time"});
    if (!c.dateWords)
        c.dateWords = std::exchange(c.clock, std::nullopt);
    c.unixTime = firstOf(header, {"unix", "unix_ms", "epoch"});
    c.symbol = firstOf(header, {"symbol", "instrument", "instrument_name"});
    c.open = firstOf(header, {"open"});
    c.high = firstOf(header, {"high"});
    c.low = firstOf(header, {"low"});
    const std::string wanted = lowered(request.column);
    c.close = wanted.empty() ? firstOf(header, {"close", "price", "mark", "value", "last"})
                             : firstOf(header, {wanted.c_str()});
    if (wanted.empty() && !c.close)
        c.close = onlyOther(header, c);
    if (!wanted.empty() && wanted != "close")
        c.open = c.high = c.low = std::nullopt;
    if (!c.dateWords && !c.unixTime)
        return fileError(request.file, line, "no time column", "name one date, timestamp or unix");
    if (!c.close)
        return fileError(request.file, line, fmt::format("no price column among {}", fmt::join(header, ", ")),
                         "name one close or price");
    return c;
}

std::optional<Timestamp> timeOf(const CsvRecord& record, const HistoryColumns& c)
{
    if (c.dateWords) {
        std::string text(record.cells[*c.dateWords]);
        if (c.clock)
            text += ' ' + std::string(record.cells[*c.clock]);
        if (const auto at = historyTime(text))
            return at;
    }
    return c.unixTime ? timeFromText(record.cells[*c.unixTime]) : std::nullopt;
}

std::optional<PriceBar> barOf(const CsvRecord& record, const HistoryColumns& c)
{
    const auto close = parseNumber(record.cells[*c.close]);
    if (!close)
        return std::nullopt;
    const auto orClose = [&](std::optional<std::size_t> column) {
        return column ? parseNumber(record.cells[*column]) : close;
    };
    const auto open = orClose(c.open);
    const auto high = orClose(c.high);
    const auto low = orClose(c.low);
    if (!open || !high || !low)
        return std::nullopt;
    return PriceBar{{}, *open, *high, *low, *close};
}

// Downloads begin with an address: its line goes, its line end stays so that numbers of lines hold.
void dropAddressLine(FileBytes& file)
{
    if (file.bytes.starts_with("http"))
        file.bytes.erase(0, std::min(file.bytes.find('\n') + 1, file.bytes.size()));
}

Result<PriceHistory> readHistoryCsv(FileBytes file, const PriceHistoryRequest& request)
{
    const std::size_t skipped = file.bytes.starts_with("http") ? 1 : 0;
    dropAddressLine(file);
    HistoryRows rows(request.file);
    std::optional<HistoryColumns> columns;
    const Status status = readCsv(file, request.limits, [&](const CsvRecord& record) -> Status {
        const std::size_t line = record.line + skipped;
        if (columns) {
            rows.add(timeOf(record, *columns), barOf(record, *columns), line);
            if (columns->symbol)
                rows.name(record.cells[*columns->symbol]);
            return Done{};
        }
        auto found = columnsOf(record.cells, request, line);
        if (!found)
            return found.error();
        columns = *found;
        return Done{};
    });
    if (!status)
        return status.error();
    return rows.finish();
}

} // namespace

Result<PriceHistory> readPriceHistory(const PriceHistoryRequest& request)
{
    auto file = readFileBytes(request.file, request.limits);
    if (!file)
        return file.error();
    if (const Status text = requireText(*file); !text)
        return text.error();
    switch (detectFormat(file->bytes)) {
    case FileFormat::Csv:
        return readHistoryCsv(std::move(*file), request);
    case FileFormat::JsonDocument:
    case FileFormat::JsonLines:
        return readHistoryJson(*file, request.column);
    case FileFormat::OwnSnapshot:
    case FileFormat::DeribitRecording:
    case FileFormat::Binary:
        break;
    }
    return fileError(request.file, 0, "not a price history", "give a CSV with times and prices or [[ms, price], ...]");
}

} // namespace ballast

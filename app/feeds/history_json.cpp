#include "app/feeds/history_rows.h"

#include "app/feeds/cell_text.h"
#include "app/feeds/json_fault.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace ballast {
namespace {

using Json = nlohmann::json;

std::optional<double> numberAt(const Json& row, std::size_t column)
{
    return row.size() > column && row[column].is_number() ? std::optional(row[column].get<double>()) : std::nullopt;
}

// [ms, value], or [ms, open, high, low, close, ...].
std::optional<PriceBar> barOf(const Json& row)
{
    constexpr std::size_t ohlc = 5;
    if (row.size() < ohlc) {
        const auto value = numberAt(row, 1);
        return value ? std::optional(PriceBar{{}, *value, *value, *value, *value}) : std::nullopt;
    }
    const auto open = numberAt(row, 1);
    const auto high = numberAt(row, 2);
    const auto low = numberAt(row, 3);
    const auto close = numberAt(row, 4);
    if (!open || !high || !low || !close)
        return std::nullopt;
    return PriceBar{{}, *open, *high, *low, *close};
}

Result<PriceHistory> fromRows(const Json& root, const FileBytes& file)
{
    HistoryRows rows(file.path);
    std::size_t number = 0;
    for (const Json& row : root) {
        ++number;
        if (!row.is_array())
            return fileError(file.path, 0, fmt::format("entry {} is no list", number), "write [milliseconds, value]");
        const auto time = numberAt(row, 0);
        rows.add(time ? timeFromNumber(*time) : std::nullopt, barOf(row), number);
    }
    return rows.finish();
}

std::string namesOf(const Json& root, std::size_t size)
{
    std::string names;
    for (const auto& item : root.items()) {
        if (item.key() != "dates" && item.value().is_array() && item.value().size() == size)
            names += (names.empty() ? "" : ", ") + item.key();
    }
    return names;
}

Result<PriceHistory> fromLists(const Json& root, const FileBytes& file, const std::string& column)
{
    const auto dates = root.find("dates");
    if (dates == root.end() || !dates->is_array())
        return fileError(file.path, 0, "no list of dates", "write {\"dates\": [...], \"price\": [...]}");
    const std::string names = namesOf(root, dates->size());
    const std::string wanted = column.empty() && names.find(',') == std::string::npos ? names : column;
    const auto values = root.find(wanted);
    if (values == root.end() || !values->is_array() || values->size() != dates->size())
        return fileError(file.path, 0, fmt::format("no list '{}' as long as the dates", wanted),
                         fmt::format("choose one of {}", names));
    HistoryRows rows(file.path);
    for (std::size_t i = 0; i < dates->size(); ++i) {
        const Json& date = (*dates)[i];
        const Json& value = (*values)[i];
        std::optional<PriceBar> bar;
        if (value.is_number())
            bar = PriceBar{{}, value.get<double>(), value.get<double>(), value.get<double>(), value.get<double>()};
        rows.add(date.is_string() ? historyTime(date.get<std::string>()) : std::nullopt, bar, i + 1);
    }
    return rows.finish();
}

} // namespace

Result<PriceHistory> readHistoryJson(const FileBytes& file, const std::string& column)
{
    try {
        const Json root = Json::parse(file.bytes);
        return root.is_array() ? fromRows(root, file) : fromLists(root, file, column);
    } catch (const Json::exception&) {
        return fileError(file.path, lineOfJsonFault(file.bytes), "no valid JSON", "fetch the file again");
    }
}

} // namespace ballast

#pragma once

#include "app/feeds/import_tally.h"
#include "app/feeds/text_file.h"
#include "models/core/result.h"
#include "models/market/price_series.h"

#include <filesystem>
#include <string>
#include <vector>

namespace ballast {

struct PriceHistoryRequest
{
    std::filesystem::path file;
    std::string column{}; // which one of several columns or lists: "dvol", "close"; empty: the close or only price
    ImportLimits limits{};
};

struct PriceHistory
{
    PriceSeries series; // rising in time; the name is the file's symbol ("BTC" of BTC/USDT), empty without one
    std::size_t rows = 0;
    std::size_t used = 0;
    std::vector<RejectCount> rejected; // rows without a usable time or price, and second ones of a time
};

// Reads a history of prices or vol index values, recognised by content:
// * CSV with a header (an address line before it is skipped) of time columns (date, time, timestamp, unix, ...), close
//   or price, and open, high and low where it has them; rows in any order; dates ISO 8601, dd-mm-yy or with an hour
//   such as "2020-03-12 11-PM"; a date in words wins over a Unix column, which spreadsheets round;
// * JSON [[milliseconds, value, ...], ...] with one value or open, high, low, close;
// * JSON object with a list "dates" and lists of values by name.
// Errors are "FILE:LINE: what is wrong, what to do".
[[nodiscard]] Result<PriceHistory> readPriceHistory(const PriceHistoryRequest& request);

} // namespace ballast

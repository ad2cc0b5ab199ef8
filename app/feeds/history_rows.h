#pragma once

#include "app/feeds/price_history.h"

#include <optional>
#include <string_view>

namespace ballast {

// Gathers bars of one file, counts what it cannot use, and puts them in order.
class HistoryRows
{
public:
    explicit HistoryRows(const std::filesystem::path& file) : m_file(file) {}

    // A bar needs a time and positive, finite prices with the close inside the range; blank closes are missing.
    void add(std::optional<Timestamp> at, const std::optional<PriceBar>& bar, std::size_t line);
    void name(std::string_view symbol);

    // Error where no row could be used.
    [[nodiscard]] Result<PriceHistory> finish();

private:
    std::filesystem::path m_file;
    ImportTally m_tally;
    PriceSeries m_series;
    std::vector<std::size_t> m_lines; // of each bar
};

// "2020-03-12 11-PM", "06-12-21", or what timeFromText reads; a date and a clock in two cells are given as one text.
[[nodiscard]] std::optional<Timestamp> historyTime(std::string_view text);

[[nodiscard]] Result<PriceHistory> readHistoryJson(const FileBytes& file, const std::string& column);

} // namespace ballast

#pragma once

#include "app/feeds/column_mapping.h"
#include "app/feeds/import_tally.h"
#include "app/feeds/market_events.h"
#include "models/market/instrument.h"

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// One row of a chain as the file writes it: typed, vols not scaled yet.
struct ChainFileRow
{
    std::size_t line = 0;
    std::string instrument;
    std::string currency;
    std::string venue; // empty means Deribit
    std::optional<Timestamp> at;
    std::optional<Timestamp> expiry;
    std::optional<OptionType> type;
    std::array<std::optional<double>, chainFieldCount> numbers{}; // by ChainField
    Ladder ladder;
    bool hasLadder = false;
    std::string problem; // first cell that cannot be read; empty when all can

    [[nodiscard]] const std::optional<double>& number(ChainField field) const
    {
        return numbers[static_cast<std::size_t>(field)];
    }
};

// Reads one cell into its field. Blank, "-", "None", "null", "nan" and the like mean missing.
void setCell(ChainFileRow& row, ChainField field, std::string_view text);
void setCell(ChainFileRow& row, ChainField field, double number);

struct ChainOptions
{
    std::optional<Timestamp> asOf; // for rows without time
    std::string underlyingHint;    // for rows that name none
};

// The rows of one file as updates in row order; rows that cannot be used are counted by reason.
struct ChainUpdates
{
    std::vector<TickerUpdate> updates;
    ImportTally tally;
    std::vector<std::string> notes;
    bool timeMissing = false; // every row lacks a time
    bool nameMissing = false; // every row lacks the underlying
};
[[nodiscard]] ChainUpdates toUpdates(const std::vector<ChainFileRow>& rows, const std::filesystem::path& file,
                                     const ChainOptions& options);

} // namespace ballast

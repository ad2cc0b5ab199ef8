#include "tests/support/crash_chain.h"

#include "models/core/number_text.h"
#include "tests/support/csv_table.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"

namespace ballast::test {
namespace {

constexpr auto file = "chains/deribit_full_btc_eth_2025-12_2026-05/deribit_options_snapshot_20260205T212937Z.csv";
constexpr double perpetualHalfSpread = 1e-4; // fraction of the index

std::optional<double> positiveCell(const CsvTable& table, std::size_t row, const char* column)
{
    const auto number = parseNumber(table.cell(row, column));
    return number && *number > 0.0 ? number : std::nullopt;
}

} // namespace

SnapshotPtr crashChain()
{
    const auto csv = sharedData(file);
    if (!csv)
        return nullptr;
    const CsvTable table = readCsvTable(*csv);
    MarketBuilder market(table.cell(0, "timestamp"));
    market.source(csv->filename().string());
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        QuoteSpec quote;
        quote.bid = positiveCell(table, row, "bid_price");
        quote.ask = positiveCell(table, row, "ask_price");
        quote.mark = positiveCell(table, row, "mark_price");
        quote.markIv = positiveCell(table, row, "implied_volatility");
        quote.underlying = positiveCell(table, row, "futures_price");
        quote.openInterest = positiveCell(table, row, "open_interest");
        if (!quote.bid && !quote.ask && !quote.mark)
            continue;
        market.option(table.cell(row, "instrument_name"), quote);
        const std::string& coin = table.cell(row, "currency");
        if (const auto index = positiveCell(table, row, "index_price")) {
            market.index(coin, *index);
            market.perpetual(coin + "-PERPETUAL", *index * (1.0 - perpetualHalfSpread),
                             *index * (1.0 + perpetualHalfSpread));
        }
    }
    return market.build();
}

} // namespace ballast::test

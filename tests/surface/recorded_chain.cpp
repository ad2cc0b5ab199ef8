#include "tests/surface/recorded_chain.h"
#include "models/core/number_text.h"
#include "models/market/instrument_name.h"
#include "tests/support/csv_table.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace ballast::test {
namespace {

std::optional<double> positive(const CsvTable& table, std::size_t row, const std::string& column)
{
    const auto value = parseNumber(table.cell(row, column));
    return value && *value > 0.0 ? value : std::nullopt;
}

} // namespace

MarketSnapshot recordedChain(const std::filesystem::path& file)
{
    const CsvTable table = readCsvTable(file);
    MarketSnapshot snapshot;
    snapshot.id = SnapshotId{1};
    std::vector<Instrument> instruments;
    std::map<std::string, Quote> byName;
    std::map<std::string, IndexPrice> indices;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        const auto instrument = parseDeribitName(table.cell(row, "instrument_name"));
        const auto at = parseIso8601(table.cell(row, "timestamp"));
        if (!instrument || !at)
            throw std::runtime_error("unreadable row in " + file.string());
        Quote quote;
        quote.bid = positive(table, row, "bid_price");
        quote.ask = positive(table, row, "ask_price");
        quote.mark = positive(table, row, "mark_price");
        quote.markIv = positive(table, row, "implied_volatility");
        quote.underlyingPrice = positive(table, row, "underlying");
        quote.at = *at;
        snapshot.asOf = std::max(snapshot.asOf, *at);
        if (const auto index = positive(table, row, "index_price"))
            indices[instrument->underlying] = {instrument->underlying, *index, *at};
        instruments.push_back(*instrument);
        byName[instrument->id.name] = quote;
    }
    snapshot.instruments = std::make_shared<const InstrumentTable>(std::move(instruments));
    for (const Instrument& instrument : snapshot.instruments->all())
        snapshot.quotes.push_back(byName.at(instrument.id.name));
    for (const auto& [name, index] : indices)
        snapshot.indices.push_back(index);
    return snapshot;
}

} // namespace ballast::test

#include "app/store/explain_csv.h"

#include "app/store/csv_rows.h"
#include "app/store/nearest_word.h"
#include "app/store/text_file.h"
#include "models/core/number_text.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 16'000'000;
constexpr CsvLimits csvLimits{100'000, 16, 256};

// Rows of named columns; the first `needed` of the known ones must be there.
class NamedRows
{
public:
    static Result<NamedRows> read(std::string_view text, std::string_view file, std::span<const std::string_view> known,
                                  std::size_t needed)
    {
        auto rows = readCsvRows(text, file, csvLimits);
        if (!rows)
            return rows.error();
        if (rows->empty())
            return errorAtLine(file, 1, fmt::format("empty, begin the file with {}", fmt::join(known, ",")));
        NamedRows result;
        result.m_file = file;
        result.m_names.assign(known.begin(), known.end());
        result.m_order.resize(known.size());
        if (const Status header = result.takeHeader(rows->front(), needed); !header)
            return header.error();
        for (std::size_t i = 1; i < rows->size(); ++i) {
            if ((*rows)[i].cells.size() != rows->front().cells.size())
                return errorAtLine(file, (*rows)[i].line,
                                   fmt::format("{} cells instead of {}, as in the header", (*rows)[i].cells.size(),
                                               rows->front().cells.size()));
        }
        rows->erase(rows->begin());
        result.m_rows = std::move(rows.value());
        return result;
    }

    [[nodiscard]] std::size_t size() const { return m_rows.size(); }

    [[nodiscard]] std::string text(std::size_t row, std::size_t column) const
    {
        return m_order[column] ? m_rows[row].cells[*m_order[column]] : std::string();
    }

    [[nodiscard]] Result<double> number(std::size_t row, std::size_t column, std::string_view remedy) const
    {
        const auto value = parseNumber(text(row, column));
        return value ? Result<double>(*value) : Result<double>(wrong(row, column, remedy));
    }

    // nullopt where the cell is empty.
    [[nodiscard]] Result<std::optional<Timestamp>> time(std::size_t row, std::size_t column) const
    {
        if (text(row, column).empty())
            return std::optional<Timestamp>();
        const auto at = parseIso8601(text(row, column));
        if (!at)
            return wrong(row, column, "is no time, write it as 2026-02-05T21:29:37Z");
        return std::optional(*at);
    }

    [[nodiscard]] Result<InstrumentId> instrument(std::size_t row, std::size_t column, std::size_t venueColumn) const
    {
        const std::string venue = text(row, venueColumn);
        const InstrumentId id{venue.empty() ? deribitVenue : VenueId{venue}, text(row, column)};
        if (id.name.empty())
            return wrong(row, column, "is no instrument, name one such as BTC-PERPETUAL");
        if (id.venue == deribitVenue && !parseDeribitName(id.name))
            return wrong(row, column, "is no instrument of Deribit, write it as BTC-27MAR26-70000-C or BTC-PERPETUAL");
        return id;
    }

    [[nodiscard]] Error wrong(std::size_t row, std::size_t column, std::string_view what) const
    {
        return errorAtLine(m_file, m_rows[row].line,
                           fmt::format("{} '{}' {}", m_names[column], text(row, column), what));
    }

private:
    Status takeHeader(const CsvRow& header, std::size_t needed)
    {
        for (std::size_t cell = 0; cell < header.cells.size(); ++cell) {
            const std::string& name = header.cells[cell];
            const auto known = std::ranges::find(m_names, name);
            if (known == m_names.end())
                return errorAtLine(m_file, header.line,
                                   fmt::format("unknown column '{}', did you mean '{}'?", name.substr(0, 64),
                                               nearestWord(name, m_names)));
            auto& place = m_order[static_cast<std::size_t>(known - m_names.begin())];
            if (place)
                return errorAtLine(m_file, header.line, fmt::format("column '{}' is there twice, remove one", name));
            place = cell;
        }
        for (std::size_t i = 0; i < needed; ++i) {
            if (!m_order[i])
                return errorAtLine(
                    m_file, header.line,
                    fmt::format("no column '{}', begin the file with {}", m_names[i], fmt::join(m_names, ",")));
        }
        return Done{};
    }

    std::string m_file;
    std::vector<std::string_view> m_names;
    std::vector<std::optional<std::size_t>> m_order; // cell of each known column
    std::vector<CsvRow> m_rows;
};

Result<DatedTrade> tradeOf(const NamedRows& rows, std::size_t row)
{
    enum : std::size_t
    {
        Name,
        Quantity,
        Price,
        Fee,
        Venue,
        Time
    };
    DatedTrade dated;
    auto instrument = rows.instrument(row, Name, Venue);
    if (!instrument)
        return instrument.error();
    const auto quantity = rows.number(row, Quantity, "is no quantity, write a signed number such as -2.5");
    if (!quantity)
        return quantity.error();
    const auto price = rows.number(row, Price, "is no price, write it in the unit that the instrument is quoted in");
    if (!price)
        return price.error();
    if (*price < 0.0)
        return rows.wrong(row, Price, "is below zero, put the sign into the quantity");
    const auto fee = rows.text(row, Fee).empty() ? Result<double>(0.0)
                                                 : rows.number(row, Fee, "is no amount, write USD that were paid");
    if (!fee)
        return fee.error();
    const auto at = rows.time(row, Time);
    if (!at)
        return at.error();
    return DatedTrade{{std::move(*instrument), *quantity, *price, *fee}, *at};
}

Result<DatedFunding> fundingOf(const NamedRows& rows, std::size_t row)
{
    enum : std::size_t
    {
        Name,
        Usd,
        Venue,
        Time
    };
    auto instrument = rows.instrument(row, Name, Venue);
    if (!instrument)
        return instrument.error();
    const auto usd = rows.number(row, Usd, "is no amount, write USD, positive where the venue paid");
    if (!usd)
        return usd.error();
    const auto at = rows.time(row, Time);
    if (!at)
        return at.error();
    return DatedFunding{{std::move(*instrument), *usd}, *at};
}

Result<Delivery> deliveryOf(const NamedRows& rows, std::size_t row)
{
    enum : std::size_t
    {
        Underlying,
        Expiry,
        Price
    };
    const auto expiry = rows.time(row, Expiry);
    if (!expiry)
        return expiry.error();
    if (!*expiry)
        return rows.wrong(row, Expiry, "is no time, write it as 2026-02-06T08:00:00Z");
    const auto price = rows.number(row, Price, "is no price in USD");
    if (!price)
        return price.error();
    if (!(*price > 0.0))
        return rows.wrong(row, Price, "is no price in USD");
    return Delivery{rows.text(row, Underlying), **expiry, *price};
}

template <class Value>
Result<std::vector<Value>> parse(std::string_view text, std::string_view file,
                                 std::span<const std::string_view> columns, std::size_t needed,
                                 Result<Value> (*read)(const NamedRows&, std::size_t))
{
    const auto rows = NamedRows::read(text, file, columns, needed);
    if (!rows)
        return rows.error();
    std::vector<Value> values;
    for (std::size_t row = 0; row < rows->size(); ++row) {
        auto value = read(*rows, row);
        if (!value)
            return value.error();
        values.push_back(std::move(value).value());
    }
    return values;
}

} // namespace

Result<std::vector<DatedTrade>> parseTradesCsv(std::string_view text, std::string_view fileName)
{
    constexpr std::array<std::string_view, 6> columns{"instrument", "quantity", "price", "fee_usd", "venue", "time"};
    return parse<DatedTrade>(text, fileName, columns, 3, tradeOf);
}

Result<std::vector<DatedTrade>> readTradesCsv(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    return text ? parseTradesCsv(*text, file.string()) : Result<std::vector<DatedTrade>>(text.error());
}

Result<std::vector<DatedFunding>> parseFundingCsv(std::string_view text, std::string_view fileName)
{
    constexpr std::array<std::string_view, 4> columns{"instrument", "usd", "venue", "time"};
    return parse<DatedFunding>(text, fileName, columns, 2, fundingOf);
}

Result<std::vector<DatedFunding>> readFundingCsv(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    return text ? parseFundingCsv(*text, file.string()) : Result<std::vector<DatedFunding>>(text.error());
}

Result<std::vector<Delivery>> parseDeliveriesCsv(std::string_view text, std::string_view fileName)
{
    constexpr std::array<std::string_view, 3> columns{"underlying", "expiry", "price_usd"};
    return parse<Delivery>(text, fileName, columns, 3, deliveryOf);
}

Result<std::vector<Delivery>> readDeliveriesCsv(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    return text ? parseDeliveriesCsv(*text, file.string()) : Result<std::vector<Delivery>>(text.error());
}

} // namespace ballast

#include "app/store/book_csv.h"

#include "app/store/csv_rows.h"
#include "app/store/nearest_word.h"
#include "app/store/text_file.h"
#include "models/core/number_text.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"
#include "models/pricing/otc_option.h"

#include <QCryptographicHash>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 16'000'000;
constexpr CsvLimits csvLimits{100'000, 64, 256};
constexpr double largestQuantity = 1e15; // beyond it doubles lose whole units
constexpr std::string_view formulaStarts = "=+-@\t\r\n";

enum Column : std::size_t
{
    InstrumentColumn,
    QuantityColumn,
    AveragePriceColumn,
    VenueColumn,
    AccountColumn,
    TagColumn,
    EngineColumn, // from here on: OTC options only
    FixedAverageColumn,
    BarrierHitColumn,
    ColumnCount
};

constexpr std::array<std::string_view, ColumnCount> columnNames{
    "instrument", "quantity", "average_price", "venue", "account", "tag", "engine", "fixed_average", "barrier_hit"};

using ColumnOrder = std::array<std::optional<std::size_t>, ColumnCount>; // cell of each column

// Texts that would be taken for a formula, with the apostrophes that they already have.
bool looksLikeFormula(std::string_view text)
{
    const std::size_t first = text.find_first_not_of('\'');
    return first != std::string_view::npos && formulaStarts.find(text[first]) != std::string_view::npos;
}

std::string cellText(const std::string& text)
{
    std::string safe = looksLikeFormula(text) ? "'" + text : text;
    const bool edgeBlank = !safe.empty() && (safe.front() == ' ' || safe.back() == ' ' || safe.back() == '\t');
    if (!edgeBlank && safe.find_first_of(",\"\r\n\t") == std::string::npos)
        return safe;
    std::string quoted = "\"";
    for (const char c : safe)
        quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

// Three more cells, empty for what is listed.
std::string otcCells(const std::optional<OtcHolding>& holding)
{
    if (!holding)
        return ",,,";
    const std::string average = holding->fixedAverageUsd ? shortestNumber(*holding->fixedAverageUsd) : std::string();
    return std::string(",") + otcEngineWord(holding->engine) + "," + average + "," + (holding->barrierHit ? "yes" : "");
}

std::string readText(const std::string& cell)
{
    return cell.starts_with('\'') && looksLikeFormula(cell) ? cell.substr(1) : cell;
}

Result<ColumnOrder> readHeader(const CsvRow& header, std::string_view file)
{
    ColumnOrder order;
    for (std::size_t cell = 0; cell < header.cells.size(); ++cell) {
        const std::string& name = header.cells[cell];
        const auto known = std::ranges::find(columnNames, name);
        if (known == columnNames.end())
            return errorAtLine(file, header.line,
                               fmt::format("unknown column '{}', did you mean '{}'?", name.substr(0, 64),
                                           nearestWord(name, columnNames)));
        auto& place = order[static_cast<std::size_t>(known - columnNames.begin())];
        if (place)
            return errorAtLine(file, header.line, fmt::format("column '{}' is there twice, remove one", name));
        place = cell;
    }
    for (const Column needed : {InstrumentColumn, QuantityColumn}) {
        if (!order[needed])
            return errorAtLine(file, header.line,
                               fmt::format("no column '{}', begin the file with {}", columnNames[needed],
                                           "instrument,quantity,average_price,venue,account,tag"));
    }
    return order;
}

class LineReader
{
public:
    LineReader(const CsvRow& row, const ColumnOrder& order, std::string_view file)
        : m_row(row), m_order(order), m_file(file)
    {}

    [[nodiscard]] Result<Position> read() const
    {
        Position position;
        if (auto id = instrument(); !id)
            return id.error();
        else
            position.instrument = std::move(id).value();
        const auto quantity = parseNumber(cell(QuantityColumn));
        if (!quantity || std::abs(*quantity) > largestQuantity)
            return wrong(QuantityColumn, "is no quantity, write a signed number such as -2.5");
        position.quantity = *quantity;
        if (!cell(AveragePriceColumn).empty()) {
            position.averagePrice = parseNumber(cell(AveragePriceColumn));
            if (!position.averagePrice || *position.averagePrice < 0.0)
                return wrong(AveragePriceColumn, "is no price, write a positive number or leave it empty");
        }
        position.account = readText(cell(AccountColumn));
        position.tag = readText(cell(TagColumn));
        if (const Status read = readOtc(position); !read)
            return read.error();
        return position;
    }

private:
    [[nodiscard]] std::string cell(Column column) const
    {
        return m_order[column] ? m_row.cells[*m_order[column]] : std::string();
    }

    [[nodiscard]] Error wrong(Column column, std::string_view what) const
    {
        return errorAtLine(m_file, m_row.line, fmt::format("{} '{}' {}", columnNames[column], cell(column), what));
    }

    [[nodiscard]] Result<InstrumentId> instrument() const
    {
        const std::string venueWord = readText(cell(VenueColumn));
        const VenueId venue = venueWord.empty() ? deribitVenue : VenueId{venueWord};
        const bool isWord = std::ranges::all_of(
            venue.value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
        if (!isWord)
            return wrong(VenueColumn, "is no venue, write a lower-case word such as deribit");
        const std::string name = readText(cell(InstrumentColumn));
        if (name.empty())
            return errorAtLine(m_file, m_row.line, "no instrument, name one such as BTC-PERPETUAL or remove the line");
        if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
            return wrong(InstrumentColumn, "holds a control character, retype it");
        if (venue == deribitVenue) {
            if (const auto parsed = parseDeribitName(name); !parsed)
                return errorAtLine(m_file, m_row.line,
                                   parsed.error().message + "; write it as BTC-27MAR26-70000-C or BTC-PERPETUAL" +
                                       (parseOtcName(name) ? ", or put otc into the column venue" : ""));
        }
        if (venue == otcVenue) {
            if (const auto parsed = parseOtcName(name); !parsed)
                return errorAtLine(m_file, m_row.line, parsed.error().message);
        }
        return InstrumentId{venue, name};
    }

    [[nodiscard]] Status readOtc(Position& position) const
    {
        if (position.instrument.venue != otcVenue) {
            for (const Column column : {EngineColumn, FixedAverageColumn, BarrierHitColumn}) {
                if (!cell(column).empty())
                    return wrong(column, "is for lines of the venue otc only, leave it empty");
            }
            return Done{};
        }
        const OtcTerms terms = *parseOtcName(position.instrument.name)->otc;
        OtcHolding holding;
        for (const Status& read :
             {readEngine(terms, holding), readFixedAverage(terms, holding), readBarrierHit(terms, holding)}) {
            if (!read)
                return read.error();
        }
        position.otc = holding;
        return Done{};
    }

    [[nodiscard]] Status readEngine(const OtcTerms& terms, OtcHolding& holding) const
    {
        constexpr std::array engines{OtcEngine::Analytic, OtcEngine::FiniteDifferences, OtcEngine::MonteCarlo};
        holding.engine = scenarioEngine(terms);
        const std::string word = cell(EngineColumn);
        if (word.empty())
            return Done{};
        const auto known = std::ranges::find(engines, word, otcEngineWord);
        if (known == engines.end())
            return wrong(EngineColumn, "is no engine, write analytic, fd or mc");
        if (!hasEngine(terms, *known))
            return wrong(EngineColumn, terms.style == OtcStyle::American
                                           ? "does not price an American option, write fd"
                                           : "does not price a geometric average, write analytic or mc");
        holding.engine = *known;
        return Done{};
    }

    [[nodiscard]] Status readFixedAverage(const OtcTerms& terms, OtcHolding& holding) const
    {
        if (cell(FixedAverageColumn).empty())
            return Done{};
        const auto average = parseNumber(cell(FixedAverageColumn));
        if (terms.style != OtcStyle::Asian || !average || !(*average > 0.0) || *average > largestQuantity)
            return wrong(FixedAverageColumn, "must be the average in USD of an Asian option's past fixings, or empty");
        holding.fixedAverageUsd = average;
        return Done{};
    }

    [[nodiscard]] Status readBarrierHit(const OtcTerms& terms, OtcHolding& holding) const
    {
        const std::string word = cell(BarrierHitColumn);
        if (word.empty() || (word == "no" && terms.style == OtcStyle::Barrier))
            return Done{};
        if (word != "yes" || terms.style != OtcStyle::Barrier)
            return wrong(BarrierHitColumn, "must be yes or no for a barrier option, or empty");
        holding.barrierHit = true;
        return Done{};
    }

    const CsvRow& m_row;
    const ColumnOrder& m_order;
    std::string_view m_file;
};

} // namespace

Result<Portfolio> readBookCsv(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parseBookCsv(*text, file.string());
}

Result<Portfolio> parseBookCsv(std::string_view text, std::string_view fileName)
{
    if (text.size() > fileLimit)
        return errorAtLine(fileName, 1, fmt::format("larger than {} MB, split it", fileLimit / 1'000'000));
    const auto rows = readCsvRows(text, fileName, csvLimits);
    if (!rows)
        return rows.error();
    if (rows->empty())
        return errorAtLine(fileName, 1, "the file is empty, begin it with instrument,quantity,average_price");
    const auto order = readHeader(rows->front(), fileName);
    if (!order)
        return order.error();
    Portfolio book{std::filesystem::path(fileName).stem().string(), {}};
    for (std::size_t i = 1; i < rows->size(); ++i) {
        const CsvRow& row = (*rows)[i];
        if (row.cells.size() != rows->front().cells.size())
            return errorAtLine(fileName, row.line,
                               fmt::format("{} cells where the header has {}, quote cells that hold a comma",
                                           row.cells.size(), rows->front().cells.size()));
        auto position = LineReader(row, *order, fileName).read();
        if (!position)
            return position.error();
        book.positions.push_back(std::move(position).value());
    }
    return book;
}

std::string bookCsv(const Portfolio& book)
{
    const bool otc = std::ranges::any_of(book.positions, [](const Position& p) { return p.otc.has_value(); });
    std::string csv = "instrument,quantity,average_price,venue,account,tag";
    csv += otc ? ",engine,fixed_average,barrier_hit\n" : "\n";
    for (const Position& position : book.positions) {
        csv += cellText(position.instrument.name) + ',';
        csv += shortestNumber(position.quantity) + ',';
        csv += (position.averagePrice ? shortestNumber(*position.averagePrice) : std::string()) + ',';
        csv += cellText(position.instrument.venue.value) + ',';
        csv += cellText(position.account) + ',';
        csv += cellText(position.tag) + (otc ? otcCells(position.otc) : "") + '\n';
    }
    return csv;
}

Status writeBookCsv(const Portfolio& book, const std::filesystem::path& file)
{
    return writeTextFile(file, bookCsv(book));
}

std::string bookHash(const Portfolio& book)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(bookCsv(book)), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

} // namespace ballast

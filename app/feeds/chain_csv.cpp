#include "app/feeds/chain_csv.h"

#include "app/feeds/csv_reader.h"
#include "app/feeds/picture_builder.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

// Column names of https://docs.tardis.dev/downloadable-csv-files: every table has these four first.
bool isTardis(std::span<const std::string_view> header)
{
    constexpr std::array<std::string_view, 4> first{"exchange", "symbol", "timestamp", "local_timestamp"};
    return header.size() > first.size() && std::ranges::equal(header.first(first.size()), first);
}

bool isTradeTable(std::span<const std::string_view> header)
{
    return std::ranges::any_of(header, [](std::string_view name) { return name == "trade_id" || name == "tradeId"; });
}

// Reads header and rows of one file.
class ChainTable
{
public:
    ChainTable(const FileBytes& file, const std::map<std::string, std::string>& columns)
        : m_file(file), m_chosen(columns)
    {}

    Status take(const CsvRecord& record)
    {
        if (!m_hasHeader)
            return takeHeader(record);
        ChainFileRow& row = rows.emplace_back();
        row.line = record.line;
        for (std::size_t i = 0; i < record.cells.size(); ++i) {
            if (m_mapping.columns[i])
                setCell(row, *m_mapping.columns[i], record.cells[i]);
        }
        return Done{};
    }

    [[nodiscard]] bool hasHeader() const { return m_hasHeader; }
    [[nodiscard]] std::size_t headerLine() const { return m_headerLine; }

    std::vector<ChainFileRow> rows;
    PictureRule rule = PictureRule::Polls;

private:
    Status takeHeader(const CsvRecord& record)
    {
        m_hasHeader = true;
        m_headerLine = record.line;
        if (isTradeTable(record.cells))
            return fileError(m_file.path, record.line, "trades, not quotes", "give a chain with bid, ask, mark or vol");
        auto mapping = mapColumns(record.cells, m_chosen);
        if (!mapping)
            return fileError(m_file.path, record.line, mapping.error().message, "correct --columns");
        if (const std::string missing = missingForChain(*mapping); !missing.empty())
            return fileError(m_file.path, record.line, "no usable column: " + missing,
                             "name the columns with --columns field=header");
        m_mapping = std::move(*mapping);
        rule = isTardis(record.cells) ? PictureRule::Stream : PictureRule::Polls;
        return Done{};
    }

    const FileBytes& m_file;
    const std::map<std::string, std::string>& m_chosen;
    ColumnMapping m_mapping;
    bool m_hasHeader = false;
    std::size_t m_headerLine = 1;
};

} // namespace

Status requireTimesAndNames(const ChainUpdates& updates, const std::filesystem::path& path, std::size_t headerLine)
{
    if (updates.timeMissing)
        return fileError(path, headerLine, "no row says when it was", "add --as-of with the time of the quotes");
    if (updates.nameMissing)
        return fileError(path, headerLine, "neither a column nor the prices tell the underlying",
                         "add a currency column or name the underlying with --underlying");
    return Done{};
}

Result<ParsedFile> parseChainCsv(const FileBytes& file, const ImportLimits& limits,
                                 const std::map<std::string, std::string>& columns, const ChainOptions& options)
{
    ChainTable table(file, columns);
    const Status read = readCsv(file, limits, [&table](const CsvRecord& record) { return table.take(record); });
    if (!read)
        return read.error();
    if (!table.hasHeader())
        return fileError(file.path, 0, "the file is empty", "give a CSV, JSON or .ballast file");
    ChainUpdates updates = toUpdates(table.rows, file.path, options);
    if (const Status usable = requireTimesAndNames(updates, file.path, table.headerLine()); !usable)
        return usable.error();
    ParsedFile parsed;
    parsed.source = file.name();
    parsed.tally = updates.tally;
    parsed.notes = std::move(updates.notes);
    parsed.pictures = buildPictures(std::move(updates.updates), table.rule, parsed.source);
    return parsed;
}

} // namespace ballast

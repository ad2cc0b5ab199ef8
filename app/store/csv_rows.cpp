#include "app/store/csv_rows.h"

#include <QStringDecoder>

#include <csv.h>
#include <fmt/format.h>

#include <optional>

namespace ballast {
namespace {

// Owns the parser's buffer; C API underneath.
class RowParser
{
public:
    explicit RowParser(const CsvLimits& limits) : m_limits(limits)
    {
        csv_init(&m_parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL);
    }
    ~RowParser() { csv_free(&m_parser); }
    RowParser(const RowParser&) = delete;
    RowParser& operator=(const RowParser&) = delete;

    // One physical line with its end. False: not CSV.
    bool feed(std::string_view line, int number)
    {
        if (!m_inRow)
            m_row.line = number;
        m_inRow = true;
        const auto used = csv_parse(&m_parser, line.data(), line.size(), &RowParser::onCell, &RowParser::onRow, this);
        return used == line.size();
    }

    bool finish() { return csv_fini(&m_parser, &RowParser::onCell, &RowParser::onRow, this) == 0; }

    [[nodiscard]] int rowLine() const { return m_row.line; }
    [[nodiscard]] const std::string& tooMuch() const { return m_tooMuch; }
    [[nodiscard]] std::vector<CsvRow> take() { return std::move(m_rows); }

private:
    static void onCell(void* cell, std::size_t length, void* self)
    {
        static_cast<RowParser*>(self)->addCell({static_cast<const char*>(cell), length});
    }
    static void onRow(int /*terminator*/, void* self) { static_cast<RowParser*>(self)->addRow(); }

    void addCell(std::string_view cell)
    {
        if (cell.size() > m_limits.cellBytes)
            m_tooMuch = fmt::format("a cell is longer than {} bytes, is a quote missing?", m_limits.cellBytes);
        else if (m_row.cells.size() >= m_limits.columns)
            m_tooMuch = fmt::format("more than {} columns", m_limits.columns);
        else
            m_row.cells.emplace_back(cell);
    }

    void addRow()
    {
        if (m_rows.size() >= m_limits.rows)
            m_tooMuch = fmt::format("more than {} rows, split the file", m_limits.rows);
        else
            m_rows.push_back(std::move(m_row));
        m_row = {};
        m_inRow = false;
    }

    CsvLimits m_limits;
    csv_parser m_parser{};
    CsvRow m_row;
    bool m_inRow = false;
    std::string m_tooMuch;
    std::vector<CsvRow> m_rows;
};

bool isBlank(std::string_view line)
{
    return line.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// What makes a line no text; nullopt: it is.
std::optional<std::string> notText(std::string_view line)
{
    if (line.find('\0') != std::string_view::npos)
        return "a NUL byte, this is no text file";
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    [[maybe_unused]] const QString decoded = decoder(QByteArrayView(line.data(), static_cast<qsizetype>(line.size())));
    if (decoder.hasError())
        return "bytes that are not UTF-8, save the file as UTF-8";
    return std::nullopt;
}

std::string_view withoutByteOrderMark(std::string_view text)
{
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

// Up to and with the next line end: LF, CR LF, or a lone CR.
std::string_view nextLine(std::string_view rest)
{
    const std::size_t end = rest.find_first_of("\r\n");
    if (end == std::string_view::npos)
        return rest;
    const bool both = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
    return rest.substr(0, end + (both ? 2 : 1));
}

} // namespace

Error errorAtLine(std::string_view name, int line, std::string_view what)
{
    return {Errc::BadInput, fmt::format("{}:{}: {}", name, line, what)};
}

Result<std::vector<CsvRow>> readCsvRows(std::string_view text, std::string_view name, const CsvLimits& limits)
{
    RowParser parser(limits);
    std::string_view rest = withoutByteOrderMark(text);
    bool inQuotes = false;
    for (int number = 1; !rest.empty(); ++number) {
        const std::string_view line = nextLine(rest);
        rest.remove_prefix(line.size());
        if (const auto why = notText(line))
            return errorAtLine(name, number, *why);
        if (!inQuotes && isBlank(line))
            continue;
        if (!parser.feed(line, number))
            return errorAtLine(name, number, "a quote in the middle of a cell, double it or quote the whole cell");
        if (!parser.tooMuch().empty())
            return errorAtLine(name, number, parser.tooMuch());
        for (const char c : line)
            inQuotes = inQuotes != (c == '"');
    }
    if (!parser.finish())
        return errorAtLine(name, parser.rowLine(), "a quote is opened here and never closed, close it");
    if (!parser.tooMuch().empty())
        return errorAtLine(name, parser.rowLine(), parser.tooMuch());
    return parser.take();
}

} // namespace ballast

#include "app/feeds/csv_reader.h"

#include "app/feeds/format_detection.h"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace ballast {
namespace {

// Collects libcsv's fields into records and checks them.
class RecordCollector
{
public:
    RecordCollector(const FileBytes& file, const ImportLimits& limits, const CsvSink& sink)
        : m_file(file), m_limits(limits), m_sink(sink)
    {}

    void field(std::string_view text)
    {
        if (m_ends.empty())
            m_recordLine = m_line;
        m_text += text;
        m_ends.push_back(m_text.size());
        if (m_ends.size() > m_limits.csvFields && !m_error)
            m_error = fileError(m_file.path, m_recordLine, fmt::format("more than {} fields", m_limits.csvFields),
                                "give a table of quotes");
    }

    void record()
    {
        if (!m_error)
            check();
        m_text.clear();
        m_ends.clear();
        m_lastRecordEnd = m_line;
    }

    void startLine() { ++m_line; }
    // Where the record that is not finished yet began.
    [[nodiscard]] std::size_t recordLine() const { return m_ends.empty() ? m_lastRecordEnd + 1 : m_recordLine; }
    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    void check()
    {
        if (m_fieldsOfHeader == 0)
            m_fieldsOfHeader = m_ends.size();
        if (m_ends.size() != m_fieldsOfHeader) {
            m_error = fileError(m_file.path, m_recordLine,
                                fmt::format("{} fields where the header has {}", m_ends.size(), m_fieldsOfHeader),
                                "repair the line or fetch the file again");
            return;
        }
        m_cells.clear();
        std::size_t from = 0;
        for (const std::size_t end : m_ends) {
            m_cells.emplace_back(m_text.data() + from, end - from);
            from = end;
        }
        if (const Status status = m_sink({m_recordLine, m_cells}); !status)
            m_error = status.error();
    }

    const FileBytes& m_file;
    const ImportLimits& m_limits;
    const CsvSink& m_sink;
    std::string m_text;              // the cells of one record, end to end
    std::vector<std::size_t> m_ends; // where each cell ends in m_text
    std::vector<std::string_view> m_cells;
    std::size_t m_fieldsOfHeader = 0;
    std::size_t m_line = 0;
    std::size_t m_recordLine = 1;
    std::size_t m_lastRecordEnd = 0;
    std::optional<Error> m_error;
};

void onField(void* text, std::size_t size, void* collector)
{
    static_cast<RecordCollector*>(collector)->field({static_cast<const char*>(text), size});
}

void onRecord(int, void* collector)
{
    static_cast<RecordCollector*>(collector)->record();
}

class Parser
{
public:
    explicit Parser(char delimiter) : m_ok(csv_init(&m_parser, CSV_STRICT | CSV_STRICT_FINI) == 0)
    {
        csv_set_delim(&m_parser, static_cast<unsigned char>(delimiter));
        if (delimiter == '\t') // else libcsv takes tabs for blanks and strips them
            csv_set_space_func(&m_parser, [](unsigned char c) { return c == ' ' ? 1 : 0; });
    }
    ~Parser() { csv_free(&m_parser); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    [[nodiscard]] bool feed(std::string_view text, RecordCollector& collector)
    {
        return m_ok && csv_parse(&m_parser, text.data(), text.size(), onField, onRecord, &collector) == text.size();
    }
    [[nodiscard]] bool finish(RecordCollector& collector)
    {
        return m_ok && csv_fini(&m_parser, onField, onRecord, &collector) == 0;
    }

private:
    csv_parser m_parser{};
    bool m_ok;
};

Error brokenQuote(const FileBytes& file, const RecordCollector& collector)
{
    return fileError(file.path, collector.recordLine(), "a quote that does not open or close where it should",
                     "repair the line or fetch the file again");
}

} // namespace

Status readCsv(const FileBytes& file, const ImportLimits& limits, const CsvSink& sink)
{
    RecordCollector collector(file, limits, sink);
    Parser parser(detectDelimiter(file.bytes));
    const std::string_view text = file.bytes;
    // One physical line at a time, so that every record knows where it begins.
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t newline = text.find('\n', from);
        const std::size_t end = newline == std::string_view::npos ? text.size() : newline + 1;
        collector.startLine();
        if (!parser.feed(text.substr(from, end - from), collector))
            return brokenQuote(file, collector);
        if (collector.error())
            return *collector.error();
        from = end;
    }
    if (!parser.finish(collector))
        return brokenQuote(file, collector);
    if (collector.error())
        return *collector.error();
    return Done{};
}

} // namespace ballast

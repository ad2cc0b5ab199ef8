#include "tests/support/csv_table.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace ballast::test {
namespace {

std::vector<std::string> splitLine(const std::string& line)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (const char c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

} // namespace

const std::string& CsvTable::cell(std::size_t row, const std::string& column) const
{
    const auto it = std::ranges::find(header, column);
    if (it == header.end())
        throw std::out_of_range("no column " + column);
    return rows.at(row).at(static_cast<std::size_t>(it - header.begin()));
}

double CsvTable::number(std::size_t row, const std::string& column) const
{
    return std::stod(cell(row, column));
}

CsvTable readCsvTable(const std::filesystem::path& file)
{
    CsvTable table;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.empty())
            continue;
        if (table.header.empty())
            table.header = splitLine(line);
        else
            table.rows.push_back(splitLine(line));
    }
    return table;
}

} // namespace ballast::test

#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace ballast::test {

// A small reference table: header names to cells. Understands quoted cells; no limits, trusted files only.
struct CsvTable
{
    std::vector<std::string> header;
    std::vector<std::vector<std::string>> rows;

    [[nodiscard]] const std::string& cell(std::size_t row, const std::string& column) const;
    [[nodiscard]] double number(std::size_t row, const std::string& column) const;
};

[[nodiscard]] CsvTable readCsvTable(const std::filesystem::path& file);

} // namespace ballast::test

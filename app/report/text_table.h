#pragma once

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// A table for people: right-aligned numbers, two blanks between columns.
class TextTable
{
public:
    enum class Align
    {
        Left,
        Right
    };
    struct Column
    {
        std::string title; // with its unit
        Align align = Align::Right;
    };

    explicit TextTable(std::vector<Column> columns) : m_columns(std::move(columns)) {}
    void addRow(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    // Lines end in a newline; the header comes first.
    [[nodiscard]] std::string text() const;
    void print() const;

private:
    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

// Fixed decimals with thousands separators; "-" where there is no value.
[[nodiscard]] std::string fixed(std::optional<double> value, int decimals);
// As fixed, always with its sign.
[[nodiscard]] std::string signedFixed(std::optional<double> value, int decimals);
// A fraction as percent.
[[nodiscard]] std::string percent(std::optional<double> fraction, int decimals);

} // namespace ballast

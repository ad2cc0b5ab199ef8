#include "app/report/text_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

std::string withSeparators(std::string digits)
{
    const auto point = digits.find('.');
    auto at = static_cast<std::ptrdiff_t>(point == std::string::npos ? digits.size() : point) - 3;
    const std::ptrdiff_t first = digits.starts_with('-') || digits.starts_with('+') ? 1 : 0;
    for (; at > first; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ',');
    return digits;
}

// "-0.00" is zero.
std::string withoutNegativeZero(std::string text)
{
    const bool zero = text.find_first_of("123456789") == std::string::npos;
    if (zero && !text.empty() && (text[0] == '-' || text[0] == '+'))
        text.erase(0, 1);
    return text;
}

// Characters, not bytes: units may hold more than ASCII.
std::size_t widthOf(const std::string& text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width, TextTable::Align align)
{
    const std::string blanks(width - widthOf(text), ' ');
    return align == TextTable::Align::Left ? text + blanks : blanks + text;
}

} // namespace

std::string TextTable::text() const
{
    std::vector<std::size_t> widths;
    for (std::size_t c = 0; c < m_columns.size(); ++c) {
        std::size_t width = widthOf(m_columns[c].title);
        for (const auto& row : m_rows)
            width = std::max(width, widthOf(row[c]));
        widths.push_back(width);
    }
    std::string all;
    const auto addLine = [&](const auto& cellAt) {
        std::string line;
        for (std::size_t c = 0; c < m_columns.size(); ++c)
            line += (c == 0 ? "" : "  ") + padded(cellAt(c), widths[c], m_columns[c].align);
        line.erase(line.find_last_not_of(' ') + 1);
        all += line + '\n';
    };
    addLine([&](std::size_t c) { return m_columns[c].title; });
    for (const auto& row : m_rows)
        addLine([&](std::size_t c) { return row[c]; });
    return all;
}

void TextTable::print() const
{
    fmt::print("{}", text());
}

std::string fixed(std::optional<double> value, int decimals)
{
    if (!value || !std::isfinite(*value))
        return "-";
    return withSeparators(withoutNegativeZero(fmt::format("{:.{}f}", *value, decimals)));
}

std::string signedFixed(std::optional<double> value, int decimals)
{
    if (!value || !std::isfinite(*value))
        return "-";
    return withSeparators(withoutNegativeZero(fmt::format("{:+.{}f}", *value, decimals)));
}

std::string percent(std::optional<double> fraction, int decimals)
{
    return fixed(fraction ? std::optional(*fraction * 100.0) : std::nullopt, decimals);
}

} // namespace ballast

#include "models/core/number_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace ballast {

std::optional<double> parseNumber(std::string_view text)
{
    if (text.starts_with('+') && !text.starts_with("+-"))
        text.remove_prefix(1);
    double value = 0.0;
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

std::string shortestNumber(double value)
{
    char buffer[64];
    const auto [end, failure] = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
    if (failure == std::errc())
        return {buffer, end};
    const auto [endGeneral, ignored] = std::to_chars(buffer, buffer + sizeof buffer, value);
    return {buffer, endGeneral};
}

std::string groupedWhole(double value)
{
    std::string text = fmt::format("{:.0f}", std::round(value) == 0.0 ? 0.0 : value);
    const std::size_t first = text.starts_with('-') ? 1 : 0;
    for (std::size_t end = text.size(); end > first + 3; end -= 3)
        text.insert(end - 3, 1, ',');
    return text;
}

} // namespace ballast

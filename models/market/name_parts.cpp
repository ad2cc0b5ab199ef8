#include "models/market/name_parts.h"

#include "models/core/number_text.h"

#include <algorithm>

namespace ballast {

std::vector<std::string_view> splitAtDashes(std::string_view name)
{
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        const std::size_t dash = name.find('-', from);
        parts.push_back(name.substr(from, dash - from));
        if (dash == std::string_view::npos)
            return parts;
        from = dash + 1;
    }
}

std::string amountText(double amount)
{
    std::string text = shortestNumber(amount);
    std::ranges::replace(text, '.', 'd');
    return text;
}

std::optional<double> parseAmount(std::string_view text)
{
    const auto allowed = [](char c) { return (c >= '0' && c <= '9') || c == 'd'; };
    if (text.empty() || text.size() > 16 || !std::ranges::all_of(text, allowed))
        return std::nullopt;
    std::string decimal(text);
    std::ranges::replace(decimal, 'd', '.');
    const auto amount = parseNumber(decimal);
    return amount && *amount > 0.0 ? amount : std::nullopt;
}

} // namespace ballast

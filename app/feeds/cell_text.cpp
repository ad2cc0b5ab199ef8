#include "app/feeds/cell_text.h"

#include "models/core/number_text.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace ballast {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool sameIgnoringCase(std::string_view left, std::string_view right)
{
    return std::ranges::equal(left, right, [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
    });
}

bool takeChar(std::string_view& text, char wanted)
{
    text = trimmed(text);
    if (text.empty() || text.front() != wanted)
        return false;
    text.remove_prefix(1);
    return true;
}

std::optional<double> takeNumber(std::string_view& text)
{
    text = trimmed(text);
    const std::size_t end = std::min(text.find_first_of(",] "), text.size());
    const auto number = parseNumber(text.substr(0, end));
    text.remove_prefix(end);
    return number;
}

std::optional<LadderLevel> takeLevel(std::string_view& text)
{
    if (!takeChar(text, '['))
        return std::nullopt;
    const auto price = takeNumber(text);
    if (!price || !takeChar(text, ','))
        return std::nullopt;
    const auto amount = takeNumber(text);
    if (!amount || !takeChar(text, ']') || *price <= 0.0 || *amount < 0.0)
        return std::nullopt;
    return LadderLevel{*price, *amount};
}

} // namespace

bool isMissingText(std::string_view text)
{
    const auto bare = trimmed(text);
    if (bare.empty())
        return true;
    constexpr std::array<std::string_view, 8> words{"-", "--", "none", "null", "nan", "n/a", "na", "\xE2\x80\x94"};
    return std::ranges::any_of(words, [bare](std::string_view word) { return sameIgnoringCase(bare, word); });
}

std::optional<Timestamp> timeFromNumber(double number)
{
    // 1e9 s is 2001-09-09, 1e10 s 2286: between the powers of a thousand the unit is certain.
    constexpr std::array<double, 4> millisecondsPerUnit{1e3, 1.0, 1e-3, 1e-6};
    constexpr double printedNoise = 1e-3; // 1626993723.804 s is not quite 804 ms in binary
    for (const double scale : millisecondsPerUnit) {
        const double milliseconds = number * scale + printedNoise;
        if (milliseconds >= 1e12 && milliseconds < 1e13)
            return fromUnixMilliseconds(static_cast<std::int64_t>(std::floor(milliseconds)));
    }
    return std::nullopt;
}

std::optional<Timestamp> timeFromText(std::string_view text)
{
    const auto bare = trimmed(text);
    if (const auto number = parseNumber(bare))
        return timeFromNumber(*number);
    const auto at = parseIso8601(bare);
    return at ? std::optional(*at) : std::nullopt;
}

std::optional<Timestamp> expiryFromText(std::string_view text)
{
    const auto bare = trimmed(text);
    if (const auto label = parseExpiryLabel(bare))
        return *label;
    const auto at = timeFromText(bare);
    constexpr std::size_t dateOnly = 10; // "2026-04-16"
    if (!at || bare.size() != dateOnly || bare[4] != '-')
        return at;
    return expiryOn(std::chrono::floor<std::chrono::days>(*at));
}

std::optional<OptionType> optionTypeFromText(std::string_view text)
{
    const auto bare = trimmed(text);
    if (sameIgnoringCase(bare, "c") || sameIgnoringCase(bare, "call"))
        return OptionType::Call;
    if (sameIgnoringCase(bare, "p") || sameIgnoringCase(bare, "put"))
        return OptionType::Put;
    return std::nullopt;
}

std::optional<std::vector<LadderLevel>> levelsFromText(std::string_view text)
{
    std::vector<LadderLevel> levels;
    if (!takeChar(text, '['))
        return std::nullopt;
    if (takeChar(text, ']'))
        return trimmed(text).empty() ? std::optional(levels) : std::nullopt;
    do {
        const auto level = takeLevel(text);
        if (!level)
            return std::nullopt;
        levels.push_back(*level);
    } while (takeChar(text, ','));
    if (!takeChar(text, ']') || !trimmed(text).empty())
        return std::nullopt;
    return levels;
}

std::optional<double> dictNumber(std::string_view dict, std::string_view key)
{
    for (const char quote : {'\'', '"'}) {
        const std::string wanted = quote + std::string(key) + quote;
        const auto at = dict.find(wanted);
        if (at == std::string_view::npos)
            continue;
        std::string_view rest = dict.substr(at + wanted.size());
        if (!takeChar(rest, ':'))
            return std::nullopt;
        rest = trimmed(rest);
        return parseNumber(trimmed(rest.substr(0, std::min(rest.find_first_of(",}"), rest.size()))));
    }
    return std::nullopt;
}

} // namespace ballast

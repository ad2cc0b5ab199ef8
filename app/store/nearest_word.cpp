#include "app/store/nearest_word.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace ballast {
namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

std::size_t editDistance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t substituted = diagonal + (lower(left[i - 1]) == lower(right[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, substituted});
        }
    }
    return row.back();
}

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known)
{
    constexpr std::size_t longest = 64; // of a mistyped word: the rest says nothing about its meaning
    const auto start = word.substr(0, longest);
    const auto nearest =
        std::ranges::min_element(known, {}, [&](std::string_view candidate) { return editDistance(start, candidate); });
    return nearest == known.end() ? std::string_view() : *nearest;
}

} // namespace ballast

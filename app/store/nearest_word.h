#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace ballast {

// Insertions, deletions and substitutions between both words (Levenshtein 1966), letter case aside.
[[nodiscard]] std::size_t editDistance(std::string_view left, std::string_view right);

// The known word with the least edit distance, the first of equals; empty when there are none.
[[nodiscard]] std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known);

} // namespace ballast

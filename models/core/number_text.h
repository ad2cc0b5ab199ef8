#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Whole text as a finite double in the C locale; nullopt for anything else (blank, trailing words, inf, nan).
[[nodiscard]] std::optional<double> parseNumber(std::string_view text);

// Shortest text that reads back to the same double, C locale ("0.05", "61940").
[[nodiscard]] std::string shortestNumber(double value);

// "2,873,469": whole, with separators, the same in every locale; never "-0".
[[nodiscard]] std::string groupedWhole(double value);

} // namespace ballast

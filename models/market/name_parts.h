#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What names of listed and of over-the-counter instruments are made of: parts between dashes, and amounts in which a
// 'd' stands for the decimal point (0d55 is 0.55).
[[nodiscard]] std::vector<std::string_view> splitAtDashes(std::string_view name);
[[nodiscard]] std::string amountText(double amount);
// Above zero and of 16 characters at most, else nullopt.
[[nodiscard]] std::optional<double> parseAmount(std::string_view text);

} // namespace ballast

#pragma once

#include <QString>
#include <chrono>
#include <optional>

namespace ballast {

enum class SignMode
{
    MinusOnly,
    Always
};

// "—", for every missing value.
[[nodiscard]] QString missingText();

// Fixed decimals, thousands separator, true minus (U+2212), plus where signed; never "-0"; "—" for nullopt and NaN.
[[nodiscard]] QString formatNumber(std::optional<double> value, int decimals, SignMode sign = SignMode::MinusOnly);
[[nodiscard]] QString formatSigned(std::optional<double> value, int decimals);

// 0.714 -> "71.4 %" with one decimal.
[[nodiscard]] QString formatPercent(std::optional<double> fraction, int decimals, SignMode sign = SignMode::MinusOnly);

// Shortens for axes and strikes: 60000 -> "60k", 1250000 -> "1.25M", 850 -> "850".
[[nodiscard]] QString formatCompact(double value, SignMode sign = SignMode::MinusOnly);

// Age in words of fixed precision: "0.2 s", "74 s", "2 min", "3 h", "5 d".
[[nodiscard]] QString formatAge(std::chrono::milliseconds age);

// Full precision in the C locale, for copy and export; empty for nullopt.
[[nodiscard]] QString exactNumber(std::optional<double> value);

} // namespace ballast

#pragma once

#include "models/core/time.h"
#include "models/market/instrument.h"
#include "models/market/ladder.h"

#include <optional>
#include <string_view>
#include <vector>

namespace ballast {

// Blank, "-", "None", "null", "nan", "n/a".
[[nodiscard]] bool isMissingText(std::string_view text);

// Unix seconds, milliseconds, microseconds or nanoseconds by magnitude; nullopt before 2001 or after 2286.
[[nodiscard]] std::optional<Timestamp> timeFromNumber(double number);

// ISO 8601 or a Unix number.
[[nodiscard]] std::optional<Timestamp> timeFromText(std::string_view text);

// As timeFromText, and "27FEB26"; a date without time means 08:00 UTC.
[[nodiscard]] std::optional<Timestamp> expiryFromText(std::string_view text);

// "C", "call", "P", "put" in any case.
[[nodiscard]] std::optional<OptionType> optionTypeFromText(std::string_view text);

// "[[0.02, 9.0], [0.019, 5.0]]"; nullopt for anything else.
[[nodiscard]] std::optional<std::vector<LadderLevel>> levelsFromText(std::string_view text);

// The number after 'key': in "{'vega': 0.9, 'delta': -0.7}"; nullopt where it is missing or no number.
[[nodiscard]] std::optional<double> dictNumber(std::string_view dict, std::string_view key);

} // namespace ballast

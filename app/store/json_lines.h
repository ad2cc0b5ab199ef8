#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Where every value of a JSON text begins, by path ("bands/vega:30d/0", root ""), and the first key that is there
// twice.
struct JsonLines
{
    std::map<std::string, int> lineOf;      // from 1
    std::optional<std::string> repeatedKey; // its path
    int repeatedLine = 0;
};

// `text` must be valid JSON: nothing is checked here.
[[nodiscard]] JsonLines jsonLines(std::string_view text);

} // namespace ballast

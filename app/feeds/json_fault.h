#pragma once

#include <cstddef>
#include <string_view>

namespace ballast {

// Line, from 1, on which text stops being JSON; slow, for texts already known to be broken.
[[nodiscard]] std::size_t lineOfJsonFault(std::string_view text);

} // namespace ballast

#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// The whole file. Error NotFound, Io, or BadInput when it is larger than `limit` bytes.
[[nodiscard]] Result<std::string> readTextFile(const std::filesystem::path& file, std::size_t limit);

// All or nothing: written beside the file, synced, then renamed over it. The folder must exist.
[[nodiscard]] Status writeTextFile(const std::filesystem::path& file, std::string_view text);

} // namespace ballast

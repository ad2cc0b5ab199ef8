#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace ballast {

// Bounds of what is read from one file; above them it is refused, not cut.
struct ImportLimits
{
    std::size_t fileBytes = std::size_t{512} << 20;
    std::size_t jsonLineBytes = std::size_t{16} << 20;
    std::size_t csvFields = 1024;
};

// One file in memory.
struct FileBytes
{
    std::filesystem::path path;
    std::string bytes; // with spare capacity behind the end, as the JSON parser wants it

    [[nodiscard]] std::string name() const { return path.filename().string(); }
};

// "FILE:LINE: what is wrong, what to do"; line 0 leaves the line out.
[[nodiscard]] Error fileError(const std::filesystem::path& path, std::size_t line, std::string_view what,
                              std::string_view remedy, Errc code = Errc::BadInput);

[[nodiscard]] Result<FileBytes> readFileBytes(const std::filesystem::path& path, const ImportLimits& limits);

// Refuses bytes that are no UTF-8 text, naming the line; takes a byte order mark away.
[[nodiscard]] Status requireText(FileBytes& file);

} // namespace ballast

#include "app/feeds/text_file.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <fstream>

namespace ballast {
namespace {

std::size_t lineOfOffset(std::string_view text, std::size_t offset)
{
    return 1 + static_cast<std::size_t>(std::ranges::count(text.substr(0, offset), '\n'));
}

// Only reached for bytes known to be bad: first line that is no text.
std::size_t firstBadLine(std::string_view text)
{
    std::size_t line = 1;
    for (std::size_t from = 0; from < text.size(); ++line) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        const std::string_view part = text.substr(from, end - from);
        if (part.find('\0') != std::string_view::npos || !simdjson::validate_utf8(part.data(), part.size()))
            return line;
        from = end + 1;
    }
    return line;
}

} // namespace

Error fileError(const std::filesystem::path& path, std::size_t line, std::string_view what, std::string_view remedy,
                Errc code)
{
    const std::string place = line == 0 ? path.string() : fmt::format("{}:{}", path.string(), line);
    return {code, fmt::format("{}: {}, {}", place, what, remedy)};
}

Result<FileBytes> readFileBytes(const std::filesystem::path& path, const ImportLimits& limits)
{
    std::error_code failure;
    const auto size = std::filesystem::file_size(path, failure);
    if (failure)
        return fileError(path, 0, "cannot be opened", "check the name and the permissions", Errc::Io);
    if (size > limits.fileBytes)
        return fileError(path, 0,
                         fmt::format("{} MiB is above the limit of {} MiB", size >> 20, limits.fileBytes >> 20),
                         "split the file");
    FileBytes file{path, {}};
    file.bytes.reserve(size + simdjson::SIMDJSON_PADDING);
    file.bytes.resize(size);
    std::ifstream in(path, std::ios::binary);
    if (!in.read(file.bytes.data(), static_cast<std::streamsize>(size)))
        return fileError(path, 0, "cannot be read to its end", "check the disk and the permissions", Errc::Io);
    return file;
}

Status requireText(FileBytes& file)
{
    std::string& bytes = file.bytes;
    const std::size_t zero = bytes.find('\0');
    if (zero != std::string::npos)
        return fileError(file.path, lineOfOffset(bytes, zero), "not text but binary",
                         "give a CSV, JSON or .ballast file");
    if (!simdjson::validate_utf8(bytes.data(), bytes.size()))
        return fileError(file.path, firstBadLine(bytes), "not UTF-8 text", "save the file as UTF-8");
    if (bytes.starts_with("\xEF\xBB\xBF"))
        bytes.erase(0, 3);
    return Done{};
}

} // namespace ballast

#include "app/feeds/format_detection.h"

#include "app/feeds/snapshot_file.h"

#include <algorithm>
#include <array>
#include <vector>

namespace ballast {
namespace {

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

// First non-blank lines, at most `count`.
std::vector<std::string_view> firstLines(std::string_view text, std::size_t count)
{
    std::vector<std::string_view> lines;
    for (std::size_t from = 0; from < text.size() && lines.size() < count;) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (const auto line = trimmed(text.substr(from, end - from)); !line.empty())
            lines.push_back(line);
        from = end + 1;
    }
    return lines;
}

bool opensJson(std::string_view line)
{
    return line.starts_with('{') || line.starts_with('[');
}

bool isVenueMessage(std::string_view line)
{
    return line.find("\"jsonrpc\"") != std::string_view::npos || line.find("\"channel\"") != std::string_view::npos;
}

// A value that opens and closes on the first line while the second opens another one.
bool isOneValueALine(const std::vector<std::string_view>& lines)
{
    const std::string_view first = lines.front();
    if (first.size() < 3 || !(first.ends_with('}') || first.ends_with(']')))
        return false;
    return lines.size() == 1 ? isVenueMessage(first) : opensJson(lines[1]);
}

} // namespace

std::string_view::size_type jsonStart(std::string_view line)
{
    return line.find_first_of("{[");
}

FileFormat detectFormat(std::string_view bytes)
{
    if (isSnapshotFile(bytes))
        return FileFormat::OwnSnapshot;
    if (bytes.find('\0') != std::string_view::npos)
        return FileFormat::Binary;
    const auto lines = firstLines(bytes, 8);
    if (lines.empty())
        return FileFormat::Csv;
    if (opensJson(lines.front())) {
        const bool recording = std::ranges::any_of(lines, isVenueMessage);
        if (!isOneValueALine(lines))
            return FileFormat::JsonDocument;
        return recording ? FileFormat::DeribitRecording : FileFormat::JsonLines;
    }
    // A receive time or an address, then a message.
    const auto isStamped = [](std::string_view line) {
        const auto start = jsonStart(line);
        return start != std::string_view::npos && start > 0 && isVenueMessage(line.substr(start));
    };
    return std::ranges::any_of(lines, isStamped) ? FileFormat::DeribitRecording : FileFormat::Csv;
}

char detectDelimiter(std::string_view text)
{
    const std::string_view header = text.substr(0, std::min(text.find('\n'), text.size()));
    constexpr std::array candidates{',', ';', '\t'};
    return *std::ranges::max_element(candidates, {}, [header](char c) { return std::ranges::count(header, c); });
}

} // namespace ballast

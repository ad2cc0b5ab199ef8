#pragma once

#include <string_view>

namespace ballast {

enum class FileFormat
{
    OwnSnapshot,      // .ballast
    Csv,              // a table with a header
    JsonDocument,     // one JSON value, however many lines it takes
    JsonLines,        // one JSON value a line, no venue messages
    DeribitRecording, // one venue message a line, with or without a receive time before it
    Binary,           // none of ours
};

// By content alone: the name of the file is never looked at.
[[nodiscard]] FileFormat detectFormat(std::string_view bytes);

// Most frequent of comma, semicolon and tab in the first line.
[[nodiscard]] char detectDelimiter(std::string_view text);

// Where the JSON value of a recorded line begins; npos for a line without one.
[[nodiscard]] std::string_view::size_type jsonStart(std::string_view line);

} // namespace ballast

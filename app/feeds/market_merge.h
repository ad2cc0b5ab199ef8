#pragma once

#include "app/feeds/parsed_file.h"

#include <chrono>
#include <string>
#include <vector>

namespace ballast {

// Quotes further apart than this are no one picture.
inline constexpr Milliseconds pictureSpan = std::chrono::minutes(10);

// All instruments of all pictures; of each the newest quote, of equals the later picture's; older than
// `pictureSpan` it is stale. Without what has expired by the newest time.
[[nodiscard]] MarketSnapshot mergePictures(const std::vector<const MarketSnapshot*>& pictures);

// "a.csv", "a.csv + b.csv", "a.csv + 3 more".
[[nodiscard]] std::string joinedSource(const std::vector<std::string>& sources);

// Every picture of every file in time order. Pictures of different files within `pictureSpan` become one where their
// instruments differ, or where all are answers of the venue.
[[nodiscard]] std::vector<MarketSnapshot> joinPictures(std::vector<ParsedFile>& files);

// Oldest against newest quote of a picture.
[[nodiscard]] Milliseconds quoteSpread(const MarketSnapshot& picture);

// The picture with the venue's own contract terms; instruments that only the definitions know are listed without quote
// where `listUnquoted` says so.
enum class Unquoted
{
    Leave,
    List,
};
[[nodiscard]] MarketSnapshot withDefinitions(MarketSnapshot picture, const std::vector<Instrument>& definitions,
                                             Unquoted unquoted);

} // namespace ballast

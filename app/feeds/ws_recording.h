#pragma once

#include "app/feeds/chain_rows.h"
#include "app/feeds/parsed_file.h"
#include "app/feeds/text_file.h"

namespace ballast {

// One venue message a line, in the order of arrival, with or without a receive time or address before it. Books follow
// the change_id chain: a lost message marks the book until its next snapshot.
[[nodiscard]] Result<ParsedFile> parseRecording(const FileBytes& file, const ImportLimits& limits,
                                                const ChainOptions& options);

// The receive time, Unix seconds or milliseconds or ISO 8601, that ends the text before a message.
[[nodiscard]] std::optional<Timestamp> receiveTime(std::string_view prefix);

} // namespace ballast

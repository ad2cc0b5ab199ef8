#pragma once

#include "app/feeds/chain_rows.h"
#include "app/feeds/deribit_messages.h"
#include "app/feeds/parsed_file.h"

#include <filesystem>
#include <string_view>
#include <vector>

namespace ballast {

// Messages of one document as one picture; every item of an answer is a row. The text
// tells on which line a rejected name stands.
[[nodiscard]] ParsedFile parseAnswers(std::vector<DeribitMessage> messages, const std::filesystem::path& path,
                                      std::string_view text, const ChainOptions& options);

} // namespace ballast

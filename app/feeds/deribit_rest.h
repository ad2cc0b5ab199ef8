#pragma once

#include "app/feeds/chain_rows.h"
#include "app/feeds/parsed_file.h"

#include <filesystem>
#include <vector>

#include "app/feeds/deribit_messages.h"

namespace ballast {

// Messages of one document as one picture; every item of an answer is a row. `lines` tells where a name stands.
[[nodiscard]] ParsedFile parseAnswers(std::vector<DeribitMessage> messages, const std::filesystem::path& path,
                                      std::string_view text, const ChainOptions& options);

} // namespace ballast

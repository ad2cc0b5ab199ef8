#pragma once

#include "app/feeds/chain_rows.h"
#include "app/feeds/parsed_file.h"
#include "app/feeds/text_file.h"

namespace ballast {

// One JSON document: an answer or message of Deribit, or any object that holds lists of quotes whose keys can be
// recognised as columns are; keys of the objects around a list hold for its rows.
[[nodiscard]] Result<ParsedFile> parseJsonDocument(const FileBytes& file, const ChainOptions& options);

// Such an object on every line.
[[nodiscard]] Result<ParsedFile> parseChainJsonLines(const FileBytes& file, const ImportLimits& limits,
                                                     const ChainOptions& options);

} // namespace ballast

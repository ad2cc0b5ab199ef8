#pragma once

#include "app/feeds/chain_rows.h"
#include "app/feeds/parsed_file.h"
#include "app/feeds/text_file.h"

#include <map>
#include <string>

namespace ballast {

// A chain as CSV, whatever its header calls things. Tardis' options_chain and derivative_ticker are such tables too; as
// streams of updates they make growing pictures.
[[nodiscard]] Result<ParsedFile> parseChainCsv(const FileBytes& file, const ImportLimits& limits,
                                               const std::map<std::string, std::string>& columns,
                                               const ChainOptions& options);

// The errors that all chain files share; nothing where the rows are of use.
[[nodiscard]] Status requireTimesAndNames(const ChainUpdates& updates, const std::filesystem::path& path,
                                          std::size_t headerLine);

} // namespace ballast

#pragma once

#include "app/feeds/import_tally.h"
#include "app/feeds/text_file.h"
#include "models/core/result.h"
#include "models/market/snapshot.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct ImportOptions
{
    std::vector<std::filesystem::path> paths;   // files or folders
    std::optional<Timestamp> asOf;              // for rows without time
    std::map<std::string, std::string> columns; // field word to CSV header: "bid" to "best bid"
    double impliedSpread = 1e-4;                // half-spread of an implied perpetual, fraction
    std::optional<std::string> underlyingHint;  // for files that name no underlying: "ETH"
    ImportLimits limits;
};

struct ImportResult
{
    // Pictures in time order, ids from 1. A table with several times gives one for each poll (a new one begins where an
    // instrument comes again); a recording or Tardis stream gives growing ones, at most one a second of market time;
    // files within 10 minutes with different instruments, and REST answers, are one.
    std::vector<SnapshotPtr> snapshots;
    SnapshotPtr merged;   // newest quote of each instrument; the last snapshot itself where there is only one
    std::size_t rows = 0; // used + rejected
    std::size_t used = 0;
    std::vector<RejectCount> rejected;
    std::vector<std::string> notes;
};

// Reads and merges market files, recognised by content. Refuses everything when one file is broken; the error's message
// is "FILE:LINE: what is wrong, what to do". Sound rows of no use are counted by reason.
[[nodiscard]] Result<ImportResult> importMarket(const ImportOptions& options);

// The same for one file that is in memory already; `options.paths` is not looked at.
[[nodiscard]] Result<ImportResult> importMarketBytes(FileBytes file, const ImportOptions& options);

} // namespace ballast

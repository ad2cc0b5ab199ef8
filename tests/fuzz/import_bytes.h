#pragma once

#include "app/feeds/import_market.h"
#include "app/feeds/snapshot_codec.h"

#include <string>

namespace ballast::test {

// A market file that never touches a disk.
[[nodiscard]] inline Result<ImportResult> importBytes(std::string bytes)
{
    ImportOptions options;
    options.asOf = fromUnixMilliseconds(1590103193775);
    return importMarketBytes({"fuzz", std::move(bytes)}, options);
}

// The inside of a .ballast file: what its checksum keeps mutations away from.
[[nodiscard]] inline std::string snapshotContent(const std::vector<SnapshotPtr>& snapshots)
{
    ByteWriter out;
    codec::writeSnapshots(out, snapshots);
    return out.bytes();
}

[[nodiscard]] inline Result<std::vector<SnapshotPtr>> readSnapshotContent(std::string_view content)
{
    ByteReader in(content);
    auto snapshots = codec::readSnapshots(in);
    if (!in.ok())
        return Error{Errc::BadInput, "makes no sense"};
    return snapshots;
}

} // namespace ballast::test

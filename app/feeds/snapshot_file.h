#pragma once

#include "models/core/result.h"
#include "models/market/snapshot.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// Our own file of market pictures: magic, version, size, CRC-32 of the rest, then zlib. Reads back exactly what was
// written.
[[nodiscard]] bool isSnapshotFile(std::string_view bytes);

[[nodiscard]] std::string encodeSnapshots(const std::vector<SnapshotPtr>& snapshots);
// Errors say what is wrong and what to do, without the name of the file.
[[nodiscard]] Result<std::vector<SnapshotPtr>> decodeSnapshots(std::string_view bytes);

// Written beside the target and renamed into place: a reader sees the old file or the new one.
[[nodiscard]] Status writeSnapshotFile(const std::filesystem::path& path, const std::vector<SnapshotPtr>& snapshots);
[[nodiscard]] Result<std::vector<SnapshotPtr>> readSnapshotFile(const std::filesystem::path& path);

} // namespace ballast

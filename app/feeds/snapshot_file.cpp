#include "app/feeds/snapshot_file.h"

#include "app/feeds/snapshot_codec.h"
#include "app/feeds/text_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <fstream>

namespace ballast {
namespace {

constexpr std::string_view magic{"\x89"
                                 "BALLAST",
                                 8};
constexpr std::uint32_t version = 1;
constexpr std::size_t headerBytes = 8 + 4 + 8 + 4;
constexpr std::uint64_t mostBytes = std::uint64_t{2} << 30;
constexpr std::uint64_t deflateLimit = 1032; // no deflate stream grows by more, zlib's technical notes

std::uint32_t checksum(std::string_view bytes)
{
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    return static_cast<std::uint32_t>(crc32_z(crc32(0L, Z_NULL, 0), data, bytes.size()));
}

Error damaged(std::string_view what)
{
    return {Errc::BadInput, fmt::format("{}, import the original market file again", what)};
}

Result<std::string> inflated(std::string_view packed, std::uint64_t size)
{
    std::string raw(size, '\0');
    uLongf rawSize = static_cast<uLongf>(size);
    const int status = uncompress(reinterpret_cast<Bytef*>(raw.data()), &rawSize,
                                  reinterpret_cast<const Bytef*>(packed.data()), static_cast<uLong>(packed.size()));
    if (status != Z_OK || rawSize != size)
        return damaged("the snapshot file is cut or damaged");
    return raw;
}

} // namespace

bool isSnapshotFile(std::string_view bytes)
{
    return bytes.starts_with(magic);
}

std::string encodeSnapshots(const std::vector<SnapshotPtr>& snapshots)
{
    ByteWriter content;
    codec::writeSnapshots(content, snapshots);
    const std::string& raw = content.bytes();
    uLongf packedSize = compressBound(static_cast<uLong>(raw.size()));
    std::string packed(packedSize, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &packedSize, reinterpret_cast<const Bytef*>(raw.data()),
              static_cast<uLong>(raw.size()), Z_BEST_SPEED);
    packed.resize(packedSize);
    ByteWriter header;
    header.u32(version);
    header.u64(raw.size());
    header.u32(checksum(packed));
    return std::string(magic) + header.bytes() + packed;
}

Result<std::vector<SnapshotPtr>> decodeSnapshots(std::string_view bytes)
{
    if (!isSnapshotFile(bytes) || bytes.size() < headerBytes)
        return damaged("no whole snapshot file");
    ByteReader header(bytes.substr(magic.size(), headerBytes - magic.size()));
    const std::uint32_t written = header.u32();
    const std::uint64_t size = header.u64();
    const std::uint32_t sum = header.u32();
    if (written != version)
        return Error{Errc::Unsupported,
                     fmt::format("snapshot file of version {}, this program reads version {}, use a newer program",
                                 written, version)};
    const std::string_view packed = bytes.substr(headerBytes);
    if (size > mostBytes || size > packed.size() * deflateLimit + 64)
        return damaged("the snapshot file claims an impossible size");
    if (checksum(packed) != sum)
        return damaged("the snapshot file's checksum is wrong");
    const auto raw = inflated(packed, size);
    if (!raw)
        return raw.error();
    ByteReader in(*raw);
    auto snapshots = codec::readSnapshots(in);
    if (!in.ok())
        return damaged("the snapshot file's content makes no sense");
    return snapshots;
}

Status writeSnapshotFile(const std::filesystem::path& path, const std::vector<SnapshotPtr>& snapshots)
{
    auto beside = path;
    beside += ".part";
    {
        std::ofstream out(beside, std::ios::binary | std::ios::trunc);
        const std::string bytes = encodeSnapshots(snapshots);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out)
            return fileError(beside, 0, "cannot be written", "check the folder's permissions and space", Errc::Io);
    }
    std::error_code failure;
    std::filesystem::rename(beside, path, failure);
    if (failure) {
        std::filesystem::remove(beside, failure);
        return fileError(path, 0, "cannot be replaced", "check the folder's permissions", Errc::Io);
    }
    return Done{};
}

Result<std::vector<SnapshotPtr>> readSnapshotFile(const std::filesystem::path& path)
{
    const auto file = readFileBytes(path, {});
    if (!file)
        return file.error();
    auto snapshots = decodeSnapshots(file->bytes);
    if (!snapshots)
        return Error{snapshots.error().code, fmt::format("{}: {}", path.string(), snapshots.error().message)};
    return snapshots;
}

} // namespace ballast

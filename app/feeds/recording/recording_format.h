#pragma once

#include "app/feeds/recording/feed_tape.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// The file of a recorded feed: a header, blocks that each stand for themselves, an index at the end. Every block has
// its length and checksum: what a crash leaves is whole up to the last block written.
namespace ballast::recording {

inline constexpr std::string_view fileMagic{"\x89"
                                            "BALREC",
                                            7};
inline constexpr std::size_t mostBlockBytes = 64u << 20; // unpacked: a listing of all options is about 2 MiB
inline constexpr std::size_t blockHeaderBytes = 36;

struct BlockHead
{
    std::uint32_t packedBytes = 0;
    std::uint32_t rawBytes = 0;
    std::uint32_t inputs = 0;
    std::uint32_t checksum = 0; // of the packed bytes
    Timestamp first{};
    Timestamp last{};
    bool operator==(const BlockHead&) const = default;
};

struct IndexEntry
{
    std::uint64_t offset = 0;
    BlockHead head;
};

[[nodiscard]] std::string encodeHeader(const TapeSettings& settings);
// The settings and how many bytes they took.
[[nodiscard]] Result<std::pair<TapeSettings, std::size_t>> decodeHeader(std::string_view bytes);

void appendInput(std::string& block, Timestamp& before, FeedInputKind kind, Timestamp at, std::string_view text);
[[nodiscard]] Result<std::vector<FeedInput>> decodeInputs(std::string_view block, Timestamp first, std::uint32_t count);

// Head and packed bytes.
[[nodiscard]] std::string encodeBlock(std::string_view block, std::uint32_t inputs, Timestamp first, Timestamp last);
// The head of a block at the start of `bytes`; nullopt: none is there, or not whole.
[[nodiscard]] std::optional<BlockHead> decodeBlockHead(std::string_view bytes);
[[nodiscard]] Result<std::string> unpackBlock(const BlockHead& head, std::string_view packed);

[[nodiscard]] std::string encodeIndex(const std::vector<IndexEntry>& entries, std::uint64_t at);
// nullopt: the file ends without a sound index.
[[nodiscard]] std::optional<std::vector<IndexEntry>> decodeIndex(std::string_view file);

} // namespace ballast::recording

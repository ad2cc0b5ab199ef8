#include "app/feeds/recording/recording_format.h"

#include "app/feeds/byte_stream.h"

#include <fmt/format.h>
#include <zlib.h>

#include <utility>

namespace ballast::recording {
namespace {

constexpr std::uint32_t version = 1;
constexpr std::uint32_t blockMark = 0x314b4c42; // "BLK1"
constexpr std::uint32_t indexMark = 0x31584449; // "IDX1"
constexpr std::size_t indexEntryBytes = 8 + 16 + 16;
constexpr std::size_t trailerBytes = 4 + 8 + 4; // checksum, offset, mark

std::uint32_t checksum(std::string_view bytes)
{
    const auto* data = reinterpret_cast<const Bytef*>(bytes.data());
    return static_cast<std::uint32_t>(crc32_z(crc32(0L, Z_NULL, 0), data, bytes.size()));
}

Error damaged(std::string_view what)
{
    return {Errc::BadInput, fmt::format("the recording is damaged: {}", what)};
}

void writeTime(ByteWriter& out, Timestamp at)
{
    out.i64(toUnixMilliseconds(at));
}

Timestamp readTime(ByteReader& in)
{
    return fromUnixMilliseconds(in.i64());
}

void writeSettings(ByteWriter& out, const TapeSettings& settings)
{
    const DeribitSettings& session = settings.session;
    out.text(settings.source);
    out.u8(settings.hadCredentials || session.credentials ? 1 : 0);
    out.text(session.clientName);
    out.text(session.clientVersion);
    out.u32(static_cast<std::uint32_t>(session.channels.currencies.size()));
    for (const std::string& currency : session.channels.currencies)
        out.text(currency);
    out.u8(session.channels.everyOptionTicker ? 1 : 0);
    out.u8(session.channels.incrementalTickers ? 1 : 0);
    out.u8(session.channels.bookDepth == BookDepth::Chained ? 1 : 0);
    out.u32(static_cast<std::uint32_t>(session.channels.watched.size()));
    for (const std::string& name : session.channels.watched)
        out.text(name);
    out.u32(static_cast<std::uint32_t>(session.heartbeatSeconds));
    for (const Milliseconds span :
         {session.patience, session.snapshotPatience, session.skewLimit, session.reconnect.shortest,
          session.reconnect.longest, session.reconnect.stableAfter})
        out.i64(span.count());
    out.u64(session.seed);
}

TapeSettings readSettings(ByteReader& in)
{
    TapeSettings settings;
    DeribitSettings& session = settings.session;
    settings.source = in.text();
    settings.hadCredentials = in.choice(2) == 1;
    session.clientName = in.text();
    session.clientVersion = in.text();
    session.channels.currencies.clear();
    constexpr std::size_t leastText = 4;
    for (std::size_t left = in.count(leastText); left > 0; --left)
        session.channels.currencies.push_back(in.text());
    session.channels.everyOptionTicker = in.choice(2) == 1;
    session.channels.incrementalTickers = in.choice(2) == 1;
    session.channels.bookDepth = in.choice(2) == 1 ? BookDepth::Chained : BookDepth::Grouped;
    for (std::size_t left = in.count(leastText); left > 0; --left)
        session.channels.watched.insert(in.text());
    session.heartbeatSeconds = static_cast<int>(in.u32() & 0xffff);
    for (Milliseconds* span : {&session.patience, &session.snapshotPatience, &session.skewLimit,
                               &session.reconnect.shortest, &session.reconnect.longest, &session.reconnect.stableAfter})
        *span = Milliseconds{in.i64()};
    session.seed = in.u64();
    return settings;
}

// Seven bits a byte, the least first; the top bit says that more follow.
void appendNumber(std::string& out, std::uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        out += static_cast<char>((value & 0x7f) | 0x80);
    out += static_cast<char>(value);
}

std::optional<std::uint64_t> takeNumber(std::string_view& in)
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !in.empty(); shift += 7) {
        const auto byte = static_cast<unsigned char>(in.front());
        in.remove_prefix(1);
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    return std::nullopt;
}

// Times mostly rise, but may step back.
std::uint64_t zigzag(std::int64_t value)
{
    return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}

std::int64_t unzigzag(std::uint64_t value)
{
    return static_cast<std::int64_t>(value >> 1) ^ -static_cast<std::int64_t>(value & 1);
}

void writeHead(ByteWriter& out, const BlockHead& head)
{
    out.u32(head.packedBytes);
    out.u32(head.rawBytes);
    out.u32(head.inputs);
    out.u32(head.checksum);
    writeTime(out, head.first);
    writeTime(out, head.last);
}

BlockHead readHead(ByteReader& in)
{
    BlockHead head;
    head.packedBytes = in.u32();
    head.rawBytes = in.u32();
    head.inputs = in.u32();
    head.checksum = in.u32();
    head.first = readTime(in);
    head.last = readTime(in);
    return head;
}

bool isPossible(const BlockHead& head)
{
    return head.rawBytes <= mostBlockBytes && head.packedBytes <= compressBound(mostBlockBytes) &&
           head.inputs <= head.rawBytes;
}

} // namespace

std::string encodeHeader(const TapeSettings& settings)
{
    ByteWriter content;
    writeSettings(content, settings);
    ByteWriter head;
    head.u32(version);
    head.u32(static_cast<std::uint32_t>(content.bytes().size()));
    head.u32(checksum(content.bytes()));
    return std::string(fileMagic) + head.bytes() + content.bytes();
}

Result<std::pair<TapeSettings, std::size_t>> decodeHeader(std::string_view bytes)
{
    constexpr std::size_t fixed = 12;
    if (!bytes.starts_with(fileMagic) || bytes.size() < fileMagic.size() + fixed)
        return damaged("no recording of a feed");
    ByteReader head(bytes.substr(fileMagic.size(), fixed));
    const std::uint32_t written = head.u32();
    const std::uint32_t size = head.u32();
    const std::uint32_t sum = head.u32();
    if (written != version)
        return Error{Errc::Unsupported,
                     fmt::format("a recording of version {}, this program reads version {}, use a newer "
                                 "program",
                                 written, version)};
    const std::size_t start = fileMagic.size() + fixed;
    if (size > bytes.size() - start || checksum(bytes.substr(start, size)) != sum)
        return damaged("its head is cut or changed");
    ByteReader in(bytes.substr(start, size));
    TapeSettings settings = readSettings(in);
    if (!in.ok() || settings.session.heartbeatSeconds <= 0)
        return damaged("its head makes no sense");
    return std::pair{std::move(settings), start + size};
}

void appendInput(std::string& block, Timestamp& before, FeedInputKind kind, Timestamp at, std::string_view text)
{
    appendNumber(block, zigzag((at - before).count()));
    before = at;
    block += static_cast<char>(kind);
    appendNumber(block, text.size());
    block += text;
}

Result<std::vector<FeedInput>> decodeInputs(std::string_view block, Timestamp first, std::uint32_t count)
{
    std::vector<FeedInput> inputs;
    Timestamp at = first;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto step = takeNumber(block);
        if (!step || block.empty())
            return damaged("a block ends within an input");
        const auto kind = static_cast<unsigned char>(block.front());
        block.remove_prefix(1);
        const auto size = takeNumber(block);
        if (!size || *size > block.size() || kind < static_cast<unsigned char>(FeedInputKind::Connected) ||
            kind > static_cast<unsigned char>(FeedInputKind::Published))
            return damaged("an input of no known kind");
        // Wraps as unsigned numbers do: a damaged step must not overflow.
        at = fromUnixMilliseconds(static_cast<std::int64_t>(static_cast<std::uint64_t>(toUnixMilliseconds(at)) +
                                                            static_cast<std::uint64_t>(unzigzag(*step))));
        inputs.push_back({static_cast<FeedInputKind>(kind), at, std::string(block.substr(0, *size))});
        block.remove_prefix(*size);
    }
    if (!block.empty())
        return damaged("a block holds more than it says");
    return inputs;
}

std::string encodeBlock(std::string_view block, std::uint32_t inputs, Timestamp first, Timestamp last)
{
    uLongf packedSize = compressBound(static_cast<uLong>(block.size()));
    std::string packed(packedSize, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &packedSize, reinterpret_cast<const Bytef*>(block.data()),
              static_cast<uLong>(block.size()), Z_BEST_SPEED);
    packed.resize(packedSize);
    ByteWriter out;
    out.u32(blockMark);
    writeHead(out, {static_cast<std::uint32_t>(packed.size()), static_cast<std::uint32_t>(block.size()), inputs,
                    checksum(packed), first, last});
    return out.bytes() + packed;
}

std::optional<BlockHead> decodeBlockHead(std::string_view bytes)
{
    if (bytes.size() < blockHeaderBytes)
        return std::nullopt;
    ByteReader in(bytes.substr(0, blockHeaderBytes));
    const bool marked = in.u32() == blockMark;
    const BlockHead head = readHead(in);
    if (!marked || !isPossible(head) || head.packedBytes > bytes.size() - blockHeaderBytes)
        return std::nullopt;
    return head;
}

Result<std::string> unpackBlock(const BlockHead& head, std::string_view packed)
{
    if (checksum(packed) != head.checksum)
        return damaged("a block's checksum is wrong");
    std::string raw(head.rawBytes, '\0');
    uLongf size = static_cast<uLongf>(raw.size());
    const int status = uncompress(reinterpret_cast<Bytef*>(raw.data()), &size,
                                  reinterpret_cast<const Bytef*>(packed.data()), static_cast<uLong>(packed.size()));
    if (status != Z_OK || size != raw.size())
        return damaged("a block cannot be unpacked");
    return raw;
}

std::string encodeIndex(const std::vector<IndexEntry>& entries, std::uint64_t at)
{
    ByteWriter out;
    for (const IndexEntry& entry : entries) {
        out.u64(entry.offset);
        writeHead(out, entry.head);
    }
    ByteWriter trailer;
    trailer.u32(checksum(out.bytes()));
    trailer.u64(at);
    trailer.u32(indexMark);
    return out.bytes() + trailer.bytes();
}

std::optional<std::vector<IndexEntry>> decodeIndex(std::string_view file)
{
    if (file.size() < trailerBytes)
        return std::nullopt;
    ByteReader trailer(file.substr(file.size() - trailerBytes));
    const std::uint32_t sum = trailer.u32();
    const std::uint64_t at = trailer.u64();
    const std::size_t last = file.size() - trailerBytes;
    if (trailer.u32() != indexMark || at > last || (last - at) % indexEntryBytes != 0)
        return std::nullopt;
    const std::string_view content = file.substr(at, last - at);
    if (checksum(content) != sum)
        return std::nullopt;
    ByteReader in(content);
    std::vector<IndexEntry> entries;
    while (!in.atEnd()) {
        IndexEntry entry;
        entry.offset = in.u64();
        entry.head = readHead(in);
        if (!isPossible(entry.head) || entry.offset > at || at - entry.offset < blockHeaderBytes ||
            entry.head.packedBytes > at - entry.offset - blockHeaderBytes)
            return std::nullopt;
        entries.push_back(entry);
    }
    return entries;
}

} // namespace ballast::recording

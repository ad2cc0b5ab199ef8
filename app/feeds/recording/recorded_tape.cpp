#include "app/feeds/recording/recorded_tape.h"

#include "app/feeds/format_detection.h"
#include "app/feeds/recording/recording_format.h"
#include "app/feeds/text_file.h"
#include "app/feeds/ws_recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

namespace ballast {
namespace {

using recording::IndexEntry;

class OwnTape final : public FeedTape
{
public:
    OwnTape(std::string bytes, TapeSettings settings, std::vector<IndexEntry> index, std::string remark)
        : m_bytes(std::move(bytes)),
          m_settings(std::move(settings)),
          m_index(std::move(index)),
          m_remark(std::move(remark))
    {}

    [[nodiscard]] const TapeSettings& settings() const override { return m_settings; }
    [[nodiscard]] Timestamp begin() const override { return m_index.front().head.first; }
    [[nodiscard]] Timestamp end() const override { return m_index.back().head.last; }
    [[nodiscard]] std::string remark() const override { return m_remark; }

    void rewind() override
    {
        m_block = 0;
        m_inputs.clear();
        m_at = 0;
    }

    [[nodiscard]] Result<std::optional<FeedInput>> next() override
    {
        while (m_at == m_inputs.size()) {
            if (m_block == m_index.size())
                return std::optional<FeedInput>();
            const IndexEntry& entry = m_index[m_block++];
            const auto packed =
                std::string_view(m_bytes).substr(entry.offset + recording::blockHeaderBytes, entry.head.packedBytes);
            const auto raw = recording::unpackBlock(entry.head, packed);
            if (!raw)
                return raw.error();
            auto inputs = recording::decodeInputs(*raw, entry.head.first, entry.head.inputs);
            if (!inputs)
                return inputs.error();
            m_inputs = std::move(*inputs);
            m_at = 0;
        }
        return std::optional(std::move(m_inputs[m_at++]));
    }

private:
    std::string m_bytes;
    TapeSettings m_settings;
    std::vector<IndexEntry> m_index;
    std::string m_remark;
    std::size_t m_block = 0;
    std::vector<FeedInput> m_inputs; // of the block that is being read
    std::size_t m_at = 0;
};

// Messages with their receive times, one a line. Answers of the recorded client's own requests are of no use here: its
// ids are not ours.
class LinesTape final : public FeedTape
{
public:
    LinesTape(std::string source, std::vector<FeedInput> inputs) : m_inputs(std::move(inputs))
    {
        m_settings.source = std::move(source);
        m_settings.session.channels.currencies.clear();
        m_settings.session.firstRequestId = std::int64_t{1} << 40; // no reply in the file is taken for one of ours
        m_settings.session.patience = std::chrono::hours(24);
    }

    [[nodiscard]] const TapeSettings& settings() const override { return m_settings; }
    [[nodiscard]] Timestamp begin() const override { return m_inputs.front().at; }
    [[nodiscard]] Timestamp end() const override { return m_inputs.back().at; }
    void rewind() override { m_at = 0; }
    [[nodiscard]] Result<std::optional<FeedInput>> next() override
    {
        return m_at == m_inputs.size() ? std::optional<FeedInput>() : std::optional(m_inputs[m_at++]);
    }

private:
    TapeSettings m_settings;
    std::vector<FeedInput> m_inputs;
    std::size_t m_at = 0;
};

// Blocks one after the other, as far as they are whole.
std::vector<IndexEntry> scanned(std::string_view bytes, std::size_t from)
{
    std::vector<IndexEntry> index;
    while (const auto head = recording::decodeBlockHead(bytes.substr(from))) {
        const auto packed = bytes.substr(from + recording::blockHeaderBytes, head->packedBytes);
        if (!recording::unpackBlock(*head, packed))
            break;
        index.push_back({from, *head});
        from += recording::blockHeaderBytes + head->packedBytes;
    }
    return index;
}

Result<std::unique_ptr<FeedTape>> openOwn(std::string bytes, const std::string& name)
{
    auto header = recording::decodeHeader(bytes);
    if (!header)
        return Error{header.error().code, fmt::format("{}: {}", name, header.error().message)};
    std::string remark;
    auto index = recording::decodeIndex(bytes);
    if (!index) {
        index = scanned(bytes, header->second);
        remark = fmt::format("{}: it was cut off; {} whole blocks of it are played", name, index->size());
    }
    if (index->empty())
        return Error{Errc::BadInput, fmt::format("{}: nothing was recorded in it", name)};
    return std::unique_ptr<FeedTape>(
        std::make_unique<OwnTape>(std::move(bytes), std::move(header->first), std::move(*index), std::move(remark)));
}

// A picture each tenth of a second of receive time, as a live feed makes them.
Result<std::unique_ptr<FeedTape>> openLines(std::string_view bytes, const std::string& name)
{
    constexpr Milliseconds pictureStep{100};
    std::vector<FeedInput> inputs;
    Timestamp published{};
    for (std::size_t from = 0; from < bytes.size();) {
        const std::size_t end = std::min(bytes.find('\n', from), bytes.size());
        const std::string_view line = bytes.substr(from, end - from);
        from = end + 1;
        const auto start = jsonStart(line);
        if (start == std::string_view::npos)
            continue;
        const auto at = receiveTime(line.substr(0, start));
        if (!at)
            return Error{Errc::BadInput,
                         fmt::format("{}: a message without its receive time cannot be replayed", name)};
        if (inputs.empty()) {
            inputs.push_back({FeedInputKind::Connected, *at, {}});
            published = *at;
        }
        for (; published + pictureStep <= *at; published += pictureStep)
            inputs.push_back({FeedInputKind::Published, published + pictureStep, {}});
        inputs.push_back({FeedInputKind::Received, *at, std::string(line.substr(start))});
    }
    if (inputs.empty())
        return Error{Errc::BadInput, fmt::format("{}: no message with a receive time in it", name)};
    inputs.push_back({FeedInputKind::Published, inputs.back().at, {}});
    return std::unique_ptr<FeedTape>(std::make_unique<LinesTape>(name, std::move(inputs)));
}

} // namespace

bool isFeedRecording(std::string_view bytes)
{
    return bytes.starts_with(recording::fileMagic);
}

bool isFeedRecordingFile(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::string start(recording::fileMagic.size(), '\0');
    in.read(start.data(), static_cast<std::streamsize>(start.size()));
    return in && isFeedRecording(start);
}

Result<std::unique_ptr<FeedTape>> openTape(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in)
        return fileError(path, 0, "cannot be read", "check its name and permissions", Errc::Io);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    const std::string name = path.filename().string();
    return isFeedRecording(bytes) ? openOwn(std::move(bytes), name) : openLines(bytes, name);
}

} // namespace ballast

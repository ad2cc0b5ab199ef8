#include "app/feeds/recording/recording_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace ballast {

Result<std::unique_ptr<RecordingWriter>>
RecordingWriter::create(const std::filesystem::path& path, const TapeSettings& settings, const RecordingPace& pace)
{
    // Never over an older recording.
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (file < 0)
        return Error{Errc::Io, fmt::format("{}: cannot be made: {}", path.string(), std::strerror(errno))};
    const std::string header = recording::encodeHeader(settings);
    std::unique_ptr<RecordingWriter> writer(new RecordingWriter(file, pace, 0));
    if (!writer->put(header))
        return Error{Errc::Io, fmt::format("{}: {}", path.string(), writer->problem().value_or("cannot be written"))};
    writer->m_thread = std::jthread([w = writer.get()] { w->run(); });
    return writer;
}

RecordingWriter::RecordingWriter(int file, const RecordingPace& pace, std::uint64_t offset)
    : m_pace(pace), m_file(file), m_offset(offset)
{}

RecordingWriter::~RecordingWriter()
{
    finishBlock();
    {
        const std::scoped_lock lock(m_mutex);
        m_ending = true;
    }
    m_wake.notify_one();
    if (m_thread.joinable())
        m_thread.join();
    if (!problem()) {
        static_cast<void>(put(recording::encodeIndex(m_index, m_offset)));
        fdatasync(m_file);
    }
    ::close(m_file);
}

void RecordingWriter::note(FeedInputKind kind, Timestamp at, std::string_view text)
{
    if (m_block.inputs > 0 &&
        (at - m_block.first >= m_pace.blockSpan || m_block.content.size() + text.size() > m_pace.blockBytes))
        finishBlock();
    if (m_block.inputs == 0)
        m_block.first = m_before = at;
    recording::appendInput(m_block.content, m_before, kind, at, text);
    m_block.last = at;
    ++m_block.inputs;
}

void RecordingWriter::finishBlock()
{
    if (m_block.inputs == 0)
        return;
    Block block = std::exchange(m_block, {});
    {
        const std::scoped_lock lock(m_mutex);
        if (m_problem)
            return;
        if (m_waiting.size() >= m_pace.mostWaiting) {
            m_problem = "the disk is too slow";
            return;
        }
        m_waiting.push_back(std::move(block));
    }
    m_wake.notify_one();
}

void RecordingWriter::run()
{
    while (true) {
        Block block;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_ending || !m_waiting.empty(); });
            if (m_waiting.empty())
                return;
            block = std::move(m_waiting.front());
            m_waiting.pop_front();
        }
        write(block);
    }
}

void RecordingWriter::write(const Block& block)
{
    if (problem())
        return;
    const std::string bytes = recording::encodeBlock(block.content, block.inputs, block.first, block.last);
    const std::uint64_t offset = this->bytes();
    if (!put(bytes))
        return;
    if (fdatasync(m_file) != 0 && errno != EINVAL) {
        stop(std::strerror(errno));
        return;
    }
    m_index.push_back({offset, *recording::decodeBlockHead(bytes)});
}

bool RecordingWriter::put(std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(m_file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            stop(std::strerror(errno));
            return false;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
        const std::scoped_lock lock(m_mutex);
        m_offset += static_cast<std::uint64_t>(written);
    }
    return true;
}

void RecordingWriter::stop(std::string reason)
{
    const std::scoped_lock lock(m_mutex);
    if (!m_problem)
        m_problem = std::move(reason);
}

std::optional<std::string> RecordingWriter::problem() const
{
    const std::scoped_lock lock(m_mutex);
    return m_problem;
}

std::uint64_t RecordingWriter::bytes() const
{
    const std::scoped_lock lock(m_mutex);
    return m_offset;
}

} // namespace ballast

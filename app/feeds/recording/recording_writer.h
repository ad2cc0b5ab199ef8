#pragma once

#include "app/feeds/recording/recording_format.h"
#include "app/feeds/transport/feed_inputs.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace ballast {

struct RecordingPace
{
    std::size_t blockBytes = 256u << 10;
    Milliseconds blockSpan{1'000}; // a crash loses no more than this
    std::size_t mostWaiting = 128; // blocks for a slow disk, before recording stops
};

// Writes what happens to a feed. note() is called on the feed's thread and never waits for the disk; a thread of its
// own packs, writes and syncs. The destructor ends the file with its index.
class RecordingWriter final : public FeedInputSink
{
public:
    [[nodiscard]] static Result<std::unique_ptr<RecordingWriter>>
    create(const std::filesystem::path& file, const TapeSettings& settings, const RecordingPace& pace = {});
    ~RecordingWriter() override;

    void note(FeedInputKind kind, Timestamp at, std::string_view text) override;

    // Why recording stopped; nullopt: it goes on. From any thread.
    [[nodiscard]] std::optional<std::string> problem() const;
    [[nodiscard]] std::uint64_t bytes() const; // in the file. From any thread.

private:
    struct Block
    {
        std::string content;
        std::uint32_t inputs = 0;
        Timestamp first{};
        Timestamp last{};
    };

    RecordingWriter(int file, const RecordingPace& pace, std::uint64_t offset);
    void finishBlock();
    void run();
    void write(const Block& block);
    [[nodiscard]] bool put(std::string_view bytes);
    void stop(std::string reason);

    RecordingPace m_pace;
    int m_file;
    // Feed's thread.
    Block m_block;
    Timestamp m_before{};
    // Writer's thread.
    std::vector<recording::IndexEntry> m_index;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Block> m_waiting;          // guarded by m_mutex
    std::optional<std::string> m_problem; // guarded by m_mutex
    std::uint64_t m_offset;               // guarded by m_mutex
    bool m_ending = false;                // guarded by m_mutex
    std::jthread m_thread;
};

} // namespace ballast

#pragma once

#include "app/feeds/recording/feed_tape.h"
#include "app/feeds/transport/deribit_pipeline.h"

#include <functional>
#include <memory>
#include <optional>

namespace ballast {

// Lives through a tape again, by the path of a live feed: the same tape gives the same pictures, byte for byte, at any
// speed. Time is the tape's own.
class FeedReplay
{
public:
    explicit FeedReplay(std::unique_ptr<FeedTape> tape);

    struct Progress
    {
        SnapshotPtr picture; // the newest made; null: none in this step
        std::optional<std::string> problem;
    };
    // Told of each picture and alarm on the way; null: nobody.
    std::function<void(const SnapshotPtr&)> onPicture;
    std::function<void(const Alarm&)> onAlarm;

    // Plays all inputs up to and including that time.
    [[nodiscard]] Progress playUntil(Timestamp at);
    // Up to the next picture.
    [[nodiscard]] Progress playToNextPicture();
    [[nodiscard]] Progress playAll() { return playUntil(m_tape->end()); }
    void restart();

    [[nodiscard]] Timestamp now() const { return m_now; } // of the last input played
    [[nodiscard]] Timestamp begin() const { return m_tape->begin(); }
    [[nodiscard]] Timestamp end() const { return m_tape->end(); }
    [[nodiscard]] bool atEnd() const { return m_ended; }
    [[nodiscard]] std::uint64_t inputs() const { return m_inputs; }
    [[nodiscard]] const FeedTape& tape() const { return *m_tape; }
    [[nodiscard]] FeedStatus status() const { return m_pipeline->status(m_now); }
    [[nodiscard]] const DeribitPipeline& pipeline() const { return *m_pipeline; }

private:
    void take(const FeedInput& input, Progress& progress);
    // False: the end, or a fault, of the tape.
    [[nodiscard]] bool fetch(Progress& progress);

    std::unique_ptr<FeedTape> m_tape;
    std::optional<DeribitPipeline> m_pipeline;
    std::optional<FeedInput> m_next;
    Timestamp m_now{};
    std::uint64_t m_inputs = 0;
    bool m_ended = false;
};

} // namespace ballast

#pragma once

#include "app/feeds/recording/feed_replay.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

struct ReplayedBook
{
    std::string instrument;
    std::optional<std::int64_t> changeId; // nullopt: the book may not be used
    Ladder ladder;
};

// What a whole tape came to. No clock of the machine is in it: the same tape gives the same report.
struct ReplayReport
{
    std::string source;
    Timestamp from{};
    Timestamp to{};
    std::uint64_t inputs = 0;
    std::uint64_t pictures = 0;
    std::string picturesHash; // SHA-256 over every picture, in order
    FeedStatus status;
    std::vector<Alarm> alarms;
    std::vector<ReplayedBook> books; // of the last picture, by name
    SnapshotPtr last;
};

// Plays the tape from its start to its end. Errors: the tape is damaged on the way.
[[nodiscard]] Result<ReplayReport> replayWhole(FeedReplay& replay);

} // namespace ballast

#pragma once

#include "app/feeds/live/deribit_session.h"
#include "app/feeds/transport/feed_inputs.h"
#include "models/core/result.h"

#include <cstddef>
#include <optional>
#include <string>

namespace ballast {

// One thing that happened to a feed.
struct FeedInput
{
    FeedInputKind kind = FeedInputKind::Received;
    Timestamp at{};
    std::string text;
    bool operator==(const FeedInput&) const = default;
};

// How the feed was set up; keys are never recorded, only whether there was one.
struct TapeSettings
{
    std::string source; // "Deribit"
    DeribitSettings session{};
    bool hadCredentials = false;
};

// What happened to a feed, in order, from wherever it was kept.
class FeedTape
{
public:
    virtual ~FeedTape() = default;
    [[nodiscard]] virtual const TapeSettings& settings() const = 0;
    [[nodiscard]] virtual Timestamp begin() const = 0; // of the first input
    [[nodiscard]] virtual Timestamp end() const = 0;   // of the last
    // nullopt: the end. Errors: the tape is damaged from here on.
    [[nodiscard]] virtual Result<std::optional<FeedInput>> next() = 0;
    virtual void rewind() = 0;
    // For people: what is wrong with it as a whole; empty: nothing.
    [[nodiscard]] virtual std::string remark() const { return {}; }
};

} // namespace ballast

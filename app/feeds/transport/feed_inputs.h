#pragma once

#include "models/core/time.h"

#include <cstdint>
#include <string_view>

namespace ballast {

// What happens to a feed, in order: enough to live through it again.
enum class FeedInputKind : std::uint8_t
{
    Connected = 1,
    Received = 2,     // text: the message
    Disconnected = 3, // text: the reason
    Ticked = 4,
    Watched = 5,   // text: names of instruments, one a line
    Published = 6, // a picture was made
};

// Who wants to know, at once and on the feed's thread: the recorder.
class FeedInputSink
{
public:
    virtual ~FeedInputSink() = default;
    virtual void note(FeedInputKind kind, Timestamp at, std::string_view text) = 0;
};

} // namespace ballast

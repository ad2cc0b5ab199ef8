#pragma once

#include "app/feeds/live/feed_events.h"

#include <string>
#include <variant>
#include <vector>

namespace ballast {

enum class SendOrder
{
    Queued,
    First, // before anything that still waits to be written: answers to heartbeats
};

struct SendText
{
    std::string text; // one message
    SendOrder order = SendOrder::Queued;
    bool operator==(const SendText&) const = default;
};

// Close what is open, connect anew at that time.
struct Reconnect
{
    Timestamp at{};
    std::string reason;
    bool operator==(const Reconnect&) const = default;
};

enum class AlarmKind
{
    LoginRefused,
    RequestRefused,
    ChannelsRefused,
    NotAnswered,
    Throttled,
    Silent,
    ClockSkew,
    Maintenance,
    BadMessage,
    BookUnstable,
};
[[nodiscard]] const char* alarmWord(AlarmKind kind);

// For the trader's eyes: one sentence.
struct Alarm
{
    AlarmKind kind = AlarmKind::BadMessage;
    std::string text;
    bool operator==(const Alarm&) const = default;
};

// Ask the venue's HTTPS interface; the answer comes back by its subject.
struct FetchText
{
    std::string subject;
    std::string url;
    bool operator==(const FetchText&) const = default;
};

using SessionAction = std::variant<SendText, Reconnect, Alarm, FetchText>;

// What one input of a protocol led to. Actions are carried out in order.
struct SessionStep
{
    std::vector<FeedEvent> events;
    std::vector<SessionAction> actions;
};

} // namespace ballast

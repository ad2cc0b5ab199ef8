#pragma once

#include "app/feeds/live/feed_events.h"
#include "app/feeds/live/request_ledger.h"
#include "models/core/result.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

struct DeribitGrant
{
    std::string refreshToken;
    std::int64_t expiresInSeconds = 0;
    std::string scope;
    bool operator==(const DeribitGrant&) const = default;
};

struct DeribitFault
{
    std::int64_t code = 0;
    std::string message;
    std::string reason; // data.reason, where given
    bool operator==(const DeribitFault&) const = default;
};

enum class DeribitWireKind
{
    Market,      // subscription, events of market or account
    Reply,       // answer to a request of ours
    Fault,       // error answer
    TestRequest, // wants public/test at once
    Heartbeat,
    Ignored, // sound, of no use; `ignored` says why
};

// One message of a live link, typed.
struct DeribitWireMessage
{
    DeribitWireKind kind = DeribitWireKind::Ignored;
    std::optional<std::int64_t> id;
    std::string channel;
    std::optional<std::int64_t> venueInUs;
    std::optional<std::int64_t> venueOutUs;
    std::vector<FeedEvent> events;
    std::optional<DeribitGrant> grant;
    std::vector<std::string> channels; // granted by a subscribe
    std::optional<DeribitFault> fault;
    std::string ignored;
};

// Text in, typed message out. Answers are read by what was asked, so that a position is never taken for a ticker. Keeps
// its buffers: one per thread.
class DeribitWire
{
public:
    DeribitWire();
    ~DeribitWire();
    DeribitWire(DeribitWire&&) noexcept;
    DeribitWire& operator=(DeribitWire&&) noexcept;

    // Errors: BadInput for broken JSON and for messages that lack what their kind must have.
    [[nodiscard]] Result<DeribitWireMessage> decode(std::string_view json, const RequestLedger& pending);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ballast

#pragma once

#include "app/feeds/live/credit_bucket.h"
#include "app/venue/channel_name.h"
#include "app/venue/venue_account.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace ballast {

// Who asks for heartbeats gets one each interval, and must answer a test_request within the next (spec A2).
struct VenueHeartbeat
{
    Milliseconds interval{0}; // 0: none
    Timestamp next{};
    bool testPending = false;
    bool askNext = false; // heartbeats and test requests take turns
};

// What the venue knows of one client.
struct VenueConnection
{
    std::uint64_t id = 0;
    std::optional<VenueKey> key; // logged in
    std::string accessToken;
    std::string refreshToken;
    std::optional<Timestamp> expiresAt;
    std::string scope;
    bool cancelOnDisconnect = false;
    VenueHeartbeat heartbeat;
    std::map<std::string, ChannelName> channels;
    CreditBucket requests{50'000, 10'000, 500}; // spec A8
    CreditBucket subscribes{30'000, 10'000, 3'000};
    CreditBucket matching{20, 5, 1};
    bool closing = false;
};

} // namespace ballast

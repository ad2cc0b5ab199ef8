#pragma once

#include "models/core/time.h"
#include "models/market/quote.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Which venue the trader wants live. A key is not part of it: it stays in the keychain.
struct VenueChoice
{
    std::string name; // "Deribit"
    std::string url;  // wss://...; empty: no venue that speaks as Deribit does
    std::string authorities; // certificates trusted instead of the system's, venues on this machine only; empty: none
    std::vector<std::string> currencies{"BTC", "ETH"};
    bool useKey = false; // of the keychain, for positions and account
    // Venues whose public data come as well, or alone where `url` is empty: "okx", "bybit", "binance".
    std::vector<std::string> publicVenues{};
    std::string publicHost{};   // "host:port" of this machine that stands for theirs; empty: their own
    std::string chainlinkUrl{}; // of an Ethereum node, https; may hold a key, so never written to a file; empty: none
    bool operator==(const VenueChoice&) const = default;
};

// What a venue says of an API key.
struct KeyVerdict
{
    bool accepted = false;
    bool canTrade = false;
    bool canWithdraw = false;
    std::string sentence; // for the trader
    bool operator==(const KeyVerdict&) const = default;
};

// How one live venue stands, for the lights and the health panel.
struct VenueHealth
{
    std::string name;
    std::string address;
    QuoteState state = QuoteState::Down;
    bool connected = false;
    bool loggedIn = false;
    double messagesPerSecond = 0.0;
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t badMessages = 0;
    std::uint64_t gaps = 0;
    std::uint64_t resubscriptions = 0;
    std::uint64_t reconnects = 0;
    std::optional<Milliseconds> latencyMedian; // venue's time to ours, clock skew taken out
    std::optional<Milliseconds> latencyP99;
    std::optional<Milliseconds> newestAge;
    std::optional<Milliseconds> clockSkew; // venue minus ours
    std::optional<Milliseconds> roundTrip;
    std::size_t instruments = 0;
    std::size_t priced = 0; // with a mark or a side
    std::size_t late = 0;
    std::size_t stale = 0;
    std::size_t channels = 0; // subscribed
    std::size_t channelsWanted = 0;
    std::optional<Milliseconds> nextTryIn; // while the link is down
    std::string lastReason;                // why it broke last; empty: it never did
    std::string lastAlarm;
    bool operator==(const VenueHealth&) const = default;
};

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Calls of Chainlink's AggregatorV3Interface as eth_call data: the first four bytes of the Keccak-256 of the signature.
inline constexpr std::string_view latestRoundDataCall = "0xfeaf968c"; // latestRoundData()
inline constexpr std::string_view decimalsCall = "0x313ce567";        // decimals()

struct ChainlinkRound
{
    std::uint16_t phase = 0; // upper 16 of the proxy's 80-bit round id
    std::uint64_t round = 0; // the aggregator's round within the phase
    double answer = 0.0;     // in units of the last decimal
    Timestamp startedAt{};
    std::optional<Timestamp> updatedAt; // nullopt: the round has no answer yet
    std::uint16_t answeredInPhase = 0;
    std::uint64_t answeredInRound = 0;
    bool operator==(const ChainlinkRound&) const = default;
};

// What latestRoundData() returned: five 32-byte words (Solidity ABI). Errors: BadInput.
[[nodiscard]] Result<ChainlinkRound> decodeLatestRoundData(std::string_view hex);
// What decimals() returned.
[[nodiscard]] Result<int> decodeDecimals(std::string_view hex);

// Heartbeat and deviation belong to one feed, never shared.
struct ChainlinkFeed
{
    std::string name;    // "BTC/USD"
    std::string address; // "0x..."
    int decimals = 8;
    Milliseconds heartbeat = std::chrono::seconds(3600);
    double deviation = 0.005;          // fraction that makes a new round
    std::optional<double> minAnswer{}; // of the aggregator, in the price's unit: a crash pins the answer there
    std::optional<double> maxAnswer{};
    bool operator==(const ChainlinkFeed&) const = default;
};

// How late a round may be: max(60 s, a tenth of the heartbeat).
[[nodiscard]] Milliseconds heartbeatGrace(const ChainlinkFeed& feed);
// The price, or why the round must not be used.
[[nodiscard]] Result<double> priceOf(const ChainlinkRound& round, const ChainlinkFeed& feed, Timestamp now);
// A feed on a rollup holds only while its sequencer has been up for an hour.
[[nodiscard]] bool isSequencerTrusted(bool isUp, Timestamp upSince, Timestamp now);

} // namespace ballast

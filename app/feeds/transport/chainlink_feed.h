#pragma once

#include "app/feeds/live/chainlink_poll.h"
#include "app/feeds/transport/endpoint.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

struct ChainlinkSettings
{
    std::string url; // of an Ethereum node, https; may hold a key: never shown or logged
    std::vector<ChainlinkTarget> targets;
    std::optional<std::filesystem::path> authorities{}; // instead of the system's; this machine only
    Environment environment = processEnvironment;
};

struct ChainlinkStatus
{
    std::string host; // all of the address that is shown
    std::uint64_t answers = 0;
    std::uint64_t failures = 0;
    std::string problem; // the last; empty: all is well
    std::optional<Timestamp> newestAnswerAt;
    std::vector<UnderlyingReading> readings;
};

// Reads Chainlink aggregators through a node of the trader's choice, on a thread of its own. Construction starts it,
// destruction ends it.
class ChainlinkReader
{
public:
    // `said` is called on the reader's thread after every answer.
    ChainlinkReader(ChainlinkSettings settings, std::function<void(const ChainlinkStatus&)> said);
    ~ChainlinkReader();
    ChainlinkReader(const ChainlinkReader&) = delete;
    ChainlinkReader& operator=(const ChainlinkReader&) = delete;

private:
    class Loop;
    std::unique_ptr<Loop> m_loop;
};

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/oracle/chainlink.h"
#include "models/oracle/price_quorum.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// A price in dollars of one underlying, beside what venues say.
struct UnderlyingReading
{
    std::string underlying;
    PriceReading reading;
    bool operator==(const UnderlyingReading&) const = default;
};

struct ChainlinkTarget
{
    std::string underlying;
    ChainlinkFeed feed;
};
// Ethereum mainnet proxies of BTC/USD and ETH/USD (data.chain.link), one hour and half a per cent each.
[[nodiscard]] std::vector<ChainlinkTarget> chainlinkTargets(const std::vector<std::string>& coins);

// Reads aggregators of one node without a socket: says what to ask and when, takes the answers. A feed's decimals are
// asked for first, then its newest round 60 times a heartbeat, each minute at the slowest: a round comes early when the
// price moves. Owned by one thread.
class ChainlinkPoll
{
public:
    explicit ChainlinkPoll(std::vector<ChainlinkTarget> targets);

    struct Question
    {
        std::size_t target = 0;
        std::string body; // of the POST
    };
    [[nodiscard]] std::vector<Question> due(Timestamp now);
    void answered(std::size_t target, const Result<std::string>& body, Timestamp now);
    [[nodiscard]] Timestamp nextDeadline() const;

    // What each feed says now; without a price where its round must not be used. Feeds never read are left out.
    [[nodiscard]] std::vector<UnderlyingReading> readings(Timestamp now) const;
    [[nodiscard]] const std::string& problem() const { return m_problem; } // the last one; empty: all is well
    [[nodiscard]] std::uint64_t answers() const { return m_answers; }
    [[nodiscard]] std::uint64_t failures() const { return m_failures; }
    [[nodiscard]] std::optional<Timestamp> newestAnswerAt() const { return m_newestAnswerAt; }

private:
    struct Line
    {
        ChainlinkTarget target;
        std::optional<int> decimals;
        std::optional<ChainlinkRound> round;
        std::optional<std::int64_t> asked; // id under way
        Timestamp dueAt{};
        int failures = 0; // in a row
    };

    [[nodiscard]] Status take(Line& line, const Result<std::string>& body);

    std::vector<Line> m_lines;
    std::int64_t m_nextId = 1;
    std::string m_problem;
    std::uint64_t m_answers = 0;
    std::uint64_t m_failures = 0;
    std::optional<Timestamp> m_newestAnswerAt;
};

} // namespace ballast

#include "app/feeds/live/chainlink_poll.h"

#include "app/feeds/live/eth_rpc.h"

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

constexpr Milliseconds slowestPoll = std::chrono::seconds(60);
constexpr Milliseconds quickestPoll = std::chrono::seconds(5);

Milliseconds pollStep(const ChainlinkFeed& feed)
{
    return std::clamp<Milliseconds>(feed.heartbeat / 60, quickestPoll, slowestPoll);
}

Milliseconds backOff(int failures)
{
    constexpr int enoughDoublings = 4;
    return std::min(quickestPoll * (1 << std::min(failures, enoughDoublings)), slowestPoll);
}

} // namespace

std::vector<ChainlinkTarget> chainlinkTargets(const std::vector<std::string>& coins)
{
    std::vector<ChainlinkTarget> targets;
    for (const std::string& coin : coins) {
        ChainlinkFeed feed;
        feed.name = coin + "/USD";
        if (coin == "BTC")
            feed.address = "0xF4030086522a5bEEa4988F8cA5B36dbC97BeE88c";
        else if (coin == "ETH")
            feed.address = "0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419";
        else
            continue;
        targets.push_back({coin, feed});
    }
    return targets;
}

ChainlinkPoll::ChainlinkPoll(std::vector<ChainlinkTarget> targets)
{
    for (ChainlinkTarget& target : targets) {
        Line line;
        line.target = std::move(target);
        m_lines.push_back(std::move(line));
    }
}

std::vector<ChainlinkPoll::Question> ChainlinkPoll::due(Timestamp now)
{
    std::vector<Question> questions;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        Line& line = m_lines[i];
        if (line.asked || line.dueAt > now)
            continue;
        const std::int64_t id = m_nextId++;
        auto body = ethCallRequest(id, line.target.feed.address, line.decimals ? latestRoundDataCall : decimalsCall);
        if (!body) {
            m_problem = body.error().message;
            line.dueAt = now + slowestPoll;
            continue;
        }
        line.asked = id;
        questions.push_back({i, std::move(*body)});
    }
    return questions;
}

Status ChainlinkPoll::take(Line& line, const Result<std::string>& body)
{
    if (!body)
        return body.error();
    const auto hex = ethCallAnswer(*body, *line.asked);
    if (!hex)
        return hex.error();
    if (!line.decimals) {
        const auto decimals = decodeDecimals(*hex);
        if (!decimals)
            return decimals.error();
        line.decimals = *decimals;
        line.target.feed.decimals = *decimals;
        return Done{};
    }
    auto round = decodeLatestRoundData(*hex);
    if (!round)
        return round.error();
    line.round = *round;
    return Done{};
}

void ChainlinkPoll::answered(std::size_t target, const Result<std::string>& body, Timestamp now)
{
    if (target >= m_lines.size() || !m_lines[target].asked)
        return;
    Line& line = m_lines[target];
    const bool wasFirst = !line.decimals;
    const Status taken = take(line, body);
    line.asked.reset();
    if (!taken) {
        ++m_failures;
        m_problem = line.target.feed.name + ": " + taken.error().message;
        line.dueAt = now + backOff(line.failures++);
        return;
    }
    ++m_answers;
    m_newestAnswerAt = now;
    line.failures = 0;
    line.dueAt = wasFirst ? now : now + pollStep(line.target.feed);
    const bool allWell = std::ranges::all_of(m_lines, [](const Line& each) { return each.failures == 0; });
    if (allWell)
        m_problem.clear();
}

Timestamp ChainlinkPoll::nextDeadline() const
{
    Timestamp next = Timestamp::max();
    for (const Line& line : m_lines) {
        if (!line.asked)
            next = std::min(next, line.dueAt);
    }
    return next;
}

std::vector<UnderlyingReading> ChainlinkPoll::readings(Timestamp now) const
{
    std::vector<UnderlyingReading> readings;
    for (const Line& line : m_lines) {
        if (!line.round)
            continue;
        const ChainlinkFeed& feed = line.target.feed;
        const auto price = priceOf(*line.round, feed, now);
        PriceReading reading;
        reading.source = "Chainlink " + feed.name;
        reading.rules = chainlinkRules(feed.heartbeat, feed.deviation);
        reading.price = price ? std::optional(*price) : std::nullopt;
        reading.at = line.round->updatedAt.value_or(line.round->startedAt);
        readings.push_back({line.target.underlying, std::move(reading)});
    }
    return readings;
}

} // namespace ballast

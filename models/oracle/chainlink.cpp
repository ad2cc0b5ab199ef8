#include "models/oracle/chainlink.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace ballast {
namespace {

constexpr std::size_t wordBytes = 32;
using Word = std::array<unsigned char, wordBytes>; // big-endian

Error unreadable(std::string_view why)
{
    return {Errc::BadInput, fmt::format("the feed's answer cannot be read: {}", why)};
}

std::optional<unsigned> digit(char c)
{
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

std::optional<Word> wordAt(std::string_view hex, std::size_t index)
{
    Word word{};
    for (std::size_t i = 0; i < wordBytes; ++i) {
        const std::size_t at = 2 + 2 * (index * wordBytes + i);
        const auto high = digit(hex[at]);
        const auto low = digit(hex[at + 1]);
        if (!high || !low)
            return std::nullopt;
        word[i] = static_cast<unsigned char>(16 * *high + *low);
    }
    return word;
}

template <std::size_t count>
Result<std::array<Word, count>> words(std::string_view hex)
{
    if (!hex.starts_with("0x") || hex.size() != 2 + 2 * wordBytes * count)
        return unreadable(fmt::format("{} bytes of hex expected", wordBytes * count));
    std::array<Word, count> result{};
    for (std::size_t i = 0; i < count; ++i) {
        const auto word = wordAt(hex, i);
        if (!word)
            return unreadable("not hex");
        result[i] = *word;
    }
    return result;
}

std::uint64_t lowest64(const Word& word)
{
    std::uint64_t value = 0;
    for (std::size_t i = wordBytes - 8; i < wordBytes; ++i)
        value = (value << 8) | word[i];
    return value;
}

bool isZeroAbove(const Word& word, std::size_t bytes)
{
    return std::all_of(word.begin(), word.end() - static_cast<std::ptrdiff_t>(bytes),
                       [](unsigned char b) { return b == 0; });
}

// int256, two's complement.
double signedValue(const Word& word)
{
    const bool negative = (word[0] & 0x80U) != 0;
    double value = 0.0;
    for (const unsigned char byte : word)
        value = value * 256.0 + (negative ? 255 - byte : byte);
    return negative ? -(value + 1.0) : value;
}

// Seconds since the epoch; nullopt beyond the year 9999.
std::optional<Timestamp> secondsOf(const Word& word)
{
    const std::uint64_t seconds = lowest64(word);
    if (!isZeroAbove(word, 8) || seconds > 253'402'300'799ULL)
        return std::nullopt;
    return fromUnixMilliseconds(static_cast<std::int64_t>(seconds) * 1000);
}

std::uint16_t phaseOf(const Word& word)
{
    return static_cast<std::uint16_t>(256U * word[wordBytes - 10] + word[wordBytes - 9]);
}

} // namespace

Result<ChainlinkRound> decodeLatestRoundData(std::string_view hex)
{
    const auto fields = words<5>(hex);
    if (!fields)
        return fields.error();
    const auto& [id, answer, started, updated, answeredIn] = *fields;
    const auto startedAt = secondsOf(started);
    const auto updatedAt = secondsOf(updated);
    if (!isZeroAbove(id, 10) || !isZeroAbove(answeredIn, 10) || !startedAt || !updatedAt)
        return unreadable("a round id or time beyond its width");
    ChainlinkRound round;
    round.phase = phaseOf(id);
    round.round = lowest64(id);
    round.answer = signedValue(answer);
    round.startedAt = *startedAt;
    round.updatedAt = *updatedAt == Timestamp{} ? std::nullopt : updatedAt;
    round.answeredInPhase = phaseOf(answeredIn);
    round.answeredInRound = lowest64(answeredIn);
    return round;
}

Result<int> decodeDecimals(std::string_view hex)
{
    const auto fields = words<1>(hex);
    if (!fields)
        return fields.error();
    constexpr std::uint64_t mostDecimals = 36;
    if (!isZeroAbove((*fields)[0], 1) || lowest64((*fields)[0]) > mostDecimals)
        return unreadable("more than 36 decimals");
    return static_cast<int>(lowest64((*fields)[0]));
}

Milliseconds heartbeatGrace(const ChainlinkFeed& feed)
{
    return std::max<Milliseconds>(std::chrono::seconds(60), feed.heartbeat / 10);
}

Result<double> priceOf(const ChainlinkRound& round, const ChainlinkFeed& feed, Timestamp now)
{
    if (!(round.answer > 0.0))
        return Error{Errc::BadInput, fmt::format("{} answers {}, which is no price", feed.name, round.answer)};
    if (!round.updatedAt)
        return Error{Errc::NoQuote, fmt::format("{} has no answer in its last round", feed.name)};
    const bool carriedOver = round.answeredInPhase == round.phase && round.answeredInRound < round.round;
    if (carriedOver)
        return Error{Errc::Stale, fmt::format("{} repeats the answer of an earlier round", feed.name)};
    if (now - *round.updatedAt > feed.heartbeat + heartbeatGrace(feed))
        return Error{Errc::Stale, fmt::format("{} missed its heartbeat of {} s", feed.name,
                                              std::chrono::floor<std::chrono::seconds>(feed.heartbeat).count())};
    const double price = round.answer / std::pow(10.0, feed.decimals);
    const bool pinnedLow = feed.minAnswer && price <= *feed.minAnswer * 1.01;
    const bool pinnedHigh = feed.maxAnswer && price >= *feed.maxAnswer * 0.99;
    if (pinnedLow || pinnedHigh)
        return Error{Errc::Conflict, fmt::format("{} stands at the bound of what it can answer", feed.name)};
    return price;
}

bool isSequencerTrusted(bool isUp, Timestamp upSince, Timestamp now)
{
    return isUp && now - upSince >= std::chrono::seconds(3600);
}

} // namespace ballast

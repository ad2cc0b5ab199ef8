#include "app/feeds/live/feed_health.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

std::int64_t secondOf(Timestamp at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

int rank(QuoteState state)
{
    switch (state) {
    case QuoteState::Live:
        return 0;
    case QuoteState::Late:
        return 1;
    case QuoteState::Crossed:
        return 2;
    case QuoteState::Gap:
        return 3;
    case QuoteState::Stale:
        return 4;
    case QuoteState::Down:
        return 5;
    }
    return 5;
}

} // namespace

StalenessLimits stalenessLimits(InstrumentKind kind)
{
    if (kind == InstrumentKind::Option)
        return {std::chrono::seconds(10), std::chrono::seconds(60)};
    return {};
}

QuoteState stateByAge(Milliseconds age, const StalenessLimits& limits)
{
    if (age >= limits.stale)
        return QuoteState::Stale;
    return age >= limits.late ? QuoteState::Late : QuoteState::Live;
}

QuoteState worse(QuoteState left, QuoteState right)
{
    return rank(left) >= rank(right) ? left : right;
}

void FeedHealthTracker::linkUp(Timestamp)
{
    if (m_wasUp && !m_isUp)
        ++m_reconnects;
    m_isUp = true;
    m_wasUp = true;
}

void FeedHealthTracker::linkDown(Timestamp)
{
    m_isUp = false;
}

void FeedHealthTracker::message(std::size_t bytes, Timestamp now)
{
    ++m_messages;
    m_bytes += bytes;
    const std::int64_t second = secondOf(now);
    auto& [known, count] = m_perSecond[static_cast<std::size_t>(((second % 11) + 11) % 11)];
    if (known != second) {
        known = second;
        count = 0;
    }
    ++count;
}

void FeedHealthTracker::noteLatency(Timestamp venueTime, Timestamp marketNow)
{
    m_newest = std::max(m_newest, venueTime);
    const auto ms = std::clamp<std::int64_t>((marketNow - venueTime).count(), 0, 3'600'000);
    m_latencyMs[m_latencyCount++ % latencies] = static_cast<std::int32_t>(ms);
}

void FeedHealthTracker::heard(const std::string& instrument, InstrumentKind kind, Timestamp venueTime,
                              Timestamp marketNow)
{
    Line& line = m_lines[instrument];
    line.limits = stalenessLimits(kind);
    line.at = std::max(line.at, venueTime);
    noteLatency(venueTime, marketNow);
}

void FeedHealthTracker::heardIndex(const std::string& underlying, Timestamp venueTime, Timestamp marketNow)
{
    Line& line = m_indices[underlying];
    line.at = std::max(line.at, venueTime);
    noteLatency(venueTime, marketNow);
}

void FeedHealthTracker::gap(const std::string& instrument)
{
    ++m_gaps;
    if (const auto it = m_lines.find(instrument); it != m_lines.end())
        ++it->second.gaps;
}

QuoteState FeedHealthTracker::stateOf(const Line& line, Timestamp marketNow) const
{
    return m_isUp ? stateByAge(marketNow - line.at, line.limits) : QuoteState::Down;
}

QuoteState FeedHealthTracker::stateOf(const std::string& instrument, Timestamp marketNow) const
{
    const auto it = m_lines.find(instrument);
    return it == m_lines.end() ? QuoteState::Down : stateOf(it->second, marketNow);
}

QuoteState FeedHealthTracker::indexState(const std::string& underlying, Timestamp marketNow) const
{
    const auto it = m_indices.find(underlying);
    return it == m_indices.end() ? QuoteState::Down : stateOf(it->second, marketNow);
}

std::optional<Milliseconds> FeedHealthTracker::ageOf(const std::string& instrument, Timestamp marketNow) const
{
    const auto it = m_lines.find(instrument);
    if (it == m_lines.end())
        return std::nullopt;
    return std::max(marketNow - it->second.at, Milliseconds{0});
}

std::uint64_t FeedHealthTracker::gapsOf(const std::string& instrument) const
{
    const auto it = m_lines.find(instrument);
    return it == m_lines.end() ? 0 : it->second.gaps;
}

double FeedHealthTracker::rate(Timestamp now) const
{
    const std::int64_t current = secondOf(now);
    std::uint64_t count = 0;
    for (const auto& [second, messages] : m_perSecond) {
        if (second < current && second >= current - 10)
            count += messages;
    }
    return static_cast<double>(count) / 10.0;
}

std::optional<Milliseconds> FeedHealthTracker::latencyAt(double share) const
{
    const std::size_t count = std::min(m_latencyCount, latencies);
    if (count == 0)
        return std::nullopt;
    std::vector<std::int32_t> sorted(m_latencyMs.begin(), m_latencyMs.begin() + static_cast<std::ptrdiff_t>(count));
    std::ranges::sort(sorted);
    const auto rankAt = static_cast<std::size_t>(std::ceil(share * static_cast<double>(count)));
    return Milliseconds{sorted[std::max<std::size_t>(rankAt, 1) - 1]};
}

VenueFigures FeedHealthTracker::figures(Timestamp now, Timestamp marketNow) const
{
    VenueFigures figures;
    figures.messages = m_messages;
    figures.bytes = m_bytes;
    figures.messagesPerSecond = rate(now);
    figures.latencyMedian = latencyAt(0.5);
    figures.latencyP99 = latencyAt(0.99);
    figures.gaps = m_gaps;
    figures.reconnects = m_reconnects;
    figures.instruments = m_lines.size();
    for (const auto& [name, line] : m_lines) {
        const QuoteState state = stateOf(line, marketNow);
        figures.late += state == QuoteState::Late ? 1 : 0;
        figures.stale += state == QuoteState::Stale || state == QuoteState::Down ? 1 : 0;
    }
    if (m_newest == Timestamp{})
        return figures;
    figures.newestAge = std::max(marketNow - m_newest, Milliseconds{0});
    figures.state = m_isUp ? stateByAge(*figures.newestAge, {}) : QuoteState::Down;
    return figures;
}

} // namespace ballast

#pragma once

#include "models/core/time.h"
#include "models/market/instrument.h"
#include "models/market/quote.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ballast {

struct StalenessLimits
{
    Milliseconds late{2'000};
    Milliseconds stale{10'000};
    bool operator==(const StalenessLimits&) const = default;
};
// Perpetuals, futures, spot and indices 2 s late and 10 s stale; options 10 s and 60 s.
[[nodiscard]] StalenessLimits stalenessLimits(InstrumentKind kind);

// Live, Late or Stale by age alone. An age below zero counts as none: clocks differ by a little.
[[nodiscard]] QuoteState stateByAge(Milliseconds age, const StalenessLimits& limits);

struct VenueFigures
{
    QuoteState state = QuoteState::Down;
    double messagesPerSecond = 0.0; // over the last ten whole seconds
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::optional<Milliseconds> latencyMedian; // venue's time to ours, clock skew taken out
    std::optional<Milliseconds> latencyP99;
    std::uint64_t gaps = 0;
    std::uint64_t reconnects = 0;
    std::size_t instruments = 0;
    std::size_t late = 0;
    std::size_t stale = 0;
    std::optional<Milliseconds> newestAge;
    bool operator==(const VenueFigures&) const = default;
};

// How one venue's data stands, by market time: the caller says what time it is on the venue's clock, so that a replay
// is judged by the recording's time. Memory is one entry an instrument and fixed rings.
class FeedHealthTracker
{
public:
    void linkUp(Timestamp now);
    void linkDown(Timestamp now);

    void message(std::size_t bytes, Timestamp now);
    // The venue spoke about an instrument at `venueTime`, heard at `marketNow`.
    void heard(const std::string& instrument, InstrumentKind kind, Timestamp venueTime, Timestamp marketNow);
    void heardIndex(const std::string& underlying, Timestamp venueTime, Timestamp marketNow);
    void gap(const std::string& instrument);
    void forget(const std::string& instrument) { m_lines.erase(instrument); }

    // Down while there is no link and for what was never heard of.
    [[nodiscard]] QuoteState stateOf(const std::string& instrument, Timestamp marketNow) const;
    [[nodiscard]] QuoteState indexState(const std::string& underlying, Timestamp marketNow) const;
    [[nodiscard]] std::optional<Milliseconds> ageOf(const std::string& instrument, Timestamp marketNow) const;
    [[nodiscard]] std::uint64_t gapsOf(const std::string& instrument) const;
    [[nodiscard]] VenueFigures figures(Timestamp now, Timestamp marketNow) const;
    [[nodiscard]] bool isUp() const { return m_isUp; }

private:
    struct Line
    {
        StalenessLimits limits;
        Timestamp at{};
        std::uint64_t gaps = 0;
    };
    static constexpr std::size_t seconds = 11;
    static constexpr std::size_t latencies = 512;

    void noteLatency(Timestamp venueTime, Timestamp marketNow);
    [[nodiscard]] double rate(Timestamp now) const;
    [[nodiscard]] std::optional<Milliseconds> latencyAt(double share) const;
    [[nodiscard]] QuoteState stateOf(const Line& line, Timestamp marketNow) const;

    bool m_isUp = false;
    bool m_wasUp = false;
    std::uint64_t m_reconnects = 0;
    std::uint64_t m_messages = 0;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_gaps = 0;
    Timestamp m_newest{};
    std::unordered_map<std::string, Line> m_lines;
    std::unordered_map<std::string, Line> m_indices;
    std::array<std::pair<std::int64_t, std::uint32_t>, seconds> m_perSecond{}; // second since the epoch, messages
    std::array<std::int32_t, latencies> m_latencyMs{};
    std::size_t m_latencyCount = 0;
};

// The worse of two states, for quotes whose book and age are judged apart.
[[nodiscard]] QuoteState worse(QuoteState left, QuoteState right);

} // namespace ballast

#pragma once

#include "models/core/time.h"

#include <array>
#include <cstdint>
#include <optional>

namespace ballast {

// How far the venue's clock is ahead of ours, from requests and their replies. As NTP does (RFC 5905, clock filter): of
// the last eight exchanges the quickest is believed, its offset is known to half its way there and back.
class ClockSkew
{
public:
    // Our times of sending and receiving; the venue's of receiving and sending, in microseconds since the epoch.
    void exchange(Timestamp sentAt, std::int64_t venueInUs, std::int64_t venueOutUs, Timestamp receivedAt);
    void clear();

    [[nodiscard]] std::optional<Milliseconds> skew() const;      // venue minus ours
    [[nodiscard]] std::optional<Milliseconds> roundTrip() const; // of the exchange believed
    // Our clock's `now` on the venue's clock.
    [[nodiscard]] Timestamp venueTime(Timestamp now) const { return now + skew().value_or(Milliseconds{0}); }

private:
    struct Sample
    {
        double offsetMs = 0.0;
        double roundTripMs = 0.0;
    };
    [[nodiscard]] const Sample* best() const;

    std::array<Sample, 8> m_samples{};
    std::size_t m_count = 0;
};

} // namespace ballast

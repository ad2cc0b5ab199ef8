#include "app/feeds/live/clock_skew.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

double unixMs(Timestamp at)
{
    return static_cast<double>(toUnixMilliseconds(at));
}

Milliseconds rounded(double ms)
{
    return Milliseconds{std::llround(ms)};
}

} // namespace

void ClockSkew::exchange(Timestamp sentAt, std::int64_t venueInUs, std::int64_t venueOutUs, Timestamp receivedAt)
{
    constexpr std::int64_t year2001Us = 978'307'200'000'000;
    constexpr std::int64_t year2286Us = 9'999'999'999'000'000;
    if (venueInUs < year2001Us || venueOutUs < venueInUs || venueOutUs > year2286Us || receivedAt < sentAt)
        return; // documentation samples print 0 or 1
    const double in = static_cast<double>(venueInUs) / 1000.0;
    const double out = static_cast<double>(venueOutUs) / 1000.0;
    const double offset = 0.5 * ((in - unixMs(sentAt)) + (out - unixMs(receivedAt)));
    const double roundTrip = (unixMs(receivedAt) - unixMs(sentAt)) - (out - in);
    m_samples[m_count++ % m_samples.size()] = {offset, std::max(roundTrip, 0.0)};
}

void ClockSkew::clear()
{
    m_count = 0;
}

const ClockSkew::Sample* ClockSkew::best() const
{
    const auto end = m_samples.begin() + static_cast<std::ptrdiff_t>(std::min(m_count, m_samples.size()));
    const auto it = std::min_element(m_samples.begin(), end,
                                     [](const Sample& a, const Sample& b) { return a.roundTripMs < b.roundTripMs; });
    return it == end ? nullptr : &*it;
}

std::optional<Milliseconds> ClockSkew::skew() const
{
    const Sample* sample = best();
    return sample != nullptr ? std::optional(rounded(sample->offsetMs)) : std::nullopt;
}

std::optional<Milliseconds> ClockSkew::roundTrip() const
{
    const Sample* sample = best();
    return sample != nullptr ? std::optional(rounded(sample->roundTripMs)) : std::nullopt;
}

} // namespace ballast

#pragma once

#include "app/feeds/market_events.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

namespace ballast {

// Binance's way to a local book: buffer changes, fetch a snapshot, drop what is older, go on where the snapshot fits
// between two changes, then follow pu = u of the message before (developers.binance.com, "How to manage a local order
// book"). Changes carry u as changeId and pu as previousChangeId; what leaves is a snapshot and a chain that fits it.
class BinanceDepth
{
public:
    enum class State
    {
        Buffering,
        Live
    };

    struct Step
    {
        std::vector<BookUpdate> updates;
        bool fetchSnapshot = false; // ask for GET depth
        bool lost = false;          // the book was live and is not any more
    };

    [[nodiscard]] Step changed(BookUpdate change);
    [[nodiscard]] Step snapshotArrived(BookUpdate snapshot);
    void reset();

    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] std::size_t buffered() const { return m_buffer.size(); }
    static constexpr std::size_t bufferLimit = 2'000; // older changes are dropped: the snapshot then comes again

private:
    enum class Fit
    {
        Follows,
        Old,
        Hole
    };
    [[nodiscard]] Fit fit(BookUpdate& change);

    State m_state = State::Buffering;
    bool m_asked = false;
    bool m_fresh = false; // no change since the snapshot
    std::int64_t m_last = 0;
    std::deque<BookUpdate> m_buffer;
};

} // namespace ballast

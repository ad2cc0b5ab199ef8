#include "app/feeds/live/binance_depth.h"

#include <utility>

namespace ballast {

void BinanceDepth::reset()
{
    m_state = State::Buffering;
    m_asked = false;
    m_fresh = false;
    m_last = 0;
    m_buffer.clear();
}

// The first change may begin before the snapshot (amounts are absolute), the others follow the one before.
BinanceDepth::Fit BinanceDepth::fit(BookUpdate& change)
{
    if (m_fresh && change.changeId <= m_last)
        return Fit::Old;
    const bool follows = m_fresh ? change.previousChangeId && *change.previousChangeId <= m_last
                                 : change.previousChangeId == m_last && change.changeId > m_last;
    if (!follows)
        return Fit::Hole;
    change.previousChangeId = m_last;
    m_last = change.changeId;
    m_fresh = false;
    return Fit::Follows;
}

BinanceDepth::Step BinanceDepth::changed(BookUpdate change)
{
    Step step;
    if (m_state == State::Live) {
        switch (fit(change)) {
        case Fit::Follows:
            step.updates.push_back(std::move(change));
            return step;
        case Fit::Old:
            return step;
        case Fit::Hole:
            reset();
            step.lost = true;
            break;
        }
    }
    if (m_buffer.size() == bufferLimit)
        m_buffer.pop_front();
    m_buffer.push_back(std::move(change));
    step.fetchSnapshot = !std::exchange(m_asked, true);
    return step;
}

BinanceDepth::Step BinanceDepth::snapshotArrived(BookUpdate snapshot)
{
    Step step;
    m_asked = false;
    if (m_state == State::Live)
        return step;
    m_state = State::Live;
    m_fresh = true;
    m_last = snapshot.changeId;
    step.updates.push_back(std::move(snapshot));
    for (BookUpdate& change : std::exchange(m_buffer, {})) {
        const Fit verdict = fit(change);
        if (verdict == Fit::Follows)
            step.updates.push_back(std::move(change));
        if (verdict != Fit::Hole)
            continue;
        reset();
        m_buffer.push_back(std::move(change));
        m_asked = true;
        return {{}, true, false};
    }
    return step;
}

} // namespace ballast

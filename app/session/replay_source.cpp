#include "app/session/replay_source.h"

#include <algorithm>
#include <cassert>

namespace ballast {

ReplaySource::ReplaySource(std::string name, std::vector<SnapshotPtr> snapshots)
    : m_name(std::move(name)), m_replay(std::move(snapshots))
{
    assert(m_replay.count() > 0);
    [[maybe_unused]] const SnapshotPtr first = m_replay.next();
}

SnapshotPtr ReplaySource::advance(Milliseconds marketTime)
{
    m_held += marketTime;
    SnapshotPtr newest;
    while (const auto distance = m_replay.untilNext()) {
        const Milliseconds hold = std::clamp(*distance, Milliseconds{1}, longestHold);
        if (m_held < hold)
            break;
        m_held -= hold;
        newest = m_replay.next();
    }
    return newest;
}

SnapshotPtr ReplaySource::step()
{
    m_held = Milliseconds{0};
    return m_replay.next();
}

std::string ReplaySource::progress() const
{
    return std::to_string(m_replay.position()) + " of " + std::to_string(m_replay.count());
}

} // namespace ballast

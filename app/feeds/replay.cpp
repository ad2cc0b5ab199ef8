#include "app/feeds/replay.h"

#include <algorithm>

namespace ballast {

Replay::Replay(std::vector<SnapshotPtr> snapshots) : m_snapshots(std::move(snapshots))
{
    std::ranges::stable_sort(m_snapshots, {}, [](const SnapshotPtr& snapshot) { return snapshot->asOf; });
}

SnapshotPtr Replay::next()
{
    return atEnd() ? nullptr : m_snapshots[m_position++];
}

SnapshotPtr Replay::current() const
{
    return m_position == 0 ? nullptr : m_snapshots[m_position - 1];
}

void Replay::seek(std::size_t position)
{
    m_position = std::min(position, m_snapshots.size());
}

std::optional<Milliseconds> Replay::untilNext() const
{
    if (m_position == 0 || atEnd())
        return std::nullopt;
    return m_snapshots[m_position]->asOf - m_snapshots[m_position - 1]->asOf;
}

} // namespace ballast

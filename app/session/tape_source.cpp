#include "app/session/tape_source.h"

#include <algorithm>
#include <utility>

namespace ballast {

TapeSource::TapeSource(std::string name, std::unique_ptr<FeedTape> tape)
    : m_name(std::move(name)), m_replay(std::move(tape)), m_at(m_replay.begin())
{
    static_cast<void>(step());
}

SnapshotPtr TapeSource::keep(const FeedReplay::Progress& progress)
{
    if (progress.problem)
        m_problem = *progress.problem;
    // A desk has nothing to show until something is listed.
    if (!progress.picture || progress.picture->quotes.empty())
        return nullptr;
    m_current = progress.picture;
    return m_current;
}

SnapshotPtr TapeSource::advance(Milliseconds marketTime)
{
    m_at = std::min(m_at + marketTime, m_replay.end());
    return keep(m_replay.playUntil(m_at));
}

SnapshotPtr TapeSource::step()
{
    SnapshotPtr picture;
    while (!picture && !m_replay.atEnd())
        picture = keep(m_replay.playToNextPicture());
    m_at = m_replay.now();
    return picture;
}

std::string TapeSource::progress() const
{
    if (!m_problem.empty())
        return m_problem;
    return toIso8601(m_at);
}

std::optional<TapePosition> TapeSource::tape() const
{
    return TapePosition{m_replay.begin(), m_at, m_replay.end()};
}

// Books and listings grow from the start: going back means living through it again.
void TapeSource::seek(Timestamp at)
{
    const Timestamp goal = std::clamp(at, m_replay.begin(), m_replay.end());
    if (goal < m_replay.now())
        m_replay.restart();
    m_at = goal;
    static_cast<void>(keep(m_replay.playUntil(goal)));
}

} // namespace ballast

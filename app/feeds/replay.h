#pragma once

#include "models/market/snapshot.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace ballast {

// Recorded pictures in time order. No thread and no timer: the owner asks for the next one when it is due.
class Replay
{
public:
    // Sorts by time; of equal times the order given is kept.
    explicit Replay(std::vector<SnapshotPtr> snapshots);

    [[nodiscard]] std::size_t count() const { return m_snapshots.size(); }
    // How many have been given out; count() at the end.
    [[nodiscard]] std::size_t position() const { return m_position; }
    [[nodiscard]] bool atEnd() const { return m_position == m_snapshots.size(); }

    // The next picture; null at the end.
    [[nodiscard]] SnapshotPtr next();
    // The picture given out last; null before the first.
    [[nodiscard]] SnapshotPtr current() const;
    // The next call of next() gives picture `position`; beyond the end means the end.
    void seek(std::size_t position);
    // Market time from the current picture to the next; nullopt before the first and at the end.
    [[nodiscard]] std::optional<Milliseconds> untilNext() const;

private:
    std::vector<SnapshotPtr> m_snapshots;
    std::size_t m_position = 0;
};

} // namespace ballast

#pragma once

#include "models/market/snapshot.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// Pictures of several links as one market. Instruments of one link pass as they are; one that two links speak of (marks
// on one, books on the other) gets what each knows, and the worse of their states. An index comes from the first link
// that has a fresh one. Keeps the joined table while the links' tables stay the same. Owned by one thread.
class MarketUnion
{
public:
    // In the order of preference, none of them null. Null: there are none.
    [[nodiscard]] SnapshotPtr join(const std::vector<SnapshotPtr>& pictures);
    // Of the last join: the link whose index `underlying` has.
    [[nodiscard]] std::optional<std::size_t> indexFrom(const std::string& underlying) const;

private:
    struct IndexOrigin
    {
        std::string underlying;
        std::size_t link = 0;
    };

    void rebuild(const std::vector<SnapshotPtr>& pictures);
    [[nodiscard]] std::vector<IndexPrice> indicesOf(const std::vector<SnapshotPtr>& pictures);

    std::vector<InstrumentTablePtr> m_tables;     // parallel to the pictures
    std::vector<std::vector<std::size_t>> m_rows; // of each link's instruments in the joined table
    InstrumentTablePtr m_joined;
    std::vector<IndexOrigin> m_origins;
};

} // namespace ballast

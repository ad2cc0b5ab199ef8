#pragma once

#include "app/feeds/market_events.h"
#include "models/core/result.h"
#include "models/market/snapshot.h"

#include <cstddef>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace ballast {

// What became of a book message.
enum class BookOutcome
{
    Applied,
    Gap,     // a message was lost: the book is marked and drops changes until the next snapshot
    Waiting, // a change without a book to apply it to
};

// Mutable accumulator of one venue's market: typed events in, immutable pictures out. Owned by one thread.
class MarketBook
{
public:
    // Lists an instrument with the venue's own terms; a name first seen in a quote has the published terms.
    void define(Instrument instrument);

    // Errors: BadInput for a name that is no instrument. News older than what is known changes nothing.
    [[nodiscard]] Status apply(const TickerUpdate& update);
    [[nodiscard]] Result<BookOutcome> apply(const BookUpdate& update);
    void apply(const IndexUpdate& update);

    [[nodiscard]] std::size_t gaps() const { return m_gaps; }
    [[nodiscard]] std::size_t size() const { return m_lines.size(); }
    [[nodiscard]] Timestamp newest() const { return m_newest; }

    // The picture as of the newest event, without instruments that have expired by then.
    [[nodiscard]] MarketSnapshot picture(SnapshotId id, MarketMode mode, const std::string& source);
    [[nodiscard]] SnapshotPtr publish(SnapshotId id, MarketMode mode, const std::string& source);
    // Names that expired and left since the last call.
    [[nodiscard]] std::vector<std::string> takeExpired() { return std::exchange(m_expired, {}); }

private:
    struct Line
    {
        Instrument instrument;
        Quote quote;
        Ladder ladder;
        Timestamp tickerAt{};
        Timestamp bookAt{};
        std::int64_t changeId = 0;
        bool bookLive = false;
        bool gap = false;
        bool ladderChanged = false;
        std::optional<double> indexPrice;
    };

    [[nodiscard]] Result<Line*> lineOf(const std::string& name);
    void follow(Line& line, const BookUpdate& update);
    void noteTime(Timestamp at);
    [[nodiscard]] std::vector<IndexPrice> indices(Timestamp asOf) const;
    void rebuildTable(Timestamp asOf);

    std::unordered_map<std::string, Line> m_lines;
    std::map<std::string, IndexPrice> m_indices; // said by the venue's index channel
    InstrumentTablePtr m_table;
    std::optional<Timestamp> m_nextExpiry; // of the instruments in m_table
    bool m_tableStale = true;
    std::vector<std::string> m_expired;
    std::size_t m_gaps = 0;
    Timestamp m_newest{};
};

} // namespace ballast

#pragma once

#include "app/feeds/live/feed_events.h"
#include "app/feeds/live/feed_health.h"
#include "app/feeds/market_book.h"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace ballast {

struct ConflationLimits
{
    Milliseconds step{100};           // between two pictures
    std::size_t instruments = 20'000; // more are counted and left out: a flood of names fills no memory
};

// When the parts of a quote were last said, by the venue's clock; nullopt: never.
struct FieldAges
{
    std::optional<Milliseconds> top; // best prices, from ticker or book
    std::optional<Milliseconds> mark;
    std::optional<Milliseconds> vols;
    std::optional<Milliseconds> greeks;
    std::optional<Milliseconds> index;
    bool operator==(const FieldAges&) const = default;
};

using NameReader = std::function<Result<Instrument>(std::string_view)>;

// One venue's events in, immutable pictures out: at most one a step, however many ticks come. Marks lost, crossed and
// aged quotes. Owned by one thread; holds one line an instrument whatever the flood.
class Conflator
{
public:
    Conflator(NameReader nameReader, std::string source, ConflationLimits limits = {});

    void linkUp(Timestamp now) { m_health.linkUp(now); }
    void message(std::size_t bytes, Timestamp now) { m_health.message(bytes, now); }
    // `marketNow`: receive time on the venue's clock; also the time of what the venue prints none for.
    void apply(const FeedEvent& event, Timestamp marketNow);

    // Something is new and the step is over.
    [[nodiscard]] bool isDue(Timestamp now) const;
    // A picture now, due or not. Its quotes are as old as `marketNow` says; without the link all are down.
    [[nodiscard]] SnapshotPtr publish(SnapshotId id, MarketMode mode, Timestamp now, Timestamp marketNow);

    [[nodiscard]] FieldAges agesOf(const std::string& instrument, Timestamp marketNow) const;
    // Instruments whose live book turned out crossed since the last call: to be subscribed again.
    [[nodiscard]] std::vector<std::string> takeCrossed();
    [[nodiscard]] const FeedHealthTracker& health() const { return m_health; }
    [[nodiscard]] std::optional<double> volIndex(const std::string& underlying) const;

    [[nodiscard]] std::size_t lines() const { return m_lines.size(); }
    [[nodiscard]] std::uint64_t refused() const { return m_refused; } // events of unknown names or beyond the limit

private:
    struct Line
    {
        InstrumentKind kind = InstrumentKind::Option;
        std::optional<Timestamp> top;
        std::optional<Timestamp> bookAt; // of the live book
        std::optional<Timestamp> tickerTopAt;
        std::optional<Timestamp> mark;
        std::optional<Timestamp> vols;
        std::optional<Timestamp> greeks;
        std::optional<Timestamp> index;
        bool crossedSaid = false;
    };

    void take(TickerUpdate update, Timestamp marketNow);
    void take(const TickerPatch& patch, Timestamp marketNow);
    void take(BookUpdate update, Timestamp marketNow);
    void take(IndexUpdate update, Timestamp marketNow);
    void take(const ListingUpdate& listing);
    void loseBook(const std::string& instrument, Timestamp at);
    void loseLink(Timestamp at);
    void forget(const std::string& instrument);
    void noteFields(Line& line, const TickerPatch& patch, Timestamp at);
    void settleTop(const std::string& instrument, Quote& quote);
    [[nodiscard]] Line* lineOf(const std::string& instrument);

    NameReader m_nameReader;
    std::string m_source;
    ConflationLimits m_limits;
    MarketBook m_book;
    TickerMerger m_merger;
    FeedHealthTracker m_health;
    std::unordered_map<std::string, Line> m_lines;
    std::unordered_map<std::string, double> m_volIndices;
    std::vector<std::string> m_crossed;
    std::uint64_t m_refused = 0;
    bool m_fresh = false;
    std::optional<Timestamp> m_publishedAt;
};

} // namespace ballast

#pragma once

#include "app/feeds/live/account_events.h"
#include "app/feeds/live/ticker_patch.h"
#include "app/feeds/market_events.h"
#include "models/market/instrument.h"
#include "models/market/ladder.h"

#include <string>
#include <variant>
#include <vector>

namespace ballast {

// One trade of the market; `side` is the taker's, `amount` in the instrument's quantity unit.
struct TradeUpdate
{
    std::string instrument;
    std::string tradeId;
    Timestamp at{};
    double price = 0.0;
    double amount = 0.0;
    Side side = Side::Buy;
    std::optional<double> iv; // fraction
    std::optional<double> indexPrice;
    bool operator==(const TradeUpdate&) const = default;
};

// Vol index of a venue (DVOL), as a fraction.
struct VolIndexUpdate
{
    std::string underlying;
    double vol = 0.0;
    Timestamp at{};
    bool operator==(const VolIndexUpdate&) const = default;
};

struct InstrumentStateUpdate
{
    std::string instrument;
    std::string state; // the venue's word: "open", "settlement", "halted"
    Timestamp at{};
    bool operator==(const InstrumentStateUpdate&) const = default;
};

// Lock or maintenance of the whole venue or of one index.
struct PlatformUpdate
{
    bool locked = false;
    std::string scope; // index name; empty: the whole venue
    bool operator==(const PlatformUpdate&) const = default;
};

// The venue's own contract terms.
struct ListingUpdate
{
    std::vector<Instrument> instruments;
    bool operator==(const ListingUpdate&) const = default;
};

// A book that must not be used until its next snapshot.
struct BookLost
{
    std::string instrument;
    std::string reason;
    Timestamp at{};
    bool operator==(const BookLost&) const = default;
};

// The link is gone: every book with it.
struct LinkLost
{
    std::string reason;
    Timestamp at{};
    bool operator==(const LinkLost&) const = default;
};

// What a venue says, in the units of models/market. `at` is the venue's time; the epoch where it prints none.
using FeedEvent =
    std::variant<TickerUpdate, TickerPatch, BookUpdate, IndexUpdate, TradeUpdate, VolIndexUpdate, InstrumentStateUpdate,
                 PlatformUpdate, ListingUpdate, BookLost, LinkLost, PortfolioUpdate, PositionsUpdate, OrdersUpdate>;

} // namespace ballast

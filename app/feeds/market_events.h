#pragma once

#include "models/core/time.h"
#include "models/market/ladder.h"
#include "models/market/quote.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

// How much of a quote one message speaks about; what it speaks about and leaves empty is empty.
enum class TickerScope
{
    Full, // a whole ticker or chain row
    Top,  // best bid and ask with amounts
    Mark, // mark price and mark vol
};

// One instrument's news in the units of models/market/quote.h: vols as fractions, missing prices as nullopt.
struct TickerUpdate
{
    std::string instrument;
    TickerScope scope = TickerScope::Full;
    Quote quote; // `at` is the venue's time; `state` is left to the market book
    std::optional<double> indexPrice;
    bool operator==(const TickerUpdate&) const = default;
};

enum class BookUpdateKind
{
    Snapshot, // the whole book, starts a chain of changes
    Change,   // follows the message whose change_id is `previousChangeId`
    Image,    // whole truncated book, stands for itself
};

// Levels of a change carry the new amount; 0 takes the level away.
struct BookUpdate
{
    std::string instrument;
    BookUpdateKind kind = BookUpdateKind::Image;
    Timestamp at{};
    std::int64_t changeId = 0;
    std::optional<std::int64_t> previousChangeId;
    std::vector<LadderLevel> bids;
    std::vector<LadderLevel> asks;
    bool operator==(const BookUpdate&) const = default;
};

struct IndexUpdate
{
    std::string underlying;
    double priceUsd = 0.0;
    Timestamp at{};
    bool operator==(const IndexUpdate&) const = default;
};

} // namespace ballast

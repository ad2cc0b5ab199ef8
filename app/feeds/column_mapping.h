#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What a column of a chain can mean.
enum class ChainField
{
    Name,
    Venue,
    Time,
    Expiry,
    Strike,
    Type,
    Currency,
    Bid,
    Ask,
    BidAmount,
    AskAmount,
    Mark,
    Last,
    BidIv,
    AskIv,
    MarkIv,
    Forward,
    Index,
    OpenInterest,
    Volume,
    Funding,
    Delta,
    Gamma,
    Vega,
    Theta,
    Rho,
    GreeksDict, // "{'delta': 0.3, ...}"
    BidLadder,  // "[[price, amount], ...]"
    AskLadder,
};
inline constexpr std::size_t chainFieldCount = 29;

// Word for messages and for --columns: "bid", "mark_iv".
[[nodiscard]] std::string_view chainFieldWord(ChainField field);

// What a header or JSON key means ("best_bid_price", "bestBidPrice", "IV Bid"), with its rank among the words of that
// meaning: where two columns mean the same, the lower rank is taken.
struct FieldMatch
{
    ChainField field;
    std::size_t rank;
};
[[nodiscard]] std::optional<FieldMatch> matchField(std::string_view header);

// Which field each column fills; nullopt for columns of no interest.
struct ColumnMapping
{
    std::vector<std::optional<ChainField>> columns;

    [[nodiscard]] bool has(ChainField field) const;
};

// `chosen` maps field words to headers and goes first. Errors name the word or header that does not exist.
[[nodiscard]] Result<ColumnMapping> mapColumns(std::span<const std::string_view> header,
                                               const std::map<std::string, std::string>& chosen);

// Why these columns make no chain; empty when they do.
[[nodiscard]] std::string missingForChain(const ColumnMapping& mapping);

} // namespace ballast

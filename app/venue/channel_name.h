#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

enum class ChannelKind
{
    Ticker,
    IncrementalTicker,
    Quote,
    Book,        // chain of changes
    GroupedBook, // images
    Index,
    VolIndex,
    MarkPrices,
    Perpetual,
    Trades,
    InstrumentState,
    PlatformState,
    Portfolio,
    UserChanges,
    UserOrders,
    UserTrades,
};

// A subscription channel taken apart (spec A4).
struct ChannelName
{
    ChannelKind kind = ChannelKind::Ticker;
    std::string instrument;   // where it is of one instrument
    std::string currency;     // upper case, "ANY" for all; also of index names
    std::string contractKind; // "option", "future", "any"
    bool isRaw = false;       // wants a login
    double group = 0.0;       // price step of grouped books; 0: none
    std::size_t depth = 0;    // levels a side of grouped books
    bool operator==(const ChannelName&) const = default;

    [[nodiscard]] bool isPrivate() const { return kind >= ChannelKind::Portfolio; }
};

// nullopt: no such channel.
[[nodiscard]] std::optional<ChannelName> parseChannelName(std::string_view text);

} // namespace ballast

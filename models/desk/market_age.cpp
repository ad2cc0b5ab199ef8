#include "models/desk/market_age.h"

#include <algorithm>
#include <cstddef>

namespace ballast {

std::optional<Milliseconds> staleFor(const MarketSnapshot& market, std::string_view underlying)
{
    if (!market.instruments)
        return std::nullopt;
    const auto& all = market.instruments->all();
    std::size_t quoted = 0;
    std::size_t old = 0;
    Timestamp newest{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Quote& quote = market.quotes[i];
        if (all[i].underlying != underlying || !isOption(all[i]) || !(quote.bid || quote.ask || quote.mark))
            continue;
        ++quoted;
        old += quote.state == QuoteState::Stale || quote.state == QuoteState::Down ? 1 : 0;
        newest = std::max(newest, quote.at);
    }
    if (2 * old <= quoted)
        return std::nullopt;
    return std::max(market.asOf - newest, Milliseconds{0});
}

} // namespace ballast

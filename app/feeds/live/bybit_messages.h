#pragma once

#include "app/feeds/live/venue_message.h"
#include "app/feeds/live/venue_names.h"
#include "models/core/result.h"

#include <memory>
#include <string_view>

namespace ballast {

// Bybit v5 public topics (bybit-exchange.github.io/docs/v5): publicTrade, orderbook, tickers; and those of its v2
// interface as recordings have them. Names do not say their market, so each link has a category. Amounts of inverse
// contracts are in USD, of the rest in coins; vols are fractions.
class BybitDecoder
{
public:
    explicit BybitDecoder(BybitCategory category);
    ~BybitDecoder();
    BybitDecoder(BybitDecoder&&) noexcept;
    BybitDecoder& operator=(BybitDecoder&&) noexcept;

    // Errors: BadInput for broken JSON and for messages that lack what their kind must have.
    [[nodiscard]] Result<VenueMessage> decode(std::string_view json);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ballast

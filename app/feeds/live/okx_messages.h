#pragma once

#include "app/feeds/live/venue_message.h"
#include "models/core/result.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace ballast {

// OKX v5 public channels and REST answers (spec: www.okx.com/docs-v5): trades, books, books5, bbo-tbt, books-l2-tbt,
// tickers, mark-price, index-tickers, opt-summary, funding-rate, open-interest, instruments. Amounts come in contracts
// and leave in the quantity unit; option prices are in coin, vols and Greeks as venue publishes them (Black-Scholes
// set).
class OkxDecoder
{
public:
    OkxDecoder();
    ~OkxDecoder();
    OkxDecoder(OkxDecoder&&) noexcept;
    OkxDecoder& operator=(OkxDecoder&&) noexcept;

    // Errors: BadInput for broken JSON and for messages that lack what their kind must have.
    [[nodiscard]] Result<VenueMessage> decode(std::string_view json);

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace ballast

#pragma once

#include "app/venue/rpc.h"
#include "app/venue/venue_books.h"
#include "models/market/snapshot.h"

#include <optional>
#include <string>
#include <string_view>

// The venue's market in the words and units of Deribit's API (spec A4 to A6).
namespace ballast::venue_json {

// One listed instrument and what surrounds it.
struct Listed
{
    const Instrument& instrument;
    const Quote& quote;
    std::optional<double> indexUsd;
    Timestamp at{}; // the venue's time
};

[[nodiscard]] Json instrument(const Instrument& instrument, bool isActive);
[[nodiscard]] Json ticker(const Listed& listed);
[[nodiscard]] Json summary(const Listed& listed);
[[nodiscard]] Json quote(const Listed& listed);
[[nodiscard]] Json orderBook(const Listed& listed, const VenueBooks::Book& book, std::size_t depth);
[[nodiscard]] Json markPrice(const Listed& listed);
[[nodiscard]] Json perpetual(const Listed& listed);

[[nodiscard]] Json bookSnapshot(const std::string& instrument, const VenueBooks::Book& book, Timestamp at);
[[nodiscard]] Json bookChange(const std::string& instrument, const BookStep& step, Timestamp at);
// Levels put together in steps of `group` USD or coin (0: as they are), at most `depth` a side.
[[nodiscard]] Json groupedBook(const std::string& instrument, const VenueBooks::Book& book, double group,
                               std::size_t depth, Timestamp at);

// Prices that an order may have at the moment: lowest sale, highest purchase.
struct PriceBand
{
    double lowest = 0.0;
    double highest = 0.0;
};
[[nodiscard]] std::optional<PriceBand> priceBand(const Instrument& instrument, const Quote& quote);

[[nodiscard]] std::string kind(const Instrument& instrument);               // "option", "future", "spot"
[[nodiscard]] std::string settlementCurrency(const Instrument& instrument); // "BTC", "USDC"
[[nodiscard]] std::string indexName(std::string_view underlying);           // "btc_usd"
[[nodiscard]] Json orNull(std::optional<double> value);
[[nodiscard]] double rounded(double value, int decimals);

} // namespace ballast::venue_json

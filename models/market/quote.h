#pragma once

#include "models/core/time.h"
#include "models/market/ladder.h"

#include <memory>
#include <optional>

namespace ballast {

// Greeks as the venue publishes them: delta in coins, gamma per USD, vega USD per vol point, theta USD per day, rho USD
// per 1 %. Kept to compare with ours, never to risk-manage with.
struct VenueGreeks
{
    std::optional<double> delta;
    std::optional<double> gamma;
    std::optional<double> vega;
    std::optional<double> theta;
    std::optional<double> rho;
    bool operator==(const VenueGreeks&) const = default;
};

// Named states of one instrument's market data; anything but Live is shown and kept out of proposals.
enum class QuoteState { Live, Late, Stale, Down, Crossed, Gap };

// One instrument's market. Prices in the instrument's quote unit, vols as fractions.
struct Quote
{
    std::optional<double> bid; // nullopt: no market, never 0.0
    std::optional<double> ask;
    std::optional<double> bidAmount; // instrument's quantity unit
    std::optional<double> askAmount;
    std::optional<double> mark;
    std::optional<double> last;
    std::optional<double> bidIv;
    std::optional<double> askIv;
    std::optional<double> markIv;
    std::optional<double> underlyingPrice; // the forward that the venue prices this option on, USD
    std::optional<double> openInterest;
    std::optional<double> volume24h;
    std::optional<double> fundingRate8h; // perpetuals, fraction per 8 hours
    VenueGreeks venueGreeks;
    std::shared_ptr<const Ladder> ladder; // null: only the best prices are known
    Timestamp at{};                       // when the venue said so
    QuoteState state = QuoteState::Live;

    bool operator==(const Quote&) const = default;
};

// Mid of a two-sided, uncrossed quote.
[[nodiscard]] inline std::optional<double> midPrice(const Quote& quote)
{
    if (!quote.bid || !quote.ask || *quote.bid > *quote.ask)
        return std::nullopt;
    return 0.5 * (*quote.bid + *quote.ask);
}

// Mark where the venue gives one, else mid.
[[nodiscard]] inline std::optional<double> markOrMid(const Quote& quote)
{
    return quote.mark ? quote.mark : midPrice(quote);
}

} // namespace ballast

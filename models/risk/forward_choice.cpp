#include "models/risk/forward_choice.h"

namespace ballast {
namespace {

std::optional<double> positive(std::optional<double> price)
{
    return price && *price > 0.0 ? price : std::nullopt;
}

std::optional<double> futurePrice(const MarketSnapshot& market, std::string_view underlying, Timestamp expiry)
{
    for (std::size_t i = 0; i < market.instruments->size(); ++i) {
        const Instrument& listed = (*market.instruments)[i];
        if (listed.kind != InstrumentKind::Future || listed.underlying != underlying || listed.expiry != expiry)
            continue;
        if (const auto price = positive(markOrMid(market.quotes[i])))
            return price;
    }
    return std::nullopt;
}

std::optional<double> nearSpotPrice(const MarketSnapshot& market, std::string_view underlying)
{
    if (const auto perpetual = perpetualOf(market, underlying)) {
        if (const auto price = positive(markOrMid(market.quotes[*perpetual])))
            return price;
    }
    const IndexPrice* index = market.index(underlying);
    return index ? positive(index->priceUsd) : std::nullopt;
}

} // namespace

std::optional<double> expiryForward(const MarketSnapshot& market, std::string_view underlying, Timestamp expiry,
                                    const VolSurface* surface)
{
    if (surface) {
        if (const auto forward = positive(surface->forwardAt(expiry)))
            return forward;
    }
    if (const auto forward = futurePrice(market, underlying, expiry))
        return forward;
    return nearSpotPrice(market, underlying);
}

std::optional<double> optionForward(const MarketSnapshot& market, std::size_t instrument, const VolSurface* surface)
{
    if (const auto venues = positive(market.quotes[instrument].underlyingPrice))
        return venues;
    const Instrument& option = (*market.instruments)[instrument];
    return expiryForward(market, option.underlying, *option.expiry, surface);
}

} // namespace ballast

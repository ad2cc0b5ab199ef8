#include "models/risk/aggregate.h"
#include "models/risk/forward_choice.h"
#include "models/risk/otc_pricing.h"
#include "models/risk/risk_engine.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"
#include "models/pricing/implied_vol.h"
#include "models/pricing/settlement_window.h"

#include <fmt/format.h>

#include <cmath>

namespace ballast {
namespace {

// What one option is priced from.
struct OptionCase
{
    const Instrument& instrument;
    const Quote& quote;
    const VolSurface* surface; // null: none
    double forward;
    double years;

    [[nodiscard]] double usdPerQuote() const { return instrument.settlement == Settlement::Inverse ? forward : 1.0; }
    [[nodiscard]] BlackTerms at(double vol) const
    {
        return {forward, *instrument.strike, years, vol, *instrument.type};
    }
};

struct ChosenVol
{
    double vol = 0.0;
    VolSource source = VolSource::VenueMark;
};

struct ChosenPrice
{
    double price = 0.0; // quote unit
    PriceSource source = PriceSource::VenueMark;
};

bool usable(const std::optional<double>& price)
{
    return price && std::isfinite(*price) && *price >= 0.0;
}

ImpliedVol impliedFrom(const OptionCase& option, double quotePrice)
{
    return impliedVol(option.forward, *option.instrument.strike, option.years, *option.instrument.type,
                      quotePrice * option.usdPerQuote());
}

std::optional<ChosenVol> surfaceVol(const OptionCase& option)
{
    if (!option.surface)
        return std::nullopt;
    const auto vol = option.surface->vol(*option.instrument.strike, *option.instrument.expiry);
    return vol && *vol > 0.0 ? std::optional(ChosenVol{*vol, VolSource::Surface}) : std::nullopt;
}

std::optional<ChosenVol> quotedVol(const OptionCase& option)
{
    const Quote& quote = option.quote;
    if (quote.markIv && *quote.markIv > 0.0)
        return ChosenVol{*quote.markIv, VolSource::VenueMark};
    if (usable(quote.mark)) {
        if (const auto vol = volOrNothing(impliedFrom(option, *quote.mark)))
            return ChosenVol{*vol, VolSource::MarkPrice};
    }
    if (const auto mid = midPrice(quote); usable(mid)) {
        if (const auto vol = volOrNothing(impliedFrom(option, *mid)))
            return ChosenVol{*vol, VolSource::MidPrice};
    }
    return std::nullopt;
}

std::optional<ChosenVol> chooseVol(const OptionCase& option, VolChoice choice)
{
    const auto first = choice == VolChoice::Model ? surfaceVol(option) : quotedVol(option);
    if (first)
        return first;
    return choice == VolChoice::Model ? quotedVol(option) : surfaceVol(option);
}

Error noVol(const OptionCase& option)
{
    const std::string expiry = expiryLabel(*option.instrument.expiry);
    const auto price = usable(option.quote.mark) ? option.quote.mark : midPrice(option.quote);
    if (!usable(price))
        return {Errc::NoQuote, fmt::format("no quote and no fitted slice for {}", expiry)};
    switch (impliedFrom(option, *price).status) {
    case VolStatus::BelowIntrinsic:
        return {Errc::BelowIntrinsic,
                fmt::format("the price {} is below intrinsic value and no slice is fitted for {}", *price, expiry)};
    case VolStatus::AboveMaximum:
        return {Errc::AboveMaximum,
                fmt::format("the price {} is above any option's value and no slice is fitted for {}", *price, expiry)};
    case VolStatus::Ok:
    case VolStatus::Undetermined:
        break;
    }
    return {Errc::Undetermined,
            fmt::format("the price {} carries no vol and no slice is fitted for {}", *price, expiry)};
}

ChosenPrice choosePrice(const OptionCase& option, const ChosenVol& vol)
{
    if (usable(option.quote.mark))
        return {*option.quote.mark, PriceSource::VenueMark};
    if (vol.source == VolSource::MidPrice)
        return {*midPrice(option.quote), PriceSource::Mid};
    return {blackPrice(option.at(vol.vol)) / option.usdPerQuote(), PriceSource::Model};
}

Result<LineValues> priceOption(const OptionCase& option, const Position& holding, VolChoice choice)
{
    const auto vol = chooseVol(option, choice);
    if (!vol)
        return noVol(option);
    const ChosenPrice price = choosePrice(option, *vol);

    LineValues values;
    values.mark = price.price;
    values.markUsd = price.price * option.usdPerQuote();
    values.forward = option.forward;
    values.years = option.years;
    values.vol = vol->vol;
    values.unit = optionGreeks(option.at(vol->vol), option.instrument.settlement);
    if (option.instrument.settlement == Settlement::Inverse)
        values.unit.netDelta = values.unit.delta - price.price; // spec F2: on the mark that is held, not the model's
    values.unit = decayedGreeks(values.unit, option.years * minutesPerYear);
    values.exposure = exposureOf(values.unit, holding.quantity, option.forward, holding.quantity * values.markUsd);
    if (holding.averagePrice)
        values.pnlUsd = (price.price - *holding.averagePrice) * holding.quantity * option.usdPerQuote();
    values.priceSource = price.source;
    values.volSource = vol->source;
    return values;
}

std::optional<ChosenPrice> deltaOnePrice(const MarketSnapshot& market, const Instrument& instrument, const Quote* quote)
{
    if (quote && usable(quote->mark) && *quote->mark > 0.0)
        return ChosenPrice{*quote->mark, PriceSource::VenueMark};
    if (const auto mid = quote ? midPrice(*quote) : std::nullopt; mid && *mid > 0.0)
        return ChosenPrice{*mid, PriceSource::Mid};
    const IndexPrice* index = market.index(instrument.underlying);
    if (instrument.kind == InstrumentKind::Spot && index && index->priceUsd > 0.0)
        return ChosenPrice{index->priceUsd, PriceSource::Index};
    return std::nullopt;
}

// P&L of an inverse contract is in coin, Q (1/entry - 1/mark), valued at the mark (Deribit, inverse perpetual).
std::optional<double> deltaOnePnlUsd(const Instrument& instrument, const Position& holding, double mark)
{
    if (!holding.averagePrice)
        return std::nullopt;
    if (!isQuantityInUsd(instrument))
        return (mark - *holding.averagePrice) * holding.quantity;
    if (*holding.averagePrice <= 0.0)
        return std::nullopt;
    return holding.quantity * (1.0 / *holding.averagePrice - 1.0 / mark) * mark;
}

Result<LineValues> priceDeltaOne(const MarketSnapshot& market, const Instrument& instrument, const Quote* quote,
                                 const Position& holding)
{
    const auto price = deltaOnePrice(market, instrument, quote);
    if (!price)
        return Error{Errc::NoQuote, fmt::format("{} has no mark and no two-sided quote", instrument.id.name)};
    const double coins = isQuantityInUsd(instrument) ? holding.quantity / price->price : holding.quantity;

    LineValues values;
    values.mark = price->price;
    values.markUsd = price->price;
    values.forward = price->price;
    values.years = instrument.expiry ? yearsBetween(market.asOf, *instrument.expiry) : 0.0;
    values.unit = deltaOneGreeks(price->price);
    values.pnlUsd = deltaOnePnlUsd(instrument, holding, price->price);
    const bool spot = instrument.kind == InstrumentKind::Spot;
    values.exposure =
        exposureOf(values.unit, coins, price->price, spot ? coins * price->price : values.pnlUsd.value_or(0.0));
    values.priceSource = price->source;
    return values;
}

QuoteState stateOf(const Quote& quote)
{
    const bool crossed = quote.bid && quote.ask && *quote.bid > *quote.ask;
    return crossed && quote.state == QuoteState::Live ? QuoteState::Crossed : quote.state;
}

// Venues delist what has expired and importers rarely list spot: such names still say what they are.
RiskLine priceUnlisted(const RiskInputs& inputs, RiskLine line)
{
    const std::string& name = line.holding.instrument.name;
    line.values = Error{Errc::NotFound, fmt::format("{} is not listed in this market", name)};
    const auto parsed = parseDeribitName(name);
    if (!parsed || line.holding.instrument.venue != deribitVenue)
        return line;
    if (parsed->expiry && *parsed->expiry <= inputs.market->asOf) {
        line.instrument = *parsed;
        line.values = Error{Errc::Expired, fmt::format("{} expired at {}", name, toIso8601(*parsed->expiry))};
    }
    const IndexPrice* index = inputs.market->index(parsed->underlying);
    if (parsed->kind == InstrumentKind::Spot && index) {
        line.instrument = *parsed;
        line.quotedAt = index->at;
        line.values = priceDeltaOne(*inputs.market, *parsed, nullptr, line.holding);
    }
    return line;
}

Result<LineValues> priceListed(const RiskInputs& inputs, std::size_t listed, const Position& holding)
{
    const MarketSnapshot& market = *inputs.market;
    const Instrument& instrument = (*market.instruments)[listed];
    if (instrument.expiry && *instrument.expiry <= market.asOf)
        return Error{Errc::Expired, fmt::format("{} expired at {}", instrument.id.name, toIso8601(*instrument.expiry))};
    if (!isOption(instrument))
        return priceDeltaOne(market, instrument, &market.quotes[listed], holding);

    const VolSurface* surface = surfaceFor(inputs.surfaces, instrument.underlying);
    const auto forward = optionForward(market, listed, surface);
    if (!forward)
        return Error{Errc::NoQuote, fmt::format("no forward for {}: neither the venue's underlying price nor a future, "
                                                "perpetual or index of {} is quoted",
                                                expiryLabel(*instrument.expiry), instrument.underlying)};
    const double years = yearsBetween(market.asOf, *instrument.expiry);
    auto values = priceOption({instrument, market.quotes[listed], surface, *forward, years}, holding, inputs.vol);
    if (values)
        applyDeltaRule(*values, inputs, instrument, holding.quantity);
    return values;
}

} // namespace

RiskLine priceLine(const RiskInputs& inputs, std::size_t position)
{
    RiskLine line;
    line.position = position;
    line.holding = inputs.book->positions[position];
    const auto& table = inputs.market->instruments;
    const auto listed = table ? table->find(line.holding.instrument) : std::nullopt;
    if (listed) {
        line.instrument = (*table)[*listed];
        line.state = stateOf(inputs.market->quotes[*listed]);
        line.quotedAt = inputs.market->quotes[*listed].at;
    }
    if (!std::isfinite(line.holding.quantity)) {
        line.values = Error{Errc::BadInput, fmt::format("{} has no finite quantity", line.holding.instrument.name)};
        return line;
    }
    if (line.holding.instrument.venue == otcVenue)
        return priceOtcLine(inputs, std::move(line));
    if (!listed)
        return priceUnlisted(inputs, std::move(line));
    line.values = priceListed(inputs, *listed, line.holding);
    return line;
}

} // namespace ballast

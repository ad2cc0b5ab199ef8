#include "app/feeds/implied_market.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace ballast {
namespace {

using Slice = std::vector<std::size_t>; // options of one underlying, settlement and expiry
using SliceKey = std::tuple<std::string, Settlement, Timestamp>;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

std::map<SliceKey, Slice> slicesOf(const MarketSnapshot& picture)
{
    std::map<SliceKey, Slice> slices;
    for (std::size_t i = 0; i < picture.quotes.size(); ++i) {
        const Instrument& option = (*picture.instruments)[i];
        if (isOption(option))
            slices[{option.underlying, option.settlement, *option.expiry}].push_back(i);
    }
    return slices;
}

std::optional<double> neighboursForward(const MarketSnapshot& picture, const Slice& slice)
{
    std::vector<double> said;
    for (const std::size_t i : slice) {
        if (picture.quotes[i].underlyingPrice)
            said.push_back(*picture.quotes[i].underlyingPrice);
    }
    return said.empty() ? std::nullopt : std::optional(median(std::move(said)));
}

std::optional<double> futuresForward(const MarketSnapshot& picture, const SliceKey& key)
{
    for (std::size_t i = 0; i < picture.quotes.size(); ++i) {
        const Instrument& future = (*picture.instruments)[i];
        if (future.kind == InstrumentKind::Future && future.underlying == std::get<0>(key) &&
            future.expiry == std::get<2>(key))
            return markOrMid(picture.quotes[i]);
    }
    return std::nullopt;
}

std::optional<double> parityPrice(const Quote& quote)
{
    const auto price = markOrMid(quote);
    return price && *price > 0.0 ? price : std::nullopt;
}

// Undiscounted put-call parity: C - P = F - K in dollars; premiums of inverse options are divided by F, so
// C - P = 1 - K / F there (Deribit, inverse options). The strikes nearest to the money decide.
std::optional<double> parityForward(const MarketSnapshot& picture, const SliceKey& key, const Slice& slice)
{
    std::map<double, std::pair<std::optional<double>, std::optional<double>>> byStrike; // call, put
    for (const std::size_t i : slice) {
        const Instrument& option = (*picture.instruments)[i];
        auto& [call, put] = byStrike[*option.strike];
        (*option.type == OptionType::Call ? call : put) = parityPrice(picture.quotes[i]);
    }
    std::vector<std::pair<double, double>> candidates; // distance from the money, forward
    for (const auto& [strike, prices] : byStrike) {
        const auto& [call, put] = prices;
        if (!call || !put)
            continue;
        const double difference = *call - *put;
        const bool inverse = std::get<1>(key) == Settlement::Inverse;
        const double forward = inverse ? strike / (1.0 - difference) : strike + difference;
        if (std::isfinite(forward) && forward > 0.0)
            candidates.emplace_back(std::abs(difference) / (inverse ? 1.0 : strike), forward);
    }
    if (candidates.empty())
        return std::nullopt;
    std::ranges::sort(candidates);
    constexpr std::size_t nearest = 5;
    candidates.resize(std::min(candidates.size(), nearest));
    std::vector<double> forwards;
    for (const auto& [distance, forward] : candidates)
        forwards.push_back(forward);
    return median(std::move(forwards));
}

// x with N(x) = probability, by bisection to the last bit that matters.
double normalQuantile(double probability)
{
    double low = -8.0;
    double high = 8.0;
    for (int step = 0; step < 60; ++step) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(-middle / std::numbers::sqrt2) < probability ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

// The venue's delta is N(d1) of undiscounted Black-76 on the forward (Deribit), so F = K exp(d1 s - s^2 / 2) with
// s = vol sqrt(T).
std::optional<double> deltaForward(const MarketSnapshot& picture, const Slice& slice)
{
    std::vector<double> forwards;
    for (const std::size_t i : slice) {
        const Instrument& option = (*picture.instruments)[i];
        const Quote& quote = picture.quotes[i];
        const double years = yearsBetween(quote.at, *option.expiry);
        if (!quote.venueGreeks.delta || !quote.markIv || years <= 0.0)
            continue;
        const double probability = *quote.venueGreeks.delta + (*option.type == OptionType::Put ? 1.0 : 0.0);
        if (probability < 0.2 || probability > 0.8)
            continue;
        const double deviation = *quote.markIv * std::sqrt(years);
        forwards.push_back(*option.strike *
                           std::exp(normalQuantile(probability) * deviation - 0.5 * deviation * deviation));
    }
    return forwards.empty() ? std::nullopt : std::optional(median(std::move(forwards)));
}

void say(std::vector<std::string>& notes, std::string note)
{
    if (std::ranges::find(notes, note) == notes.end())
        notes.push_back(std::move(note));
}

void implyForwards(ImpliedMarket& market)
{
    MarketSnapshot& picture = market.picture;
    for (const auto& [key, slice] : slicesOf(picture)) {
        const bool complete =
            std::ranges::all_of(slice, [&](std::size_t i) { return picture.quotes[i].underlyingPrice.has_value(); });
        const bool listedOnly =
            std::ranges::all_of(slice, [&](std::size_t i) { return picture.quotes[i].at == Timestamp{}; });
        if (complete || listedOnly)
            continue;
        const std::string& underlying = std::get<0>(key);
        const char* how = "other quotes of the expiry";
        auto forward = neighboursForward(picture, slice);
        if (!forward && (forward = futuresForward(picture, key)))
            how = "the listed future";
        if (!forward && (forward = parityForward(picture, key, slice)))
            how = "put-call parity";
        if (!forward && (forward = deltaForward(picture, slice)))
            how = "the venue's deltas and vols";
        if (!forward) {
            say(market.notes, fmt::format("{} {}: no forward can be known", underlying, expiryLabel(std::get<2>(key))));
            continue;
        }
        say(market.notes, fmt::format("{}: forward from {}", underlying, how));
        for (const std::size_t i : slice) {
            if (!picture.quotes[i].underlyingPrice)
                picture.quotes[i].underlyingPrice = forward;
        }
    }
}

bool isFutureOrPerpetual(const Instrument& instrument)
{
    return instrument.kind == InstrumentKind::Future || instrument.kind == InstrumentKind::Perpetual;
}

std::optional<IndexPrice> impliedIndex(const MarketSnapshot& picture, const std::string& underlying)
{
    std::optional<std::size_t> nearest;
    for (std::size_t i = 0; i < picture.quotes.size(); ++i) {
        const Instrument& instrument = (*picture.instruments)[i];
        const Quote& quote = picture.quotes[i];
        if (instrument.underlying != underlying)
            continue;
        if (instrument.kind == InstrumentKind::Perpetual && markOrMid(quote))
            return IndexPrice{underlying, *markOrMid(quote), quote.at};
        const bool sooner = isOption(instrument) && quote.underlyingPrice &&
                            (!nearest || *instrument.expiry < *(*picture.instruments)[*nearest].expiry);
        if (sooner)
            nearest = i;
    }
    if (!nearest)
        return std::nullopt;
    return IndexPrice{underlying, *picture.quotes[*nearest].underlyingPrice, picture.quotes[*nearest].at};
}

void implyIndices(ImpliedMarket& market)
{
    MarketSnapshot& picture = market.picture;
    for (const std::string& underlying : underlyingsOf(picture)) {
        if (picture.index(underlying) != nullptr)
            continue;
        if (auto index = impliedIndex(picture, underlying)) {
            picture.indices.push_back(std::move(*index));
            say(market.notes,
                fmt::format("{}: no index in the file, taken from the perpetual or the nearest forward", underlying));
        }
    }
    std::ranges::sort(picture.indices, {}, &IndexPrice::underlying);
}

Instrument impliedPerpetual(const std::string& underlying)
{
    Instrument perpetual;
    perpetual.id = {deribitVenue, underlying + "-PERPETUAL"};
    perpetual.underlying = underlying;
    perpetual.kind = InstrumentKind::Perpetual;
    perpetual.settlement = Settlement::Inverse;
    perpetual.impliedFromChain = true;
    return withDeribitTerms(std::move(perpetual));
}

Quote impliedQuote(const IndexPrice& index, double halfSpread)
{
    Quote quote;
    quote.mark = index.priceUsd;
    quote.bid = index.priceUsd * (1.0 - halfSpread);
    quote.ask = index.priceUsd * (1.0 + halfSpread);
    quote.at = index.at;
    return quote;
}

// Which underlyings lack a listed future or perpetual.
std::vector<std::string> optionsOnly(const MarketSnapshot& picture)
{
    std::vector<std::string> names = underlyingsOf(picture);
    std::erase_if(names, [&picture](const std::string& underlying) {
        return std::ranges::any_of(picture.instruments->all(), [&underlying](const Instrument& instrument) {
            return instrument.underlying == underlying && isFutureOrPerpetual(instrument) &&
                   !instrument.impliedFromChain;
        });
    });
    return names;
}

void implyPerpetuals(ImpliedMarket& market, double halfSpread)
{
    MarketSnapshot& picture = market.picture;
    const auto lacking = optionsOnly(picture);
    std::vector<Instrument> listed;
    std::map<InstrumentId, Quote> quotes;
    for (std::size_t i = 0; i < picture.quotes.size(); ++i) {
        const Instrument& instrument = (*picture.instruments)[i];
        if (instrument.impliedFromChain)
            continue; // made again below where it is still needed
        listed.push_back(instrument);
        quotes.emplace(instrument.id, std::move(picture.quotes[i]));
    }
    for (const std::string& underlying : lacking) {
        const IndexPrice* index = picture.index(underlying);
        if (index == nullptr)
            continue;
        listed.push_back(impliedPerpetual(underlying));
        quotes.emplace(listed.back().id, impliedQuote(*index, halfSpread));
        say(market.notes, fmt::format("{}: no perpetual or future in the file, one implied at the index", underlying));
    }
    picture.instruments = std::make_shared<const InstrumentTable>(std::move(listed));
    picture.quotes.clear();
    for (const Instrument& instrument : picture.instruments->all())
        picture.quotes.push_back(std::move(quotes.at(instrument.id)));
}

} // namespace

ImpliedMarket implyMissing(MarketSnapshot picture, double halfSpread)
{
    ImpliedMarket market{std::move(picture), {}};
    implyForwards(market);
    implyIndices(market);
    implyPerpetuals(market, halfSpread);
    return market;
}

} // namespace ballast

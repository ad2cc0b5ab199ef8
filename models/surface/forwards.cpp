#include "models/market/calendar.h"
#include "models/surface/option_groups.h"
#include "models/surface/surface_fit.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double tightParityWidth = 0.02; // of the forward: pairs wider than this say nothing about it

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1)
        return *middle;
    return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

// Fetched over minutes, the quotes of one expiry carry slightly different prices: the median is the snapshot's.
std::optional<double> venueForward(const MarketSnapshot& snapshot, const OptionGroup& group)
{
    std::vector<double> prices;
    for (const std::size_t i : group.options) {
        const auto& price = snapshot.quotes[i].underlyingPrice;
        if (price && *price > 0.0)
            prices.push_back(*price);
    }
    return prices.empty() ? std::nullopt : std::optional(median(std::move(prices)));
}

std::optional<double> futurePrice(const MarketSnapshot& snapshot, std::string_view underlying, Timestamp expiry)
{
    for (std::size_t i = 0; i < snapshot.instruments->size() && i < snapshot.quotes.size(); ++i) {
        const Instrument& future = (*snapshot.instruments)[i];
        if (future.kind != InstrumentKind::Future || future.underlying != underlying || future.expiry != expiry)
            continue;
        const auto price = markOrMid(snapshot.quotes[i]);
        if (price && *price > 0.0)
            return price;
    }
    return std::nullopt;
}

// A forward implied by one call and put of equal strike, with the half-width of their markets in USD.
struct ParityPair
{
    double forward = 0.0;
    double halfWidth = 0.0;
};

// C - P = F - K; quoted in coin of the forward: c - p = 1 - K / F.
std::optional<double> parityForward(const Instrument& call, double callPrice, double putPrice)
{
    const double difference = callPrice - putPrice;
    if (call.settlement == Settlement::Linear)
        return *call.strike + difference;
    return difference < 1.0 ? std::optional(*call.strike / (1.0 - difference)) : std::nullopt;
}

std::optional<ParityPair> marketPair(const Instrument& call, const Quote& callQuote, const Quote& putQuote)
{
    const auto callMid = midPrice(callQuote);
    const auto putMid = midPrice(putQuote);
    if (!callMid || !putMid)
        return std::nullopt;
    const auto forward = parityForward(call, *callMid, *putMid);
    if (!forward || *forward <= 0.0)
        return std::nullopt;
    const double half = 0.5 * (*callQuote.ask - *callQuote.bid + *putQuote.ask - *putQuote.bid);
    const double usdPerUnit = call.settlement == Settlement::Inverse ? *forward * *forward / *call.strike : 1.0;
    if (half * usdPerUnit > tightParityWidth * *forward)
        return std::nullopt;
    return ParityPair{*forward, half * usdPerUnit};
}

std::optional<ParityPair> markPair(const Instrument& call, const Quote& callQuote, const Quote& putQuote)
{
    if (!callQuote.mark || !putQuote.mark)
        return std::nullopt;
    const auto forward = parityForward(call, *callQuote.mark, *putQuote.mark);
    if (!forward || *forward <= 0.0)
        return std::nullopt;
    return ParityPair{*forward, std::abs(*call.strike - *forward)}; // marks are rounded: trust those near the money
}

using PairReader = std::optional<ParityPair> (*)(const Instrument&, const Quote&, const Quote&);

bool twins(const Instrument& call, const Instrument& put)
{
    return *call.strike == *put.strike && call.settlement == put.settlement && *call.type == OptionType::Call &&
           *put.type == OptionType::Put;
}

// The table's order keeps a strike's calls and puts, inverse and linear, within three places of each other.
std::vector<ParityPair> parityPairs(const MarketSnapshot& snapshot, const OptionGroup& group, PairReader read)
{
    std::vector<ParityPair> pairs;
    for (std::size_t i = 0; i < group.options.size(); ++i) {
        const Instrument& call = (*snapshot.instruments)[group.options[i]];
        for (std::size_t j = i + 1; j < std::min(i + 4, group.options.size()); ++j) {
            if (!twins(call, (*snapshot.instruments)[group.options[j]]))
                continue;
            if (const auto pair = read(call, snapshot.quotes[group.options[i]], snapshot.quotes[group.options[j]]))
                pairs.push_back(*pair);
        }
    }
    return pairs;
}

// Put-call parity regression with its slope known: mean of the pairs' forwards, weighted by the inverse square of their
// width, over the pairs that agree with the median within their own width.
std::optional<double> regressed(const std::vector<ParityPair>& pairs)
{
    if (pairs.empty())
        return std::nullopt;
    std::vector<double> forwards;
    for (const ParityPair& pair : pairs)
        forwards.push_back(pair.forward);
    const double centre = median(std::move(forwards));
    const double floor = 1e-4 * centre;
    double sum = 0.0;
    double weights = 0.0;
    for (const ParityPair& pair : pairs) {
        if (std::abs(pair.forward - centre) > 2.0 * std::max(pair.halfWidth, floor))
            continue;
        const double weight = 1.0 / (pair.halfWidth * pair.halfWidth + floor * floor);
        sum += weight * pair.forward;
        weights += weight;
    }
    return weights > 0.0 ? sum / weights : centre;
}

std::optional<double> parityOf(const MarketSnapshot& snapshot, const OptionGroup& group)
{
    const auto market = regressed(parityPairs(snapshot, group, marketPair));
    return market ? market : regressed(parityPairs(snapshot, group, markPair));
}

struct KnownForward
{
    double years = 0.0;
    double forward = 0.0;
};

// Price at time zero: the index, else the perpetual.
std::optional<double> spotPrice(const MarketSnapshot& snapshot, std::string_view underlying)
{
    if (const IndexPrice* index = snapshot.index(underlying); index != nullptr && index->priceUsd > 0.0)
        return index->priceUsd;
    const auto perpetual = perpetualOf(snapshot, underlying);
    const auto price = perpetual ? markOrMid(snapshot.quotes[*perpetual]) : std::nullopt;
    return price && *price > 0.0 ? price : std::nullopt;
}

// Log-linear in time; flat beyond the ends.
double interpolated(const std::vector<KnownForward>& known, double years)
{
    const auto after = std::ranges::lower_bound(known, years, {}, &KnownForward::years);
    if (after == known.begin())
        return known.front().forward;
    if (after == known.end())
        return known.back().forward;
    const KnownForward& before = *std::prev(after);
    const double share = (years - before.years) / (after->years - before.years);
    return before.forward * std::pow(after->forward / before.forward, share);
}

} // namespace

std::vector<ForwardPoint> impliedForwards(const MarketSnapshot& snapshot, std::string_view underlying)
{
    std::vector<ForwardPoint> points;
    std::vector<KnownForward> known;
    const std::vector<OptionGroup> groups = optionGroups(snapshot, underlying);
    if (groups.empty())
        return points;
    if (const auto spot = spotPrice(snapshot, underlying))
        known.push_back({0.0, *spot});
    for (const OptionGroup& group : groups) {
        ForwardPoint point{group.expiry, yearsBetween(snapshot.asOf, group.expiry), 0.0, ForwardSource::Venue};
        auto forward = venueForward(snapshot, group);
        if (!forward) {
            point.source = ForwardSource::Future;
            forward = futurePrice(snapshot, underlying, group.expiry);
        }
        if (!forward) {
            point.source = ForwardSource::PutCallParity;
            forward = parityOf(snapshot, group);
        }
        if (forward)
            known.push_back({point.years, *forward});
        else
            point.source = ForwardSource::Interpolated;
        point.forwardUsd = forward.value_or(0.0);
        points.push_back(point);
    }
    if (known.empty())
        return {};
    for (ForwardPoint& point : points) {
        if (point.source == ForwardSource::Interpolated)
            point.forwardUsd = interpolated(known, point.years);
    }
    return points;
}

} // namespace ballast

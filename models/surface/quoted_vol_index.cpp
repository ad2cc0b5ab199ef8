#include "models/surface/quoted_vol_index.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/surface/option_groups.h"
#include "models/surface/smile_quotes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace ballast {
namespace {

constexpr double greatestMidOfMark = 1.5;
constexpr double daysPerYear = 365.0;
constexpr std::size_t leastStrikes = 4;

struct SidedPrice
{
    double usd = 0.0;
    bool fromMark = false;
};

struct StrikeMarket
{
    std::optional<SidedPrice> call;
    std::optional<SidedPrice> put;
};

std::optional<SidedPrice> sidedPrice(const Instrument& option, const Quote& quote, Timestamp asOf, double indexUsd)
{
    if (!quote.bid || !quote.ask || *quote.bid <= 0.0 || !quoteProblem(quote, asOf).empty())
        return std::nullopt;
    const double mid = 0.5 * (*quote.bid + *quote.ask);
    const bool fromMark = quote.mark && *quote.mark > 0.0 && mid >= greatestMidOfMark * *quote.mark;
    return SidedPrice{premiumUsd(option, fromMark ? *quote.mark : mid, indexUsd), fromMark};
}

std::map<double, StrikeMarket> marketsOf(const MarketSnapshot& snapshot, const OptionGroup& group, double indexUsd)
{
    std::map<double, StrikeMarket> markets;
    for (const std::size_t i : group.options) {
        const Instrument& option = (*snapshot.instruments)[i];
        StrikeMarket& market = markets[*option.strike];
        auto& side = *option.type == OptionType::Call ? market.call : market.put;
        if (!side) // inverse and linear twins: the first listed
            side = sidedPrice(option, snapshot.quotes[i], snapshot.asOf, indexUsd);
    }
    return markets;
}

std::optional<double> parityForward(const std::map<double, StrikeMarket>& markets, double growth)
{
    std::optional<double> forward;
    double least = 0.0;
    for (const auto& [strike, market] : markets) {
        if (!market.call || !market.put)
            continue;
        const double difference = market.call->usd - market.put->usd;
        if (forward && std::abs(difference) >= least)
            continue;
        least = std::abs(difference);
        forward = strike + growth * difference;
    }
    return forward;
}

void addStrikes(ReplicatedVariance& variance, const std::map<double, StrikeMarket>& markets)
{
    for (const auto& [strike, market] : markets) {
        const auto& side = strike < variance.strikeAtMoney ? market.put : market.call;
        if (strike == variance.strikeAtMoney && market.put && market.call)
            variance.strikes.push_back(
                {strike, 0.5 * (market.call->usd + market.put->usd), market.call->fromMark || market.put->fromMark});
        else if (side)
            variance.strikes.push_back({strike, side->usd, side->fromMark});
    }
}

double strikeWidth(const std::vector<ReplicationStrike>& strikes, std::size_t i)
{
    const std::size_t low = i == 0 ? 0 : i - 1;
    const std::size_t high = std::min(i + 1, strikes.size() - 1);
    return (strikes[high].strike - strikes[low].strike) / static_cast<double>(high - low);
}

Result<ReplicatedVariance> replicated(const MarketSnapshot& snapshot, const OptionGroup& group, double indexUsd,
                                      double rate)
{
    ReplicatedVariance variance;
    variance.expiry = group.expiry;
    variance.years = yearsBetween(snapshot.asOf, group.expiry);
    const double growth = std::exp(rate * variance.years);
    const auto markets = marketsOf(snapshot, group, indexUsd);
    const auto forward = parityForward(markets, growth);
    if (!forward)
        return Error{Errc::NoQuote,
                     fmt::format("{}: no strike has a two-sided call and put", expiryLabel(group.expiry))};
    variance.forwardUsd = *forward;
    const auto above = markets.upper_bound(*forward);
    if (above == markets.begin())
        return Error{Errc::NoQuote, fmt::format("{}: no strike below the forward", expiryLabel(group.expiry))};
    variance.strikeAtMoney = std::prev(above)->first;
    addStrikes(variance, markets);
    if (variance.strikes.size() < leastStrikes)
        return Error{Errc::NoQuote, fmt::format("{}: only {} strikes are quoted both ways", expiryLabel(group.expiry),
                                                variance.strikes.size())};
    for (std::size_t i = 0; i < variance.strikes.size(); ++i) {
        const ReplicationStrike& at = variance.strikes[i];
        variance.contribution += strikeWidth(variance.strikes, i) / (at.strike * at.strike) * at.priceUsd;
    }
    const double gap = variance.forwardUsd / variance.strikeAtMoney - 1.0;
    variance.totalVariance = 2.0 * growth * variance.contribution - gap * gap;
    return variance;
}

} // namespace

Result<QuotedVolIndex> quotedVolIndex(const MarketSnapshot& snapshot, std::string_view underlying, double days,
                                      double rate)
{
    if (!(days >= leastIndexDays && days <= greatestIndexDays))
        return Error{Errc::BadInput, fmt::format("a vol index looks {} to {} days ahead, not {}", leastIndexDays,
                                                 greatestIndexDays, days)};
    const IndexPrice* index = snapshot.index(underlying);
    if (index == nullptr || !(index->priceUsd > 0.0))
        return Error{Errc::NoQuote, fmt::format("no index price of {}", underlying)};
    const double horizon = days / daysPerYear;
    const std::vector<OptionGroup> groups = optionGroups(snapshot, underlying);
    const auto next = std::ranges::find_if(
        groups, [&](const OptionGroup& group) { return yearsBetween(snapshot.asOf, group.expiry) > horizon; });
    if (next == groups.begin() || next == groups.end())
        return Error{Errc::NotFound, fmt::format("no expiries of {} around {} days", underlying, days)};
    auto near = replicated(snapshot, *std::prev(next), index->priceUsd, rate);
    if (!near)
        return near.error();
    auto later = replicated(snapshot, *next, index->priceUsd, rate);
    if (!later)
        return later.error();
    QuotedVolIndex answer{std::move(*near), std::move(*later), 0.0, 0.0, 1.0 / horizon, 0.0};
    const double span = answer.next.years - answer.near.years;
    answer.nearWeight = (answer.next.years - horizon) / span;
    answer.nextWeight = (horizon - answer.near.years) / span;
    const double variance =
        answer.nearWeight * answer.near.totalVariance + answer.nextWeight * answer.next.totalVariance;
    if (!(variance > 0.0))
        return Error{Errc::Undetermined, "the quotes replicate no positive variance"};
    answer.index = std::sqrt(variance * answer.annualised);
    return answer;
}

} // namespace ballast

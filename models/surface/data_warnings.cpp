#include "models/surface/data_warnings.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/option_groups.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double freeGap = 0.03;         // of the index: clocks and feeds differ by this much even in a crash
constexpr double greatestCarry = 0.6;    // a year, of a forward against the index: beyond any basis on record
constexpr double fewTwoSided = 0.2;      // of the listed options
constexpr double manyInconsistent = 0.2; // of those that can be checked
constexpr double deltaTolerance = 0.1;   // venue Greeks are fetched over minutes: 0.07 off in a fast market is sound
constexpr double greatestMisfit = 0.25;  // rms in vol, of an expiry
constexpr std::size_t enoughToJudge = 10;

struct Tally
{
    std::size_t judged = 0;
    std::size_t bad = 0;

    void add(bool isBad)
    {
        ++judged;
        bad += isBad ? 1 : 0;
    }
    [[nodiscard]] bool exceeds(double share) const
    {
        return judged >= enoughToJudge && static_cast<double>(bad) > share * static_cast<double>(judged);
    }
};

void addForwardWarnings(std::vector<std::string>& warnings, const std::vector<ForwardPoint>& forwards, double indexUsd)
{
    for (const ForwardPoint& point : forwards) {
        if (point.source == ForwardSource::Interpolated)
            continue;
        const double gap = std::log(point.forwardUsd / indexUsd);
        if (std::abs(gap) > freeGap + greatestCarry * point.years)
            warnings.push_back(fmt::format("the {} forward {:.2f} is {:+.1f} % off the index {:.2f}",
                                           expiryLabel(point.expiry), point.forwardUsd, 100.0 * std::expm1(gap),
                                           indexUsd));
    }
    for (std::size_t i = 1; i < forwards.size(); ++i) {
        const double step = std::log(forwards[i].forwardUsd / forwards[i - 1].forwardUsd);
        const double years = forwards[i].years - forwards[i - 1].years;
        if (std::abs(step) > freeGap + greatestCarry * years)
            warnings.push_back(fmt::format("forwards jump by {:+.1f} % from {} to {}", 100.0 * std::expm1(step),
                                           expiryLabel(forwards[i - 1].expiry), expiryLabel(forwards[i].expiry)));
    }
}

struct ChainTally
{
    Tally oneSided;
    Tally crossed;
    Tally greeks;
    Tally parity;
};

bool twoSided(const Quote& quote)
{
    return quote.bid && quote.ask;
}

// The venue's delta against Black-Scholes on its own vol and forward.
std::optional<bool> greeksDisagree(const Instrument& option, const Quote& quote, double forward, double years)
{
    if (!quote.markIv || *quote.markIv <= 0.0 || !quote.venueGreeks.delta)
        return std::nullopt;
    const BlackTerms terms{quote.underlyingPrice.value_or(forward), *option.strike, years, *quote.markIv, *option.type};
    return std::abs(blackValues(terms).delta - *quote.venueGreeks.delta) > deltaTolerance;
}

// Executable parity of one strike: buying one side and selling the other locks in money even after the forward's doubt.
bool breaksParity(const Instrument& call, const Quote& callQuote, const Quote& putQuote, double forward)
{
    const double callBid = premiumUsd(call, *callQuote.bid, forward);
    const double callAsk = premiumUsd(call, *callQuote.ask, forward);
    const double putBid = premiumUsd(call, *putQuote.bid, forward);
    const double putAsk = premiumUsd(call, *putQuote.ask, forward);
    const double parity = forward - *call.strike;
    return callBid - putAsk - parity > freeGap * forward || parity - (callAsk - putBid) > freeGap * forward;
}

ChainTally tallied(const MarketSnapshot& snapshot, std::string_view underlying,
                   const std::vector<ForwardPoint>& forwards)
{
    ChainTally tally;
    for (const OptionGroup& group : optionGroups(snapshot, underlying)) {
        const auto at = std::ranges::find(forwards, group.expiry, &ForwardPoint::expiry);
        if (at == forwards.end() || !(at->years > 0.0))
            continue;
        for (std::size_t i = 0; i < group.options.size(); ++i) {
            const Instrument& option = (*snapshot.instruments)[group.options[i]];
            const Quote& quote = snapshot.quotes[group.options[i]];
            tally.oneSided.add(!twoSided(quote));
            if (twoSided(quote))
                tally.crossed.add(*quote.bid > *quote.ask);
            if (const auto disagree = greeksDisagree(option, quote, at->forwardUsd, at->years))
                tally.greeks.add(*disagree);
            if (i + 1 >= group.options.size() || *option.type != OptionType::Call || !twoSided(quote))
                continue;
            const Instrument& put = (*snapshot.instruments)[group.options[i + 1]];
            const Quote& putQuote = snapshot.quotes[group.options[i + 1]];
            if (*put.strike == *option.strike && put.settlement == option.settlement && twoSided(putQuote))
                tally.parity.add(breaksParity(option, quote, putQuote, at->forwardUsd));
        }
    }
    return tally;
}

} // namespace

std::vector<std::string> dataWarnings(const MarketSnapshot& snapshot, std::string_view underlying,
                                      const std::vector<ForwardPoint>& forwards, const std::vector<SviSlice>& slices)
{
    std::vector<std::string> warnings;
    if (const IndexPrice* index = snapshot.index(underlying); index != nullptr && index->priceUsd > 0.0)
        addForwardWarnings(warnings, forwards, index->priceUsd);
    const ChainTally tally = tallied(snapshot, underlying, forwards);
    if (tally.oneSided.exceeds(1.0 - fewTwoSided))
        warnings.push_back(fmt::format("only {} of {} options have both a bid and an ask",
                                       tally.oneSided.judged - tally.oneSided.bad, tally.oneSided.judged));
    if (tally.crossed.exceeds(manyInconsistent))
        warnings.push_back(fmt::format("{} of {} markets are crossed", tally.crossed.bad, tally.crossed.judged));
    if (tally.greeks.exceeds(manyInconsistent))
        warnings.push_back(fmt::format("the venue's deltas contradict its vols in {} of {} options", tally.greeks.bad,
                                       tally.greeks.judged));
    if (tally.parity.exceeds(manyInconsistent))
        warnings.push_back(fmt::format("calls and puts contradict each other at {} of {} strikes", tally.parity.bad,
                                       tally.parity.judged));
    for (const SviSlice& slice : slices) {
        if (slice.rmseVolPoints > 100.0 * greatestMisfit)
            warnings.push_back(fmt::format("the quotes of {} lie {:.0f} vol points off any smile",
                                           expiryLabel(slice.expiry), slice.rmseVolPoints));
    }
    return warnings;
}

} // namespace ballast

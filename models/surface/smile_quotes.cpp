#include "models/surface/smile_quotes.h"
#include "models/pricing/implied_vol_batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace ballast {
namespace {

constexpr double nearTheMoney = 0.25;  // standard deviations within which both sides count
constexpr double farWingDelta = 0.02;  // spec F4: wings below this are noise unless two-sided
constexpr double sanePartOfVol = 0.25; // a mid counts while ask - bid <= this part of the mid vol ...
constexpr double saneWidth = 0.05;     // ... plus this
constexpr double markHalfWidth = 0.02; // what a mark without a sane market is trusted to
constexpr double lateDiscount = 0.25;
constexpr double maxVol = 10.0;        // a vol beyond 1000 % is a broken quote
constexpr double maxForwardGap = 0.02; // an option's own forward farther off the slice's is not believed

struct MarketVols
{
    std::optional<double> bid;
    std::optional<double> ask;
    std::optional<double> mark;
    VolStatus askStatus = VolStatus::Ok;
    VolStatus markStatus = VolStatus::Ok;
};

std::optional<double> given(const std::optional<double>& vol)
{
    return vol && *vol > 0.0 && *vol < maxVol ? vol : std::nullopt;
}

VolStatus asVolStatus(QuoteVolStatus status)
{
    switch (status) {
    case QuoteVolStatus::BelowIntrinsic:
        return VolStatus::BelowIntrinsic;
    case QuoteVolStatus::AboveMaximum:
        return VolStatus::AboveMaximum;
    case QuoteVolStatus::Undetermined:
        return VolStatus::Undetermined;
    case QuoteVolStatus::Ok:
    case QuoteVolStatus::NoQuote:
        break;
    }
    return VolStatus::Ok;
}

// The bid, ask and mark vols of an expiry: the venue's own where it prints one, else solved from the price on the
// forward that the venue used, all options at once.
class GroupVols
{
public:
    GroupVols(const MarketSnapshot& snapshot, const OptionGroup& group, const ForwardPoint& forward)
    {
        m_vols.reserve(group.options.size());
        for (const std::size_t i : group.options) {
            const Quote& quote = snapshot.quotes[i];
            m_vols.push_back({quote.bid ? given(quote.bidIv) : std::nullopt,
                              quote.ask ? given(quote.askIv) : std::nullopt, given(quote.markIv)});
            const MarketVols& vols = m_vols.back();
            m_anyWanted =
                m_anyWanted || (quote.bid && !vols.bid) || (quote.ask && !vols.ask) || (quote.mark && !vols.mark);
        }
        if (m_anyWanted)
            solve(snapshot, group, forward);
    }

    [[nodiscard]] const MarketVols& at(std::size_t i) const { return m_vols[i]; }

private:
    struct Side
    {
        std::vector<double> priceUsd, vol;
        std::vector<QuoteVolStatus> status;
    };

    void addColumns(const MarketSnapshot& snapshot, const OptionGroup& group, const ForwardPoint& forward)
    {
        for (std::size_t n = 0; n < group.options.size(); ++n) {
            const Instrument& option = (*snapshot.instruments)[group.options[n]];
            const Quote& quote = snapshot.quotes[group.options[n]];
            m_forward.push_back(believedForward(quote, forward.forwardUsd));
            m_strike.push_back(*option.strike);
            m_type.push_back(*option.type);
            const MarketVols& vols = m_vols[n];
            push(m_bid, option, quote.bid, !vols.bid);
            push(m_ask, option, quote.ask, !vols.ask);
            push(m_mark, option, quote.mark, !vols.mark);
        }
        m_years.assign(m_forward.size(), forward.years);
    }

    void push(Side& side, const Instrument& option, const std::optional<double>& price, bool wanted)
    {
        const bool solved = wanted && price;
        side.priceUsd.push_back(solved ? premiumUsd(option, *price, m_forward.back())
                                       : std::numeric_limits<double>::quiet_NaN());
    }

    void solve(const MarketSnapshot& snapshot, const OptionGroup& group, const ForwardPoint& forward)
    {
        addColumns(snapshot, group, forward);
        std::vector<QuoteColumns> sides;
        for (Side* side : {&m_bid, &m_ask, &m_mark}) {
            side->vol.resize(m_forward.size());
            side->status.resize(m_forward.size());
            sides.push_back({side->priceUsd, {}, side->vol, side->status});
        }
        impliedVols({m_forward, m_strike, m_years, m_type}, sides);
        for (std::size_t i = 0; i < m_vols.size(); ++i) {
            take(m_bid, i, m_vols[i].bid);
            take(m_ask, i, m_vols[i].ask);
            take(m_mark, i, m_vols[i].mark);
            m_vols[i].askStatus = asVolStatus(m_ask.status[i]);
            m_vols[i].markStatus = asVolStatus(m_mark.status[i]);
        }
    }

    static void take(const Side& side, std::size_t i, std::optional<double>& vol)
    {
        if (side.status[i] == QuoteVolStatus::Ok)
            vol = given(side.vol[i]);
    }

    std::vector<double> m_forward, m_strike, m_years;
    std::vector<OptionType> m_type;
    std::vector<MarketVols> m_vols;
    Side m_bid, m_ask, m_mark;
    bool m_anyWanted = false;
};

bool saneMarket(const MarketVols& vols)
{
    if (!vols.bid || !vols.ask || *vols.bid > *vols.ask)
        return false;
    return *vols.ask - *vols.bid <= saneWidth + sanePartOfVol * 0.5 * (*vols.ask + *vols.bid);
}

std::optional<double> targetOf(const MarketVols& vols)
{
    if (saneMarket(vols))
        return 0.5 * (*vols.bid + *vols.ask);
    return vols.mark;
}

double standardised(double k, double vol, double years)
{
    const double deviation = vol * std::sqrt(years);
    return -k / deviation + 0.5 * deviation; // d1
}

double outOfTheMoneyDelta(double d1)
{
    return 0.5 * std::erfc(std::abs(d1) / std::sqrt(2.0));
}

double weightOf(const MarketVols& vols, QuoteState state, double d1)
{
    const double half = saneMarket(vols) ? 0.5 * (*vols.ask - *vols.bid) : markHalfWidth;
    const double floor2 = volWidthFloor * volWidthFloor;
    const double vega = std::exp(-0.5 * d1 * d1); // relative to the money
    return (state == QuoteState::Late ? lateDiscount : 1.0) * vega * floor2 / (floor2 + half * half);
}

bool inTheMoney(OptionType type, double k)
{
    return type == OptionType::Call ? k < 0.0 : k > 0.0;
}

std::string volReason(const MarketVols& vols, bool oneSided, bool itm, const std::optional<double>& d1)
{
    if (vols.askStatus == VolStatus::BelowIntrinsic)
        return "ask below intrinsic value";
    if (!d1 && vols.markStatus == VolStatus::BelowIntrinsic)
        return "mark below intrinsic value";
    if (!d1)
        return oneSided ? "one-sided and no mark vol" : "no two-sided market and no mark vol";
    if (oneSided && outOfTheMoneyDelta(d1.value()) < farWingDelta)
        return "one-sided far wing, below 2 delta";
    if (itm && outOfTheMoneyDelta(*d1) < farWingDelta)
        return "deep in the money: the price is nearly all intrinsic value";
    return {};
}

SmileQuote fitPoint(const MarketSnapshot& snapshot, std::size_t instrument, const ForwardPoint& forward,
                    const MarketVols& vols)
{
    const Instrument& option = (*snapshot.instruments)[instrument];
    const Quote& quote = snapshot.quotes[instrument];
    SmileQuote point;
    point.instrument = instrument;
    point.strike = *option.strike;
    point.k = std::log(point.strike / forward.forwardUsd);
    point.bidVol = vols.bid;
    point.askVol = vols.ask;
    point.markVol = vols.mark;
    point.targetVol = targetOf(vols);
    point.leftOutBecause = quoteProblem(quote, snapshot.asOf);
    const bool oneSided = !quote.bid || !quote.ask;
    const auto d1 =
        point.targetVol ? std::optional(standardised(point.k, *point.targetVol, forward.years)) : std::nullopt;
    point.bounds = point.leftOutBecause.empty() && quote.bid && vols.ask && vols.bid.value_or(0.0) <= *vols.ask;
    if (point.leftOutBecause.empty())
        point.leftOutBecause = volReason(vols, oneSided, inTheMoney(*option.type, point.k), d1);
    if (point.leftOutBecause.empty())
        point.weight = weightOf(vols, quote.state, d1.value_or(0.0));
    return point;
}

// Whether the other type of the quote's strike is used. Quotes are sorted by strike.
bool twinIsUsed(const std::vector<SmileQuote>& quotes, std::size_t at, const InstrumentTable& table)
{
    const OptionType type = *table[quotes[at].instrument].type;
    const auto used = [&](const SmileQuote& other) {
        return other.weight > 0.0 && *table[other.instrument].type != type;
    };
    for (std::size_t i = at; i-- > 0 && quotes[i].strike == quotes[at].strike;) {
        if (used(quotes[i]))
            return true;
    }
    for (std::size_t i = at + 1; i < quotes.size() && quotes[i].strike == quotes[at].strike; ++i) {
        if (used(quotes[i]))
            return true;
    }
    return false;
}

// The in-the-money quote of a strike gives way to its twin, except near the money.
void preferOutOfTheMoney(std::vector<SmileQuote>& quotes, const InstrumentTable& table, double years)
{
    const double rootT = std::sqrt(years);
    for (std::size_t i = 0; i < quotes.size(); ++i) {
        SmileQuote& quote = quotes[i];
        const OptionType type = *table[quote.instrument].type;
        if (quote.weight <= 0.0 || !inTheMoney(type, quote.k))
            continue;
        if (std::abs(quote.k) <= nearTheMoney * *quote.targetVol * rootT || !twinIsUsed(quotes, i, table))
            continue;
        quote.weight = 0.0;
        quote.leftOutBecause =
            type == OptionType::Call ? "in the money: the put is used" : "in the money: the call is used";
    }
}

} // namespace

double believedForward(const Quote& quote, double sliceForward)
{
    const bool near = quote.underlyingPrice && std::abs(*quote.underlyingPrice / sliceForward - 1.0) < maxForwardGap;
    return near ? *quote.underlyingPrice : sliceForward;
}

std::string quoteProblem(const Quote& quote, Timestamp asOf)
{
    switch (quote.state) {
    case QuoteState::Stale:
        return "quote is stale";
    case QuoteState::Down:
        return "venue is down";
    case QuoteState::Crossed:
        return "quote is crossed";
    case QuoteState::Gap:
        return "feed has a gap";
    case QuoteState::Live:
    case QuoteState::Late:
        break;
    }
    if (quote.bid && quote.ask && *quote.bid > *quote.ask)
        return fmt::format("crossed: bid {} over ask {}", *quote.bid, *quote.ask);
    if (quote.at != Timestamp{} && asOf - quote.at > maxQuoteAge)
        return fmt::format("{} minutes older than the snapshot",
                           std::chrono::duration_cast<std::chrono::minutes>(asOf - quote.at).count());
    return {};
}

std::vector<SmileQuote> smileQuotes(const MarketSnapshot& snapshot, const OptionGroup& group,
                                    const ForwardPoint& forward)
{
    std::vector<SmileQuote> quotes;
    quotes.reserve(group.options.size());
    const GroupVols vols(snapshot, group, forward);
    for (std::size_t i = 0; i < group.options.size(); ++i)
        quotes.push_back(fitPoint(snapshot, group.options[i], forward, vols.at(i)));
    if (!std::ranges::is_sorted(quotes, {}, &SmileQuote::strike))
        std::ranges::stable_sort(quotes, {}, &SmileQuote::strike);
    preferOutOfTheMoney(quotes, *snapshot.instruments, forward.years);
    return quotes;
}

std::vector<SviSample> sviSamples(std::span<const SmileQuote> quotes, double years)
{
    std::vector<SviSample> samples;
    for (const SmileQuote& quote : quotes) {
        if (quote.weight <= 0.0)
            continue;
        const double varianceByVol = 2.0 * *quote.targetVol * years;
        samples.push_back(
            {quote.k, *quote.targetVol * *quote.targetVol * years, quote.weight / (varianceByVol * varianceByVol)});
    }
    return samples;
}

} // namespace ballast

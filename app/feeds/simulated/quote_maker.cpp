#include "app/feeds/simulated/quote_maker.h"

#include "app/feeds/simulated/tick_prices.h"
#include "models/pricing/greeks.h"
#include "models/pricing/implied_vol.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double stressSpread = 5.0; // spreads are 1 + this at the height of a crash
constexpr double stressDepth = 7.0;  // depth is divided by 1 + this
constexpr int optionLevels = 5;
constexpr int deltaOneLevels = 10;

// Salts that keep an instrument's numbers independent of each other.
enum Salt : std::uint64_t
{
    OpenInterestSalt = 11,
    VolumeSalt,
    LiquiditySalt
};

// Salt of a name in this run; runs with neighbouring seeds share nothing.
std::uint64_t saltFor(std::uint64_t seed, Salt salt)
{
    return seed * 0x9e3779b97f4a7c15ULL + salt;
}

double roundedTo(double value, double decimalsPower)
{
    return std::round(value * decimalsPower) / decimalsPower;
}

BlackTerms termsOf(const Instrument& option, const ModelSlice& slice)
{
    return {slice.forwardUsd, *option.strike, slice.years, slice.volAtStrike(*option.strike), *option.type};
}

double roundStrikeBonus(double strike)
{
    const double power = std::pow(10.0, std::floor(std::log10(strike)));
    const double halves = 2.0 * strike / power;
    return std::abs(halves - std::round(halves)) < 1e-9 ? 2.5 : 1.0;
}

// Full bid-ask width in vol points. Recorded chains: 3 points at three days, 0.7 at two months, growing to 2 in the
// wings.
double widthVolPoints(double days, double absDelta)
{
    const double tenor = 0.35 + 2.0 / std::sqrt(std::max(days, 0.1));
    const double wing = 1.0 + 1.2 * std::max(0.0, std::log10(0.15 / std::max(absDelta, 1e-4)));
    return tenor * wing;
}

// In-the-money options are quoted off their forward at a worse price: half-width in coin.
double inTheMoneyHalfWidth(double absDelta)
{
    const double depth = std::clamp((absDelta - 0.6) / 0.4, 0.0, 1.0);
    return 0.0015 * depth * depth;
}

std::optional<double> volFromCoin(const std::optional<double>& priceCoin, const BlackTerms& terms)
{
    if (!priceCoin)
        return std::nullopt;
    return volOrNothing(impliedVol(terms.forward, terms.strike, terms.years, terms.type, *priceCoin * terms.forward));
}

} // namespace

Quote QuoteMaker::listed(const Instrument& instrument, const UnderlyingSettings& settings) const
{
    Quote quote;
    const std::string& name = instrument.id.name;
    const double spread = -std::log(nameUniform(name, saltFor(m_seed, OpenInterestSalt))); // exponential, mean 1
    double typical = settings.perpetualOpenInterestUsd;
    if (isOption(instrument))
        typical = settings.openInterest * roundStrikeBonus(*instrument.strike);
    if (instrument.kind == InstrumentKind::Future)
        typical *= 0.15;
    const double amount = instrument.kind == InstrumentKind::Perpetual ? typical : typical * spread;
    quote.openInterest = wholeLots(amount, instrument.minTradeAmount);
    const double turnover = 0.08 * nameUniform(name, saltFor(m_seed, VolumeSalt));
    quote.volume24h = wholeLots(*quote.openInterest * turnover, instrument.minTradeAmount);
    return quote;
}

void QuoteMaker::mark(Quote& quote, const Instrument& option, const ModelSlice& slice, Timestamp at)
{
    const BlackTerms terms = termsOf(option, slice);
    const Greeks greeks = optionGreeks(terms, option.settlement);
    quote.mark = greeks.priceCoin;
    quote.markIv = terms.vol;
    quote.underlyingPrice = terms.forward;
    constexpr double fiveDecimals = 1e5; // as the venue prints them
    quote.venueGreeks = {roundedTo(greeks.delta, fiveDecimals), roundedTo(greeks.gamma, fiveDecimals),
                         roundedTo(greeks.vega, fiveDecimals), roundedTo(greeks.theta, fiveDecimals),
                         roundedTo(greeks.rho, fiveDecimals)};
    quote.at = at;
}

void QuoteMaker::refreshQuotedVols(Quote& quote, const Instrument& option, const ModelSlice& slice)
{
    const BlackTerms terms = termsOf(option, slice);
    quote.bidIv = volFromCoin(quote.bid, terms);
    quote.askIv = volFromCoin(quote.ask, terms);
}

bool QuoteMaker::isRunThrough(const Quote& quote)
{
    return quote.mark && ((quote.bid && *quote.mark <= *quote.bid) || (quote.ask && *quote.mark >= *quote.ask));
}

void QuoteMaker::quoteOption(Quote& quote, const Instrument& option, const ModelSlice& slice,
                             const UnderlyingSettings& settings, double stress, Timestamp at)
{
    const BlackTerms terms = termsOf(option, slice);
    const BlackValues values = blackValues(terms);
    const double absDelta = std::abs(values.delta);
    const double liquidity = nameUniform(option.id.name, saltFor(m_seed, LiquiditySalt));
    const double wider = (1.0 + stressSpread * stress) * (0.75 + 0.5 * liquidity);
    const double mark = values.price / terms.forward;
    const double volWidth = 0.01 * widthVolPoints(terms.years * 365.0, absDelta) * wider;
    const double half = 0.5 * volWidth * values.vega / terms.forward + inTheMoneyHalfWidth(absDelta) * wider +
                        0.25 * option.tick.at(mark) * wider;
    const double centre = mark + 0.4 * half * (2.0 * m_random.uniform() - 1.0);

    const bool deep = absDelta > 0.9; // makers leave deep options first
    const double bid = tickAtOrBelow(centre - half, option.tick);
    const bool hasBid = centre - half > 0.0 && bid >= option.tick.base && !(deep && liquidity < 0.6 * stress);
    const bool hasAsk = !(deep && liquidity < 0.75 * stress);
    quote.bid = hasBid ? std::optional(bid) : std::nullopt;
    quote.ask = hasAsk ? std::optional(tickAtOrAbove(centre + half, option.tick)) : std::nullopt;
    const double size =
        settings.optionSize * (absDelta > 0.6 ? 0.4 : 1.0) * (0.5 + liquidity) / (1.0 + stressDepth * stress);
    const double gap = 0.3 * half / option.tick.at(mark);
    quote.ladder = ladderFrom(quote.bid, quote.ask, option, {optionLevels, size, 0.5, gap});
    quote.bidAmount = hasBid ? std::optional(quote.ladder->bids.front().amount) : std::nullopt;
    quote.askAmount = hasAsk ? std::optional(quote.ladder->asks.front().amount) : std::nullopt;
    quote.at = at;
    tradeSometimes(quote, option, size);
    refreshQuotedVols(quote, option, slice);
}

void QuoteMaker::quoteDeltaOne(Quote& quote, const Instrument& instrument, double valueUsd,
                               const UnderlyingSettings& settings, double stress, Timestamp at)
{
    const bool perpetual = instrument.kind == InstrumentKind::Perpetual;
    const double tick = instrument.tick.base;
    const double calmHalf = perpetual ? 0.3 * tick : 0.6 * tick + 3e-5 * valueUsd;
    const double half = calmHalf * (1.0 + stressSpread * stress) + 1.5e-4 * valueUsd * stress;
    const double centre = valueUsd + 0.4 * half * (2.0 * m_random.uniform() - 1.0);
    quote.mark = roundedTo(valueUsd, 100.0); // the venue marks to the cent
    quote.bid = tickAtOrBelow(centre - half, instrument.tick);
    quote.ask = tickAtOrAbove(centre + half, instrument.tick);
    const double size = settings.perpetualDepthUsd * (perpetual ? 1.0 : 0.2) / (1.0 + stressDepth * stress);
    const double gap = (perpetual ? 0.8 : 2.0) + 0.3 * half / tick;
    quote.ladder = ladderFrom(quote.bid, quote.ask, instrument, {deltaOneLevels, size, 0.25, gap});
    quote.bidAmount = quote.ladder->bids.front().amount;
    quote.askAmount = quote.ladder->asks.front().amount;
    quote.last = m_random.uniform() < 0.5 ? quote.bid : quote.ask;
    quote.at = at;
}

bool QuoteMaker::happens(Milliseconds elapsed, double meanSeconds)
{
    return m_random.uniform() < 1.0 - std::exp(-0.001 * static_cast<double>(elapsed.count()) / meanSeconds);
}

std::shared_ptr<const Ladder> QuoteMaker::ladderFrom(const std::optional<double>& bid, const std::optional<double>& ask,
                                                     const Instrument& instrument, const DepthShape& shape)
{
    auto ladder = std::make_shared<Ladder>();
    if (bid)
        ladder->bids = levelsFrom(*bid, Side::Buy, instrument, shape);
    if (ask)
        ladder->asks = levelsFrom(*ask, Side::Sell, instrument, shape);
    return ladder;
}

std::vector<LadderLevel> QuoteMaker::levelsFrom(double best, Side side, const Instrument& instrument,
                                                const DepthShape& shape)
{
    std::vector<LadderLevel> levels;
    levels.reserve(static_cast<std::size_t>(shape.levels));
    double price = best;
    for (int i = 0; i < shape.levels; ++i) {
        const double amount = shape.bestAmount * (1.0 + shape.growth * i) * m_random.logNormal(0.4);
        levels.push_back({price, wholeLots(amount, instrument.minTradeAmount)});
        const double jump = std::floor(2.0 * shape.gapTicks * m_random.uniform()) * instrument.tick.at(price);
        if (side == Side::Buy)
            price = tickAtOrBelow(nextTickDown(price, instrument.tick) - jump, instrument.tick);
        else
            price = tickAtOrAbove(nextTickUp(price, instrument.tick) + jump, instrument.tick);
        if (price < instrument.tick.base)
            break;
    }
    return levels;
}

// Now and then somebody takes a quote; the day's volume forgets as much as it gains on average.
void QuoteMaker::tradeSometimes(Quote& quote, const Instrument& option, double size)
{
    if (m_random.uniform() > 0.01)
        return;
    const bool buys = m_random.uniform() < 0.5;
    const std::optional<double>& price = buys ? quote.ask : quote.bid;
    if (!price)
        return;
    quote.last = price;
    const double traded = 0.3 * size * m_random.logNormal(0.8);
    quote.volume24h = wholeLots(0.98 * quote.volume24h.value_or(0.0) + traded, option.minTradeAmount);
}

} // namespace ballast

#include "app/venue/venue_account.h"

#include "app/venue/market_json.h"
#include "models/margin/deribit_standard.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double nothing = 1e-9;

bool isInverseFuture(const Instrument& instrument)
{
    return !isOption(instrument) && instrument.settlement == Settlement::Inverse;
}

// Entry price of two parts: inverse futures keep the sum of size / price, the rest the sum of size x price.
double blended(const Instrument& instrument, double sizeA, double priceA, double sizeB, double priceB)
{
    if (isInverseFuture(instrument))
        return (sizeA + sizeB) / (sizeA / priceA + sizeB / priceB);
    return (sizeA * priceA + sizeB * priceB) / (sizeA + sizeB);
}

} // namespace

std::vector<VenueKey> venueTestKeys()
{
    return {{"trader", "venue-test-secret", KeyRight::Read, KeyRight::ReadWrite, KeyRight::None},
            {"reader", "venue-test-reader", KeyRight::Read, KeyRight::Read, KeyRight::None},
            {"owner", "venue-test-owner", KeyRight::ReadWrite, KeyRight::ReadWrite, KeyRight::ReadWrite}};
}

double profitBetween(const Instrument& instrument, double size, double from, double to)
{
    if (isInverseFuture(instrument))
        return size * (1.0 / from - 1.0 / to);
    return size * (to - from);
}

double coinsOf(const Instrument& instrument, double size, const Quote& quote)
{
    if (!isInverseFuture(instrument))
        return size;
    return quote.mark && *quote.mark > 0.0 ? size / *quote.mark : 0.0;
}

void VenueAccount::fill(const Instrument& instrument, const AccountFill& fill)
{
    const std::string currency = venue_json::settlementCurrency(instrument);
    AccountPosition& position = m_positions[instrument.id.name];
    const double before = position.size;
    const double opposite = before * fill.quantity < 0.0 ? std::min(std::abs(before), std::abs(fill.quantity)) : 0.0;
    if (opposite > 0.0) {
        const double closed = std::copysign(opposite, before);
        const double profit = profitBetween(instrument, closed, position.averagePrice, fill.price);
        position.realised += profit;
        if (!isOption(instrument))
            m_balances[currency] += profit;
    }
    const double opened = fill.quantity + std::copysign(opposite, before) * (opposite > 0.0 ? 1.0 : 0.0);
    const double kept = before - (opposite > 0.0 ? std::copysign(opposite, before) : 0.0);
    if (std::abs(opened) > nothing)
        position.averagePrice = std::abs(kept) > nothing
                                    ? blended(instrument, kept, position.averagePrice, opened, fill.price)
                                    : fill.price;
    position.size = before + fill.quantity;
    if (std::abs(position.size) <= nothing)
        position.size = 0.0;
    // Options are paid for at once; what futures earn comes when they are closed.
    if (isOption(instrument))
        m_balances[currency] -= fill.quantity * fill.price;
    m_balances[currency] -= fill.fee;
}

AccountPosition VenueAccount::position(const std::string& instrument) const
{
    const auto it = m_positions.find(instrument);
    return it == m_positions.end() ? AccountPosition{} : it->second;
}

std::vector<std::string> VenueAccount::currencies() const
{
    std::vector<std::string> names;
    for (const auto& [currency, balance] : m_balances)
        names.push_back(currency);
    return names;
}

HeldMargin positionMargin(const Instrument& instrument, double size, const MarketSnapshot& market)
{
    const Quote* quote = market.quote(instrument.id);
    const IndexPrice* index = market.index(instrument.underlying);
    if (quote == nullptr || index == nullptr || !quote->mark || std::abs(size) <= nothing)
        return {};
    MarginLeg leg;
    leg.instrument = instrument.id.name;
    leg.underlying = instrument.underlying;
    leg.kind = instrument.kind;
    leg.settlement = instrument.settlement;
    leg.expiry = instrument.expiry;
    leg.indexUsd = index->priceUsd;
    leg.forwardUsd = isOption(instrument) ? quote->underlyingPrice.value_or(index->priceUsd) : *quote->mark;
    const bool coinPriced = isOption(instrument) && instrument.settlement == Settlement::Inverse;
    leg.markUsd = coinPriced ? *quote->mark * leg.forwardUsd : *quote->mark;
    leg.quantity = size;
    leg.coins = coinsOf(instrument, size, *quote);
    if (isOption(instrument))
        leg.option = OptionTerms{instrument.strike.value_or(0.0), instrument.type.value_or(OptionType::Call),
                                 quote->markIv.value_or(0.0)};
    static const DeribitStandardParameters parameters = deribitStandardParameters();
    const StandardRequirement requirement = deribitStandardRequirement(leg, parameters);
    return {requirement.initial, requirement.maintenance};
}

AccountFigures VenueAccount::figures(const std::string& currency, const MarketSnapshot& market) const
{
    AccountFigures f;
    const auto balance = m_balances.find(currency);
    f.balance = balance == m_balances.end() ? 0.0 : balance->second;
    for (const auto& [name, position] : m_positions) {
        const auto row = market.instruments->find({deribitVenue, name});
        if (!row || venue_json::settlementCurrency((*market.instruments)[*row]) != currency)
            continue;
        const Instrument& instrument = (*market.instruments)[*row];
        const Quote& quote = market.quotes[*row];
        f.realisedPl += position.realised;
        if (!quote.mark || position.size == 0.0)
            continue;
        const double open = profitBetween(instrument, position.size, position.averagePrice, *quote.mark);
        const HeldMargin margin = positionMargin(instrument, position.size, market);
        f.initialMargin += margin.initial;
        f.maintenanceMargin += margin.maintenance;
        if (!isOption(instrument)) {
            f.futuresOpenPl += open;
            f.deltaTotal += coinsOf(instrument, position.size, quote);
            continue;
        }
        f.optionsOpenPl += open;
        f.optionsValue += position.size * *quote.mark;
        const VenueGreeks& greeks = quote.venueGreeks;
        f.optionsDelta += position.size * greeks.delta.value_or(0.0);
        f.optionsGamma += position.size * greeks.gamma.value_or(0.0);
        f.optionsVega += position.size * greeks.vega.value_or(0.0);
        f.optionsTheta += position.size * greeks.theta.value_or(0.0);
        const bool inverse = instrument.settlement == Settlement::Inverse;
        f.deltaTotal += position.size * (greeks.delta.value_or(0.0) - (inverse ? *quote.mark : 0.0));
    }
    f.marginBalance = f.balance + f.futuresOpenPl;
    f.equity = f.marginBalance + f.optionsValue;
    f.availableFunds = f.marginBalance - f.initialMargin;
    return f;
}

double VenueAccount::initialMarginWith(const Instrument& instrument, double quantity,
                                       const MarketSnapshot& market) const
{
    const std::string currency = venue_json::settlementCurrency(instrument);
    const double held = position(instrument.id.name).size;
    const double now = positionMargin(instrument, held, market).initial;
    const double then = positionMargin(instrument, held + quantity, market).initial;
    return figures(currency, market).initialMargin - now + then;
}

} // namespace ballast

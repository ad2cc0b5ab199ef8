#include "models/risk/shocked_line.h"

#include "models/market/calendar.h"
#include "models/pricing/greeks.h"
#include "models/risk/aggregate.h"
#include "models/risk/otc_move.h"
#include "models/risk/shocked_terms.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double secondsPerDay = 86400.0;
constexpr double fundingsPerDay = 3.0;
BlackTerms unmovedTerms(const LineCase& c)
{
    const LineValues& v = *c.line->values;
    return {v.forward, *c.line->instrument->strike, v.years, *v.vol, *c.line->instrument->type};
}

// The delivery price is the index on its way then; a slow oracle still shows an earlier one.
double settlementPrice(const LineCase& c, const UnderlyingShock& shock, double horizonDays)
{
    const double at = c.days - shock.oracleDelaySeconds / secondsPerDay;
    return c.indexUsd.value_or(c.line->values->forward) * (1.0 + spotReturnAt(shock, horizonDays, at));
}

double intrinsic(const Instrument& instrument, double price)
{
    const double inTheMoney =
        instrument.type == OptionType::Call ? price - *instrument.strike : *instrument.strike - price;
    return std::max(inTheMoney, 0.0);
}

// Mean notional on the way, as a multiple of today's.
double meanNotional(const UnderlyingShock& shock, double horizonDays)
{
    constexpr int steps = 16;
    double sum = 0.0;
    for (int i = 0; i < steps; ++i)
        sum += 1.0 + spotReturnAt(shock, horizonDays, horizonDays * (i + 0.5) / steps);
    return sum / steps;
}

double fundingUsd(const LineCase& c, const UnderlyingShock& shock, double horizonDays)
{
    if (c.line->instrument->kind != InstrumentKind::Perpetual || shock.funding == 0.0 || horizonDays <= 0.0)
        return 0.0;
    return -c.line->values->exposure.deltaUsd * meanNotional(shock, horizonDays) * shock.funding * fundingsPerDay *
           horizonDays;
}

// Inverse: Q (1 / F - 1 / F') coins at F'. Linear: its price is in a stablecoin, so is the P&L so far.
double deltaOnePnlUsd(const LineCase& c, const UnderlyingShock& shock, double newPriceUsd)
{
    const LineValues& v = *c.line->values;
    const double peg = stablecoinPrice(*c.line->instrument, shock);
    const double coins = v.exposure.deltaCoin;
    if (c.line->instrument->kind == InstrumentKind::Spot || peg == 1.0)
        return v.exposure.deltaUsd * (newPriceUsd / v.forward - 1.0);
    return coins * (newPriceUsd - peg * v.forward) + v.pnlUsd.value_or(0.0) * (peg - 1.0);
}

double settledValueUsd(const LineCase& c, const UnderlyingShock& shock, double price)
{
    const Instrument& instrument = *c.line->instrument;
    if (!isOption(instrument))
        return c.line->values->exposure.valueUsd + deltaOnePnlUsd(c, shock, price);
    const double peg = stablecoinPrice(instrument, shock);
    return c.line->holding.quantity * peg * intrinsic(instrument, price / peg);
}

double optionValueUsd(const LineCase& c, const BlackTerms& terms, double peg)
{
    return c.line->holding.quantity * peg * blackPrice(terms);
}

// The settlement price of a leg that settles on the way, else forward and vol at the horizon.
OtcPoint otcPoint(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    const double years = horizonDays / daysPerYear;
    if (settlesWithin(c, horizonDays))
        return {settlementPrice(c, shock, horizonDays), *c.line->values->vol, years};
    const BlackTerms then = shockedTerms(c, shock, horizonDays, dynamics);
    return {then.forward, then.vol, years};
}

Exposure otcExposureAfter(const LineCase& c, const Greeks& unit, const OtcPoint& point, double valueUsd)
{
    const double coins = c.line->holding.quantity;
    Exposure e = exposureOf(unit, coins, point.forward, valueUsd);
    const double years = std::max(c.line->values->years - point.elapsedYears, 0.0);
    addDeltaShift(e, c.line->values->lean.deltaShift(unit.delta, unit.vega, point.forward, years), coins,
                  point.forward);
    return e;
}

// Where the engine refuses the moved contract its Greeks of now stand in, and the line says so.
ShockedLine revalueOtc(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    const OtcPoint point = otcPoint(c, shock, horizonDays, dynamics);
    const OtcMove move = otcMove(*c.line->values->otc, point);
    ShockedLine result;
    result.pnlUsd = c.line->holding.quantity * move.pnlUsd;
    if (!move.refusal.empty())
        result.estimate = "estimated from Greeks: " + move.refusal;
    const double valueUsd = c.line->values->exposure.valueUsd + result.pnlUsd;
    if (settlesWithin(c, horizonDays)) {
        result.settled = LegSettlement{point.forward, valueUsd};
        return result;
    }
    const auto then = c.line->values->otc->greeksAt(point);
    if (!then && result.estimate.empty())
        result.estimate = "Greeks after are those before: " + then.error().message;
    result.after = otcExposureAfter(c, then ? then->greeks : c.line->values->unit, point, valueUsd);
    return result;
}

} // namespace

double stablecoinPrice(const Instrument& instrument, const UnderlyingShock& shock)
{
    if (instrument.settlement != Settlement::Linear || isOtc(instrument) || shock.stablecoins.empty())
        return 1.0;
    for (const StablecoinPeg& peg : shock.stablecoins) {
        const auto at = instrument.id.name.find(peg.coin);
        const bool named = at != std::string::npos && at > 0;
        const bool plain = instrument.id.name.find("_USD") == std::string::npos && peg.coin == "USDC";
        if (named || plain)
            return peg.priceUsd;
    }
    return 1.0;
}

LineCase lineCase(const RiskLine& line, const MarketSnapshot* market, const VolSurface* surface)
{
    LineCase c{&line, surface, std::nullopt, 0.0};
    if (line.values && line.instrument && line.instrument->expiry)
        c.days = line.values->years * daysPerYear;
    const IndexPrice* index = market && line.instrument ? market->index(line.instrument->underlying) : nullptr;
    if (index && index->priceUsd > 0.0)
        c.indexUsd = index->priceUsd;
    return c;
}

Exposure exposureAfter(const LineCase& c, const Greeks& unit, const BlackTerms& terms, double peg, double valueUsd)
{
    Exposure e = exposureOf(unit, c.line->holding.quantity, terms.forward, valueUsd);
    addDeltaShift(e, c.line->values->lean.deltaShift(unit.delta, unit.vega, terms.forward, terms.years),
                  c.line->holding.quantity, terms.forward);
    // In USD a linear option is peg times one on F / peg: delta stays, what is paid in dollars scales.
    e.deltaUsd *= peg;
    e.gammaUsd1pct *= peg;
    e.vegaUsd *= peg;
    e.thetaUsdDay *= peg;
    e.vannaUsd1pct *= peg;
    e.volgaUsd *= peg;
    return e;
}

BlackTerms shockedTerms(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    ShockedTerms::Memory memory;
    return ShockedTerms(c, dynamics).at(shock, horizonDays, stablecoinPrice(*c.line->instrument, shock), memory);
}

OtcMove shockedOtcMove(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    OtcMove move = otcMove(*c.line->values->otc, otcPoint(c, shock, horizonDays, dynamics));
    move.pnlUsd *= c.line->holding.quantity;
    return move;
}

double shockedPnlUsd(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    const Instrument& instrument = *c.line->instrument;
    const bool option = isOption(instrument);
    if (c.line->values->otc)
        return shockedOtcMove(c, shock, horizonDays, dynamics).pnlUsd;
    if (settlesWithin(c, horizonDays)) {
        const double value = settledValueUsd(c, shock, settlementPrice(c, shock, horizonDays));
        const double before = option ? optionValueUsd(c, unmovedTerms(c), 1.0) : c.line->values->exposure.valueUsd;
        return value - before;
    }
    if (!option) {
        const double price = c.line->values->forward * forwardFactor(c, shock, horizonDays);
        return deltaOnePnlUsd(c, shock, price) + fundingUsd(c, shock, horizonDays);
    }
    const double peg = stablecoinPrice(instrument, shock);
    return optionValueUsd(c, shockedTerms(c, shock, horizonDays, dynamics), peg) -
           optionValueUsd(c, unmovedTerms(c), 1.0);
}

ShockedLine revalueLine(const LineCase& c, const UnderlyingShock& shock, double horizonDays, VolDynamics dynamics)
{
    const Instrument& instrument = *c.line->instrument;
    if (c.line->values->otc)
        return revalueOtc(c, shock, horizonDays, dynamics);
    const Exposure& before = c.line->values->exposure;
    ShockedLine result;
    result.pnlUsd = shockedPnlUsd(c, shock, horizonDays, dynamics);
    if (settlesWithin(c, horizonDays)) {
        const double price = settlementPrice(c, shock, horizonDays);
        result.settled = LegSettlement{price, settledValueUsd(c, shock, price)};
        return result;
    }
    const double valueUsd = before.valueUsd + result.pnlUsd;
    if (isOption(instrument)) {
        const double peg = stablecoinPrice(instrument, shock);
        const BlackTerms terms = shockedTerms(c, shock, horizonDays, dynamics);
        result.after = exposureAfter(c, optionGreeks(terms, instrument.settlement), terms, peg, valueUsd);
        return result;
    }
    const double price = c.line->values->forward * forwardFactor(c, shock, horizonDays);
    const double coins = isQuantityInUsd(instrument) ? c.line->holding.quantity / price : before.deltaCoin;
    result.after = exposureOf(deltaOneGreeks(price), coins, price, valueUsd);
    return result;
}

} // namespace ballast

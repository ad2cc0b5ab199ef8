#include "models/market/instrument.h"

namespace ballast {
namespace {

// Contract terms of Deribit's contract pages; a feed's own get_instruments values replace them.
void applyInverseOptionTerms(Instrument& instrument)
{
    instrument.tick = {0.0001, {{0.005, 0.0005}}};
    instrument.minTradeAmount = instrument.underlying == "BTC" ? 0.1 : 1.0;
    instrument.contractSize = 1.0;
    instrument.takerFee = 0.0003;
    instrument.makerFee = 0.0003;
}

void applyLinearOptionTerms(Instrument& instrument)
{
    const bool btc = instrument.underlying == "BTC";
    const bool eth = instrument.underlying == "ETH";
    instrument.tick = {btc ? 5.0 : (eth ? 0.2 : 0.01), {}};
    instrument.minTradeAmount = btc ? 0.01 : (eth ? 0.1 : 1.0);
    instrument.contractSize = instrument.minTradeAmount;
    instrument.takerFee = 0.0003;
    instrument.makerFee = 0.0003;
}

void applyFutureTerms(Instrument& instrument)
{
    const bool inverse = instrument.settlement == Settlement::Inverse;
    const bool btc = instrument.underlying == "BTC";
    instrument.tick = {btc ? 0.5 : 0.05, {}};
    instrument.minTradeAmount = inverse ? (btc ? 10.0 : 1.0) : (btc ? 0.001 : 0.01);
    instrument.contractSize = instrument.minTradeAmount;
    instrument.takerFee = 0.0005;
    instrument.makerFee = 0.0;
}

} // namespace

double TickSchedule::at(double price) const
{
    double tick = base;
    for (const Step& step : steps) {
        if (price >= step.above)
            tick = step.tick;
    }
    return tick;
}

bool isOption(const Instrument& instrument)
{
    return instrument.kind == InstrumentKind::Option;
}

bool isOtc(const Instrument& instrument)
{
    return instrument.kind == InstrumentKind::Otc;
}

bool isQuantityInUsd(const Instrument& instrument)
{
    return instrument.settlement == Settlement::Inverse &&
           (instrument.kind == InstrumentKind::Future || instrument.kind == InstrumentKind::Perpetual);
}

Instrument withDeribitTerms(Instrument instrument)
{
    switch (instrument.kind) {
    case InstrumentKind::Option:
        if (instrument.settlement == Settlement::Inverse)
            applyInverseOptionTerms(instrument);
        else
            applyLinearOptionTerms(instrument);
        break;
    case InstrumentKind::Future:
    case InstrumentKind::Perpetual:
        applyFutureTerms(instrument);
        break;
    case InstrumentKind::Otc: // no venue, no terms
        break;
    case InstrumentKind::Spot:
        instrument.tick = {0.01, {}};
        instrument.minTradeAmount = 0.0001;
        instrument.takerFee = 0.0;
        break;
    }
    return instrument;
}

const char* kindWord(InstrumentKind kind)
{
    switch (kind) {
    case InstrumentKind::Spot:
        return "spot";
    case InstrumentKind::Future:
        return "future";
    case InstrumentKind::Perpetual:
        return "perpetual";
    case InstrumentKind::Option:
        return "option";
    case InstrumentKind::Otc:
        return "otc";
    }
    return "unknown";
}

const char* settlementWord(Settlement value)
{
    return value == Settlement::Inverse ? "inverse" : "linear";
}

} // namespace ballast

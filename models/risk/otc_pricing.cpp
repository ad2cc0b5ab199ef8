#include "models/risk/otc_pricing.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"
#include "models/risk/aggregate.h"
#include "models/risk/forward_choice.h"

#include <fmt/format.h>

#include <cmath>

namespace ballast {
namespace {

// The average's fixings before and after now; an error where the book does not say what the past ones were.
Status setFixings(OtcContract& contract, const Instrument& option, const OtcHolding& holding, Timestamp asOf)
{
    const auto fixings = fixingsOf(option);
    for (const Timestamp at : fixings) {
        if (at > asOf)
            contract.fixingYears.push_back(yearsBetween(asOf, at));
        else
            ++contract.pastFixings;
    }
    if (contract.pastFixings == 0)
        return Done{};
    if (!holding.fixedAverageUsd)
        return Error{Errc::Undetermined,
                     fmt::format("{} of {} fixings have passed: write their average into the book's column "
                                 "fixed_average",
                                 contract.pastFixings, fixings.size())};
    contract.pastAverage = *holding.fixedAverageUsd;
    return Done{};
}

Result<OtcContract> contractOf(const RiskInputs& inputs, const Instrument& option, const OtcHolding& holding)
{
    const MarketSnapshot& market = *inputs.market;
    const VolSurface* surface = surfaceFor(inputs.surfaces, option.underlying);
    const IndexPrice* index = market.index(option.underlying);
    const auto forward = expiryForward(market, option.underlying, *option.expiry, surface);
    if (index == nullptr || !(index->priceUsd > 0.0) || !forward)
        return Error{Errc::NoQuote,
                     fmt::format("no index or forward of {}: the contract is watched on the index", option.underlying)};
    const auto vol = surface != nullptr ? surface->vol(*option.strike, *option.expiry) : std::nullopt;
    if (!vol || !(*vol > 0.0))
        return Error{Errc::NoQuote, fmt::format("no fitted surface of {} gives a vol at strike {} for {}",
                                                option.underlying, *option.strike, expiryLabel(*option.expiry))};
    return otcContract(option, holding, {market.asOf, index->priceUsd, *forward, *vol});
}

Result<LineValues> priceOtc(const RiskInputs& inputs, const Instrument& option, const Position& position)
{
    if (*option.expiry <= inputs.market->asOf)
        return Error{Errc::Expired, fmt::format("{} expired at {}", option.id.name, toIso8601(*option.expiry))};
    if (!inputs.otc)
        return Error{Errc::Unsupported, "OTC options are not priced here: no engine for them on this path"};
    const OtcHolding holding = position.otc.value_or(OtcHolding{});
    const auto contract = contractOf(inputs, option, holding);
    if (!contract)
        return contract.error();
    const auto priced = otcGreeks(*inputs.otc, *contract, holding.engine);
    const auto scenario = otcPrice(*inputs.otc, *contract, scenarioEngine(contract->terms));
    if (!priced || !scenario)
        return priced ? scenario.error() : priced.error();

    LineValues values;
    values.unit = priced->greeks;
    values.mark = priced->greeks.priceUsd;
    values.markUsd = values.mark;
    values.forward = contract->forward;
    values.years = contract->years;
    values.vol = contract->vol;
    values.exposure = exposureOf(values.unit, position.quantity, values.forward, position.quantity * values.mark);
    if (position.averagePrice)
        values.pnlUsd = (values.mark - *position.averagePrice) * position.quantity;
    values.priceSource = PriceSource::Model;
    values.volSource = VolSource::Surface;
    values.otc = OtcLine{inputs.otc, *contract, holding.engine, values.unit, scenario->usd, priced->standardErrorUsd};
    applyDeltaRule(values, inputs, option, position.quantity);
    return values;
}

} // namespace

Result<OtcContract> otcContract(const Instrument& option, const OtcHolding& holding, const OtcMarket& market)
{
    OtcContract contract;
    contract.terms = *option.otc;
    contract.type = *option.type;
    contract.strike = *option.strike;
    contract.spot = market.indexUsd;
    contract.forward = market.forwardUsd;
    contract.years = yearsBetween(market.asOf, *option.expiry);
    contract.vol = market.vol;
    contract.barrierHit = holding.barrierHit;
    if (const Status fixed = setFixings(contract, option, holding, market.asOf); !fixed)
        return fixed.error();
    return contract;
}

RiskLine priceOtcLine(const RiskInputs& inputs, RiskLine line)
{
    const auto option = parseOtcName(line.holding.instrument.name);
    if (!option) {
        line.values = option.error();
        return line;
    }
    line.instrument = *option;
    line.quotedAt = inputs.market->asOf;
    line.values = priceOtc(inputs, *option, line.holding);
    return line;
}

void applyDeltaRule(LineValues& values, const RiskInputs& inputs, const Instrument& option, double quantity)
{
    values.lean = smileLean(inputs.delta, option.underlying, surfaceFor(inputs.surfaces, option.underlying),
                            *option.strike, *option.expiry);
    values.deltaShift = values.lean.deltaShift(values.unit.delta, values.unit.vega, values.forward, values.years);
    addDeltaShift(values.exposure, values.deltaShift, quantity, values.forward);
}

} // namespace ballast

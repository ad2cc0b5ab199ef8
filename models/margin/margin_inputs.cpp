#include "models/margin/margin_inputs.h"

#include "models/margin/revaluation.h"

#include <algorithm>
#include <map>
#include <set>

namespace ballast {
namespace {

// The perpetual first, then the nearest expiry: the price nearest to spot.
std::map<std::string, double> indices(const RiskReport& report)
{
    std::map<std::string, double> known;
    for (const UnderlyingRisk& u : report.byUnderlying) {
        if (u.indexUsd && *u.indexUsd > 0.0)
            known[u.underlying] = *u.indexUsd;
    }
    std::map<std::string, std::pair<double, double>> nearest; // years, forward
    for (const RiskLine& line : report.lines) {
        if (!line.values || known.contains(line.instrument->underlying))
            continue;
        const auto [at, fresh] =
            nearest.try_emplace(line.instrument->underlying, line.values->years, line.values->forward);
        if (!fresh && line.values->years < at->second.first)
            at->second = {line.values->years, line.values->forward};
    }
    for (const auto& [underlying, price] : nearest)
        known[underlying] = price.second;
    return known;
}

double coinsOf(const Instrument& instrument, double quantity, double mark)
{
    return isQuantityInUsd(instrument) ? quantity / mark : quantity;
}

// Of coins (1 + move) by the forward: P&L of an inverse contract is in coin and moves with the coin.
double movedUnrealisedUsd(const MarginLeg& leg, double move)
{
    const double carried = leg.settlement == Settlement::Inverse ? leg.unrealisedUsd * (1.0 + move) : leg.unrealisedUsd;
    return carried + leg.coins * leg.forwardUsd * move;
}

} // namespace

MarginLeg unitLeg(const Instrument& instrument, const LineValues& values, double indexUsd)
{
    MarginLeg leg;
    leg.instrument = instrument.id.name;
    leg.underlying = instrument.underlying;
    leg.kind = instrument.kind;
    leg.settlement = instrument.settlement;
    leg.expiry = instrument.expiry;
    if (isOption(instrument))
        leg.option = OptionTerms{*instrument.strike, *instrument.type, *values.vol};
    leg.coins = 1.0;
    leg.quantity = isQuantityInUsd(instrument) ? values.mark : 1.0;
    leg.indexUsd = indexUsd;
    leg.forwardUsd = values.forward;
    leg.years = values.years;
    leg.markUsd = values.markUsd;
    leg.delta = values.unit.delta;
    return leg;
}

MarginLeg resized(MarginLeg leg, double coins)
{
    const double share = leg.coins != 0.0 ? coins / leg.coins : 0.0;
    leg.coins = coins;
    leg.quantity *= share;
    leg.unrealisedUsd *= share;
    return leg;
}

MarginInputs marginInputs(const RiskReport& report)
{
    const auto index = indices(report);
    MarginInputs inputs;
    std::map<InstrumentId, std::size_t> known;
    for (const RiskLine& line : report.lines) {
        if (!line.values || isOtc(*line.instrument)) { // what no venue lists, no venue margins
            ++inputs.linesLeftOut;
            continue;
        }
        const auto [at, fresh] = known.try_emplace(line.holding.instrument, inputs.legs.size());
        if (fresh) {
            const MarginLeg unit = unitLeg(*line.instrument, *line.values, index.at(line.instrument->underlying));
            inputs.legs.push_back(resized(unit, 0.0));
        }
        MarginLeg& leg = inputs.legs[at->second];
        leg.quantity += line.holding.quantity;
        leg.coins += coinsOf(*line.instrument, line.holding.quantity, line.values->mark);
        if (line.instrument->kind == InstrumentKind::Future || line.instrument->kind == InstrumentKind::Perpetual)
            leg.unrealisedUsd += line.values->pnlUsd.value_or(0.0);
    }
    return inputs;
}

std::vector<MarginLeftOut> leftOutOfMargin(const RiskReport& report)
{
    std::vector<MarginLeftOut> leftOut;
    for (const RiskLine& line : report.lines) {
        if (line.instrument && isOtc(*line.instrument))
            leftOut.push_back({line.holding.instrument.name, "not listed: no venue margin"});
        else if (!line.values)
            leftOut.push_back({line.holding.instrument.name, line.values.error().message});
    }
    return leftOut;
}

MarginInputs movedInputs(const MarginInputs& inputs, double move)
{
    MarginInputs moved = inputs;
    for (MarginLeg& leg : moved.legs) {
        if (leg.option) {
            const double now = optionValueUsd(leg, 0.0, leg.option->vol);
            leg.markUsd = std::max(leg.markUsd + optionValueUsd(leg, move, leg.option->vol) - now, 0.0);
        } else {
            if (leg.kind != InstrumentKind::Spot)
                leg.unrealisedUsd = movedUnrealisedUsd(leg, move);
            leg.markUsd *= 1.0 + move;
        }
        leg.indexUsd *= 1.0 + move;
        leg.forwardUsd *= 1.0 + move;
        if (leg.option) {
            const BlackTerms terms{leg.forwardUsd, leg.option->strike, leg.years, leg.option->vol, leg.option->type};
            leg.delta = blackValues(terms).delta;
        } else if (leg.settlement == Settlement::Inverse && leg.kind != InstrumentKind::Spot) {
            leg.coins /= 1.0 + move; // the USD size is what stays
        }
    }
    return moved;
}

std::vector<MarginLeg> legsOf(const MarginInputs& inputs, const std::string& underlying)
{
    std::vector<MarginLeg> legs;
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.underlying == underlying)
            legs.push_back(leg);
    }
    return legs;
}

std::vector<std::string> underlyingsOf(const MarginInputs& inputs)
{
    std::set<std::string> names;
    for (const MarginLeg& leg : inputs.legs)
        names.insert(leg.underlying);
    return {names.begin(), names.end()};
}

} // namespace ballast

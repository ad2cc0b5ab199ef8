#include "models/margin/deribit_standard.h"

#include "models/margin/revaluation.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

double usdPerSettlementUnit(const MarginLeg& leg)
{
    return leg.settlement == Settlement::Inverse ? leg.indexUsd : 1.0;
}

// Per coin of a short option, in shares of the underlying; the mark likewise (spec B1, options table).
StandardRequirement shortOption(const MarginLeg& leg, const DeribitOptionRates& rates)
{
    const double forward = leg.forwardUsd;
    const double mark = leg.markUsd / (leg.settlement == Settlement::Inverse ? forward : leg.indexUsd);
    const bool call = leg.option->type == OptionType::Call;
    const double outOfMoney =
        std::max(call ? leg.option->strike - forward : forward - leg.option->strike, 0.0) / forward;
    const double initial = std::max(rates.initialBase - outOfMoney, rates.initialLeast) + mark;
    if (call)
        return {initial, rates.maintenanceCall + mark};
    const double maintenance = std::max(rates.maintenancePut, rates.maintenancePut * mark) + mark;
    return {std::max(initial, maintenance), maintenance};
}

StandardRequirement future(const MarginLeg& leg, const DeribitFutureRates& rates)
{
    const double coins = std::abs(leg.coins);
    const double units = leg.settlement == Settlement::Inverse ? coins : coins * leg.markUsd;
    const double growth = rates.incrementPerCoin * coins;
    return {(rates.initial + growth) * units, (rates.maintenance + growth) * units};
}

StandardRequirement usd(const MarginLeg& leg, const DeribitStandardParameters& parameters)
{
    const StandardRequirement r = deribitStandardRequirement(leg, parameters);
    const double factor = usdPerSettlementUnit(leg);
    return {r.initial * factor, r.maintenance * factor};
}

} // namespace

StandardRequirement deribitStandardRequirement(const MarginLeg& leg, const DeribitStandardParameters& parameters)
{
    if (leg.kind == InstrumentKind::Spot)
        return {};
    if (!leg.option)
        return future(leg, parameters.future(leg.underlying));
    if (leg.coins >= 0.0)
        return {};
    const StandardRequirement perCoin = shortOption(leg, parameters.options);
    const double units =
        -leg.coins * (leg.settlement == Settlement::Inverse ? 1.0 : leg.indexUsd) * openMarginShare(leg);
    return {units * perCoin.initial, units * perCoin.maintenance};
}

MarginLevel DeribitStandardMargin::level(const MarginInputs& inputs) const
{
    MarginLevel sum;
    for (const MarginLeg& leg : inputs.legs) {
        const StandardRequirement r = usd(leg, m_parameters);
        sum.initialUsd += r.initial;
        sum.maintenanceUsd += r.maintenance;
    }
    sum.balanceInitialUsd = sum.balanceMaintenanceUsd = balanceUsd(inputs, OptionValue::Ignored);
    return sum;
}

MarginReport DeribitStandardMargin::report(const MarginInputs& inputs) const
{
    MarginReport report;
    const MarginLevel total = level(inputs);
    report.model = word();
    report.parametersAsOf = m_parameters.asOf;
    report.initialUsd = total.initialUsd;
    report.maintenanceUsd = total.maintenanceUsd;
    report.balanceInitialUsd = report.balanceMaintenanceUsd = total.balanceInitialUsd;
    report.linesLeftOut = inputs.linesLeftOut;

    std::map<std::pair<std::string, bool>, MarginComponent> parts;
    bool otherCoin = false;
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.kind == InstrumentKind::Spot)
            continue;
        const StandardRequirement r = deribitStandardRequirement(leg, m_parameters);
        MarginComponent& part = parts[{leg.underlying, leg.option.has_value()}];
        part.name = leg.option ? "short options" : "futures and perpetuals";
        part.underlying = leg.underlying;
        part.usd += r.initial * usdPerSettlementUnit(leg);
        if (leg.settlement == Settlement::Inverse)
            part.coin = part.coin.value_or(0.0) + r.initial;
        otherCoin = otherCoin || (leg.underlying != "BTC" && leg.underlying != "ETH");
    }
    for (auto& [key, part] : parts)
        report.components.push_back(std::move(part));
    addStandalone(report, *this, inputs);
    if (otherCoin)
        report.caveats.emplace_back("UNCONFIRMED: rates for options and futures of coins other than BTC, ETH and SOL");
    return report;
}

namespace {

// The term of a leg, made where there is none yet. A future's rate grows with its size: taken at the leg's.
MarginTerm& termOf(MarginGroup& group, const MarginLeg& leg, std::size_t candidates,
                   const DeribitStandardParameters& parameters)
{
    const auto at = std::ranges::find(group.terms, leg.instrument, &MarginTerm::name);
    if (at != group.terms.end())
        return *at;
    constexpr double leastSize = 1e-9;
    const double size = leg.option ? 1.0 : std::max(std::abs(leg.coins), leastSize);
    const StandardRequirement r = usd(resized(leg, -size), parameters);
    group.terms.push_back({leg.instrument, leg.option ? MarginTermShape::ShortOnly : MarginTermShape::Absolute,
                           r.initial / size, r.maintenance / size, 0.0, std::vector<double>(candidates, 0.0)});
    return group.terms.back();
}

} // namespace

MarginRows DeribitStandardMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    MarginGroup group;
    group.name = "positions";
    for (const MarginLeg& leg : book.legs) {
        if (leg.kind != InstrumentKind::Spot)
            termOf(group, leg, candidates.size(), m_parameters).bookCoins += leg.coins;
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].kind != InstrumentKind::Spot)
            termOf(group, candidates[i], candidates.size(), m_parameters).unitCoins[i] = candidates[i].coins;
    }
    MarginRows rows;
    rows.groups.push_back(std::move(group));
    rows.kind = MarginRowsKind::AtMost;
    rows.limits.emplace_back("a future's margin rate grows with its size: the rows take it at the book's size");
    return rows;
}

} // namespace ballast

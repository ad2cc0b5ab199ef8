#include "models/margin/deribit_standard.h"

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
    StandardRequirement r = deribitStandardRequirement(leg, parameters);
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
    const double units = -leg.coins * (leg.settlement == Settlement::Inverse ? 1.0 : leg.indexUsd);
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

MarginRows DeribitStandardMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    MarginRows rows;
    MarginGroup group;
    group.name = "positions";
    std::map<std::string, std::size_t> termOf;
    const auto termFor = [&](const MarginLeg& leg) -> MarginTerm* {
        if (leg.kind == InstrumentKind::Spot)
            return nullptr;
        const auto [at, fresh] = termOf.try_emplace(leg.instrument, group.terms.size());
        if (fresh) {
            // A future's rate grows with its size: taken at the size that the book holds.
            const double size = leg.option ? 1.0 : std::max(std::abs(leg.coins), 1e-9);
            const StandardRequirement perCoin = usd(resized(leg, leg.option ? -1.0 : size), m_parameters);
            group.terms.push_back({leg.instrument, leg.option ? MarginTermShape::ShortOnly : MarginTermShape::Absolute,
                                   perCoin.initial / size, perCoin.maintenance / size, 0.0,
                                   std::vector<double>(candidates.size(), 0.0)});
        }
        return &group.terms[at->second];
    };
    for (const MarginLeg& leg : book.legs) {
        if (MarginTerm* term = termFor(leg))
            term->bookCoins += leg.coins;
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (MarginTerm* term = termFor(candidates[i]))
            term->unitCoins[i] = candidates[i].coins;
    }
    rows.groups.push_back(std::move(group));
    rows.kind = MarginRowsKind::AtMost;
    rows.limits.emplace_back("a future's margin rate grows with its size: the rows take it at the book's size");
    return rows;
}

} // namespace ballast

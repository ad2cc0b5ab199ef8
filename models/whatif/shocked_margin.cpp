#include "models/whatif/shocked_margin.h"

#include "models/risk/shocked_terms.h"

#include <algorithm>
#include <map>

namespace ballast {
namespace {

// One instrument at the horizon.
struct MovedLeg
{
    MarginLeg leg;
    std::optional<double> settledUsd; // of the whole leg: it is cash
};

std::map<std::string, LineCase> casesByInstrument(const PricedBook& book)
{
    std::map<std::string, LineCase> cases;
    for (const LineCase& c : lineCases(book.inputs()))
        cases.emplace(c.line->holding.instrument.name, c);
    return cases;
}

void moveOption(MarginLeg& leg, const LineCase& c, const UnderlyingShock& shock, const Scenario& scenario)
{
    const double peg = stablecoinPrice(*c.line->instrument, shock);
    const BlackTerms now{leg.forwardUsd, leg.option->strike, leg.years, leg.option->vol, leg.option->type};
    const BlackTerms then = shockedTerms(c, shock, scenario.horizonDays, scenario.dynamics);
    leg.markUsd = std::max(leg.markUsd + peg * blackPrice(then) - blackPrice(now), 0.0);
    leg.forwardUsd = then.forward * peg;
    leg.option->vol = then.vol;
    leg.years = then.years;
    leg.delta = blackValues(then).delta;
}

// P&L of an inverse contract so far is in coin and moves with the coin, of a linear one in its stablecoin.
void moveDeltaOne(MarginLeg& leg, const LineCase& c, const UnderlyingShock& shock, const Scenario& scenario)
{
    const double factor = forwardFactor(c, shock, scenario.horizonDays);
    if (leg.kind != InstrumentKind::Spot) {
        const double pnl = shockedPnlUsd(c, shock, scenario.horizonDays, scenario.dynamics);
        const double share = c.line->holding.quantity != 0.0 ? leg.quantity / c.line->holding.quantity : 0.0;
        const bool inverse = leg.settlement == Settlement::Inverse;
        leg.unrealisedUsd = leg.unrealisedUsd * (inverse ? factor : 1.0) + pnl * share;
        if (inverse)
            leg.coins /= factor; // the USD size is what stays
    }
    leg.markUsd *= factor;
    leg.forwardUsd *= factor;
    leg.years = std::max(leg.years - scenario.horizonDays / 365.0, 0.0);
}

MovedLeg movedLeg(MarginLeg leg, const LineCase& c, const Scenario& scenario)
{
    const UnderlyingShock shock = shockFor(scenario, leg.underlying);
    if (settlesWithin(c, scenario.horizonDays)) {
        const ShockedLine line = revalueLine(c, shock, scenario.horizonDays, scenario.dynamics);
        const double share = c.line->holding.quantity != 0.0 ? leg.quantity / c.line->holding.quantity : 0.0;
        return {std::move(leg), line.settled->valueUsd * share};
    }
    if (leg.option)
        moveOption(leg, c, shock, scenario);
    else
        moveDeltaOne(leg, c, shock, scenario);
    leg.indexUsd *= 1.0 + shock.spot;
    return {std::move(leg), std::nullopt};
}

double stablePrice(const Scenario& scenario)
{
    double price = 1.0;
    for (const UnderlyingShock& shock : scenario.shocks) {
        for (const StablecoinPeg& peg : shock.stablecoins)
            price = std::min(price, peg.priceUsd);
    }
    return price;
}

} // namespace

MarginInputs shockedMarginInputs(const PricedBook& book, const Scenario& scenario)
{
    const auto cases = casesByInstrument(book);
    MarginInputs inputs = marginInputs(*book.report);
    inputs.cashUsd = book.cashUsd;
    inputs.stableUsd *= stablePrice(scenario);
    std::vector<MarginLeg> legs;
    for (MarginLeg& leg : inputs.legs) {
        MovedLeg moved = movedLeg(leg, cases.at(leg.instrument), scenario);
        if (moved.settledUsd)
            inputs.cashUsd += *moved.settledUsd;
        else
            legs.push_back(std::move(moved.leg));
    }
    inputs.legs = std::move(legs);
    return inputs;
}

MarginAfter marginAfter(const MarginLevel& level)
{
    MarginAfter after{level, std::nullopt, std::nullopt};
    if (level.balanceInitialUsd > 0.0)
        after.initialShare = level.initialUsd / level.balanceInitialUsd;
    if (level.balanceMaintenanceUsd > 0.0)
        after.maintenanceShare = level.maintenanceUsd / level.balanceMaintenanceUsd;
    return after;
}

MarginAfter marginAfter(const MarginModel& model, const PricedBook& book, const Scenario& scenario)
{
    return marginAfter(model.level(shockedMarginInputs(book, scenario)));
}

} // namespace ballast

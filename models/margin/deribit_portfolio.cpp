#include "models/margin/deribit_portfolio.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast {
namespace {

using PairKey = std::pair<std::string, Settlement>;

// Spot is collateral, not a position of the matrix.
std::map<PairKey, std::vector<MarginLeg>> legsByPair(const MarginInputs& inputs)
{
    std::map<PairKey, std::vector<MarginLeg>> groups;
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.kind != InstrumentKind::Spot)
            groups[{leg.underlying, leg.settlement}].push_back(leg);
    }
    return groups;
}

double netDeltaShock(const std::vector<MarginLeg>& legs, const DeribitPair& pair)
{
    double longOptions = 0.0;
    double others = 0.0;
    for (const MarginLeg& leg : legs)
        (leg.option && leg.coins > 0.0 ? longOptions : others) += leg.coins * leg.delta;
    return deltaShock(shockedDelta(longOptions, others), pair.indexUsd, pair.parameters);
}

// Absolute net deltas of each expiry, perpetuals being one of their own.
double rollShockOf(const std::vector<MarginLeg>& legs, const DeribitCurrencyParameters& currency)
{
    struct Net
    {
        double coins = 0.0;
        double years = 0.0;
    };
    std::map<std::optional<Timestamp>, Net> nets;
    for (const MarginLeg& leg : legs) {
        Net& net = nets[leg.expiry];
        net.coins += leg.coins * leg.delta;
        net.years = leg.years;
    }
    double sum = 0.0;
    for (const auto& [expiry, net] : nets)
        sum += std::abs(net.coins) * rollRate(currency, net.years);
    return sum;
}

void addVector(std::vector<double>& sum, const std::vector<double>& part)
{
    for (std::size_t i = 0; i < sum.size(); ++i)
        sum[i] += part[i];
}

void findWorst(DeribitPairMargin& margin)
{
    const auto lowest = std::ranges::min_element(margin.after);
    if (lowest == margin.after.end() || *lowest >= 0.0)
        return;
    margin.worst = static_cast<std::size_t>(lowest - margin.after.begin());
    margin.worstCase = std::round(-*lowest * 1e9) / 1e9;
}

void addComponents(MarginReport& report, const DeribitPairMargin& m)
{
    const auto add = [&](const char* name, double units) {
        MarginComponent part{name, m.pair.underlying, {}, units * m.pair.usdPerUnit()};
        if (m.pair.settlement == Settlement::Inverse)
            part.coin = units;
        report.components.push_back(std::move(part));
    };
    add("worst case", m.worstCase);
    add("delta shock", m.deltaShock);
    add("roll shock", m.rollShock);
}

const DeribitPairMargin* largest(const std::vector<DeribitPairMargin>& pairs)
{
    const DeribitPairMargin* worst = nullptr;
    for (const DeribitPairMargin& m : pairs) {
        const bool larger =
            worst == nullptr || m.worstCase * m.pair.usdPerUnit() > worst->worstCase * worst->pair.usdPerUnit();
        if (m.worst && larger)
            worst = &m;
    }
    return worst;
}

std::vector<std::string> caveatsFor(const std::vector<DeribitPairMargin>& pairs,
                                    const DeribitPortfolioParameters& parameters)
{
    std::vector<std::string> caveats{
        "UNCONFIRMED: order of the vol scenarios within a price move, floor of one day in the vol shock",
        "UNCONFIRMED: delta shock and growth of the roll shock with time follow a public re-implementation",
        "Open orders and market maker protection are not in the book and add to the venue's initial margin"};
    if (pairs.size() > 1)
        caveats.emplace_back("UNCONFIRMED: several currencies: their margins are added, no offset between them");
    for (const DeribitPairMargin& m : pairs) {
        if (m.pair.settlement == Settlement::Linear)
            caveats.emplace_back("UNCONFIRMED: " + m.pair.name() + ": extended table of linear contracts in dollars");
        if (!parameters.knows(m.pair.underlying))
            caveats.emplace_back("UNCONFIRMED: parameters of " + m.pair.underlying + " are those of ETH");
    }
    return caveats;
}

// A position's P&L in the worst scenario of the book, USD.
void addWorstPnl(MarginReport& report, const MarginInputs& inputs, const DeribitPairMargin& worst)
{
    for (std::size_t i = 0; i < inputs.legs.size(); ++i) {
        const MarginLeg& leg = inputs.legs[i];
        if (leg.kind == InstrumentKind::Spot || leg.underlying != worst.pair.underlying ||
            leg.settlement != worst.pair.settlement)
            continue;
        report.perPosition[i].worstPnlUsd = riskVector(leg, worst.pair)[*worst.worst] * worst.pair.usdPerUnit();
    }
}

MarginRow rowOf(const DeribitPairMargin& m, std::size_t scenario, std::size_t candidates)
{
    const MatrixScenario& s = m.pair.scenarios[scenario];
    MarginRow row;
    row.name = scenarioName(s);
    row.index = s.index;
    row.move = s.move;
    row.vol = s.vol;
    row.constantUsd = -s.dampener * m.pair.usdPerUnit();
    row.bookLossUsd = -m.sum[scenario] * m.pair.usdPerUnit();
    row.unitLossUsd.assign(candidates, 0.0);
    return row;
}

MarginTerm& rollTerm(MarginGroup& group, const DeribitPair& pair, const MarginLeg& leg, std::size_t candidates,
                     double maintenanceFactor)
{
    const std::string name = leg.expiry ? "roll " + toIso8601(*leg.expiry) : "roll perpetual";
    const auto at = std::ranges::find(group.terms, name, &MarginTerm::name);
    if (at != group.terms.end())
        return *at;
    const double rate = rollRate(pair.currency, leg.years) * pair.usdPerUnit();
    group.terms.push_back(
        {name, MarginTermShape::Absolute, rate, rate * maintenanceFactor, 0.0, std::vector<double>(candidates, 0.0)});
    return group.terms.back();
}

} // namespace

DeribitPairMargin deribitPairMargin(const std::vector<MarginLeg>& legs, const DeribitPortfolioParameters& parameters)
{
    DeribitPairMargin m;
    const MarginLeg& first = legs.front();
    m.pair = deribitPair(parameters, first.underlying, first.settlement, first.indexUsd);
    m.sum.assign(m.pair.scenarios.size(), 0.0);
    for (const MarginLeg& leg : legs) {
        m.vectors.push_back(riskVector(leg, m.pair));
        addVector(m.sum, m.vectors.back());
    }
    m.after = aggregated(m.sum, m.pair);
    findWorst(m);
    m.deltaShock = netDeltaShock(legs, m.pair);
    m.rollShock = rollShockOf(legs, m.pair.currency);
    return m;
}

std::vector<DeribitPairMargin> DeribitPortfolioMargin::pairs(const MarginInputs& inputs) const
{
    std::vector<DeribitPairMargin> pairs;
    for (const auto& [key, legs] : legsByPair(inputs))
        pairs.push_back(deribitPairMargin(legs, m_parameters));
    return pairs;
}

MarginLevel DeribitPortfolioMargin::level(const MarginInputs& inputs) const
{
    MarginLevel sum;
    for (const DeribitPairMargin& m : pairs(inputs))
        sum.initialUsd += m.riskMatrixMargin() * m.pair.usdPerUnit();
    sum.maintenanceUsd = m_parameters.maintenanceFactor * sum.initialUsd;
    sum.balanceMaintenanceUsd = sum.balanceInitialUsd = balanceUsd(inputs, OptionValue::Counts);
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.kind == InstrumentKind::Spot)
            sum.balanceInitialUsd -=
                m_parameters.currency(leg.underlying, Settlement::Inverse).haircut * leg.coins * leg.indexUsd;
    }
    return sum;
}

MarginReport DeribitPortfolioMargin::report(const MarginInputs& inputs) const
{
    const std::vector<DeribitPairMargin> all = pairs(inputs);
    const MarginLevel total = level(inputs);
    MarginReport report;
    report.model = word();
    report.parametersAsOf = m_parameters.asOf;
    report.initialUsd = total.initialUsd;
    report.maintenanceUsd = total.maintenanceUsd;
    report.balanceInitialUsd = total.balanceInitialUsd;
    report.balanceMaintenanceUsd = total.balanceMaintenanceUsd;
    report.linesLeftOut = inputs.linesLeftOut;
    for (const DeribitPairMargin& m : all)
        addComponents(report, m);
    addStandalone(report, *this, inputs);
    if (const DeribitPairMargin* worst = largest(all)) {
        const MatrixScenario& s = worst->pair.scenarios[*worst->worst];
        report.worstScenario =
            WorstScenario{s.index, s.move, s.vol, scenarioName(s), -worst->worstCase * worst->pair.usdPerUnit()};
        addWorstPnl(report, inputs, *worst);
    }
    report.caveats = caveatsFor(all, m_parameters);
    return report;
}

MarginRows DeribitPortfolioMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    // A candidate's pair exists even where the book has nothing in it.
    MarginInputs everything = book;
    for (const MarginLeg& candidate : candidates)
        everything.legs.push_back(resized(candidate, 0.0));

    MarginRows rows;
    for (const auto& [key, legs] : legsByPair(everything)) {
        const DeribitPairMargin m = deribitPairMargin(legs, m_parameters);
        MarginGroup group;
        group.name = m.pair.name();
        group.maintenanceFactor = m_parameters.maintenanceFactor;
        for (std::size_t s = 0; s < m.pair.scenarios.size(); ++s)
            group.rows.push_back(rowOf(m, s, candidates.size()));
        for (const MarginLeg& leg : legs)
            rollTerm(group, m.pair, leg, candidates.size(), m_parameters.maintenanceFactor).bookCoins +=
                leg.coins * leg.delta;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            const MarginLeg& unit = candidates[i];
            if (PairKey{unit.underlying, unit.settlement} != key || unit.kind == InstrumentKind::Spot)
                continue;
            const std::vector<double> vector = riskVector(unit, m.pair);
            for (std::size_t s = 0; s < vector.size(); ++s)
                group.rows[s].unitLossUsd[i] = -vector[s] * m.pair.usdPerUnit();
            rollTerm(group, m.pair, unit, candidates.size(), m_parameters.maintenanceFactor).unitCoins[i] =
                unit.coins * unit.delta;
        }
        rows.groups.push_back(std::move(group));
    }
    rows.limits.emplace_back("the delta shock, zero below 20 million USD of delta, is not in the rows");
    return rows;
}

} // namespace ballast

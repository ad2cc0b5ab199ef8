#include "models/hedging/constraints.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double leastShareOfCost = 0.1;
constexpr double insideTolerance = 1e-8; // share of the larger of bound and exposure

// Carry is part of the cost, but no hedge is put on to earn it: a segment never costs less than a share of spread and
// fee.
std::vector<LegSegment> segmentsOf(const CostCurve& curve, double most, double coinsPerUnit, double carryUsd)
{
    std::vector<LegSegment> segments;
    double left = most;
    for (const CostSegment& segment : curve.segments) {
        const double take = std::min(segment.quantity, left);
        if (take <= 0.0)
            break;
        const double trading = segment.costUsd();
        const double cost = trading > 0.0 ? std::max(trading + carryUsd, leastShareOfCost * trading) : trading;
        segments.push_back({take * coinsPerUnit, cost / coinsPerUnit});
        left -= take;
    }
    return segments;
}

double lineExposure(const Band& band, const Instrument& instrument, const LineValues& values, const DeltaRule& delta)
{
    return band.kind == BandKind::Delta ? delta.deltaCoin(instrument, values)
                                        : bandExposure(values.exposure, band.kind, DeltaChoice::BlackScholes);
}

void appendVenueRows(HedgeProblem& problem, const HedgePolicy& policy, std::span<const HedgeCandidate> candidates)
{
    for (const VenueLimit& limit : policy.positions.venues) {
        HedgeRow row{"max notional on " + limit.venue, "USD", -lpInfinity, limit.maxNotionalUsd, RowSum::Absolute, {}};
        for (const HedgeCandidate& candidate : candidates)
            row.perUnit.push_back(candidate.instrument.id.venue.value == limit.venue
                                      ? candidate.notionalUsdPerUnit / candidate.coinsPerUnit
                                      : 0.0);
        problem.rows.push_back(std::move(row));
    }
}

HedgeRow bandRow(const HedgePolicy& policy, const Band& band, std::span<const HedgeCandidate> candidates, double before,
                 const DeltaRule& delta)
{
    HedgeRow row;
    row.name = band.name.empty() ? bandWord(band.kind) : band.name;
    row.unit = unitOf(band.kind, policy.underlying);
    row.lower = band.lower ? *band.lower - before : -lpInfinity;
    row.upper = band.upper ? *band.upper - before : lpInfinity;
    for (const HedgeCandidate& candidate : candidates) {
        const bool counts = countsIn(band, candidate.unit.years * daysPerYear);
        const double perUnit = lineExposure(band, candidate.instrument, candidate.unit, delta);
        row.perUnit.push_back(counts ? perUnit / candidate.coinsPerUnit : 0.0);
    }
    return row;
}

} // namespace

void moveInBySolverTolerance(HedgeRow& row)
{
    const auto slack = [&](double bound) {
        return std::isfinite(bound) ? 2.0 * rowTolerance * (rowScale(row) + std::abs(bound)) : 0.0;
    };
    const double lower = slack(row.lower);
    const double upper = slack(row.upper);
    if (row.upper - row.lower < 100.0 * (lower + upper))
        return;
    row.lower += lower;
    row.upper -= upper;
}

double bandExposure(const Exposure& exposure, BandKind kind, DeltaChoice delta)
{
    switch (kind) {
    case BandKind::Delta:
        return delta == DeltaChoice::Net ? exposure.netDeltaCoin : exposure.deltaCoin;
    case BandKind::Gamma:
        return exposure.gammaCoinPerUsd;
    case BandKind::Vega:
        return exposure.vegaUsd;
    case BandKind::Theta:
        return exposure.thetaUsdDay;
    case BandKind::Vanna:
        return exposure.vannaCoin;
    case BandKind::Volga:
        return exposure.volgaUsd;
    }
    return 0.0;
}

bool countsIn(const Band& band, double days)
{
    return (!band.fromDays || days > *band.fromDays) && (!band.toDays || days <= *band.toDays);
}

std::vector<double> bandValues(const RiskReport& report, const HedgePolicy& policy)
{
    return bandValues(report, policy, DeltaRule(policy, {}));
}

std::vector<double> bandValues(const RiskReport& report, const HedgePolicy& policy, const DeltaRule& delta)
{
    std::vector<double> values;
    for (const Band& band : policy.bands) {
        double sum = 0.0;
        for (const RiskLine& line : report.lines) {
            if (line.values.ok() && line.instrument && line.instrument->underlying == policy.underlying &&
                countsIn(band, line.values->years * daysPerYear))
                sum += lineExposure(band, *line.instrument, line.values.value(), delta);
        }
        values.push_back(sum);
    }
    return values;
}

bool insideBand(const Band& band, double value, double before)
{
    const auto slack = [&](double bound) { return insideTolerance * std::max(std::abs(bound), std::abs(before)); };
    return (!band.lower || value >= *band.lower - slack(*band.lower)) &&
           (!band.upper || value <= *band.upper + slack(*band.upper));
}

std::string unitOf(BandKind kind, const std::string& underlying)
{
    std::string unit = bandUnit(kind);
    const std::string coins = "coins";
    return unit.starts_with(coins) ? underlying + unit.substr(coins.size()) : unit;
}

HedgeProblem hedgeProblem(const HedgePolicy& policy, std::span<const HedgeCandidate> candidates,
                          std::span<const double> bandsBefore, const DeltaRule& delta)
{
    HedgeProblem problem;
    problem.maxLegs = policy.maxLegs;
    problem.fixedPerLeg = policy.fixedPerLegUsd;
    for (const HedgeCandidate& candidate : candidates) {
        const double coins = candidate.coinsPerUnit;
        problem.legs.push_back({segmentsOf(candidate.buy, candidate.buyable, coins, candidate.carryUsdPerUnit),
                                segmentsOf(candidate.sell, candidate.sellable, coins, -candidate.carryUsdPerUnit),
                                candidate.lot * coins});
    }
    for (std::size_t i = 0; i < policy.bands.size(); ++i)
        problem.rows.push_back(bandRow(policy, policy.bands[i], candidates, bandsBefore[i], delta));
    if (policy.respectLots || policy.maxLegs)
        std::ranges::for_each(problem.rows, moveInBySolverTolerance);
    if (policy.maxNotionalUsd) {
        HedgeRow row{"max notional", "USD", -lpInfinity, *policy.maxNotionalUsd, RowSum::Absolute, {}};
        for (const HedgeCandidate& candidate : candidates)
            row.perUnit.push_back(candidate.notionalUsdPerUnit / candidate.coinsPerUnit);
        problem.rows.push_back(std::move(row));
    }
    appendVenueRows(problem, policy, candidates);
    return problem;
}

} // namespace ballast

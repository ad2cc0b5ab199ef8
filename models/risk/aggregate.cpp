#include "models/risk/aggregate.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/market/otc_name.h"

#include <array>
#include <limits>
#include <map>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

struct Tenor
{
    const char* label;
    double fromDays;
    double toDays;
};

constexpr std::array<Tenor, 5> tenors{{{"<= 7 d", 0.0, 7.0},
                                       {"7-30 d", 7.0, 30.0},
                                       {"30-90 d", 30.0, 90.0},
                                       {"90-180 d", 90.0, 180.0},
                                       {"> 180 d", 180.0, std::numeric_limits<double>::infinity()}}};

std::size_t tenorOf(double days)
{
    std::size_t bucket = 0;
    while (days > tenors[bucket].toDays)
        ++bucket;
    return bucket;
}

} // namespace

void add(Exposure& sum, const Exposure& part)
{
    sum.valueUsd += part.valueUsd;
    sum.deltaCoin += part.deltaCoin;
    sum.netDeltaCoin += part.netDeltaCoin;
    sum.deltaUsd += part.deltaUsd;
    sum.gammaCoinPerUsd += part.gammaCoinPerUsd;
    sum.gammaCoin1pct += part.gammaCoin1pct;
    sum.gammaUsd1pct += part.gammaUsd1pct;
    sum.vegaUsd += part.vegaUsd;
    sum.thetaUsdDay += part.thetaUsdDay;
    sum.vannaCoin += part.vannaCoin;
    sum.vannaUsd1pct += part.vannaUsd1pct;
    sum.volgaUsd += part.volgaUsd;
    sum.charmCoinDay += part.charmCoinDay;
}

void addDeltaShift(Exposure& exposure, double shift, double coins, double forwardUsd)
{
    exposure.deltaCoin += coins * shift;
    exposure.netDeltaCoin += coins * shift;
    exposure.deltaUsd += coins * shift * forwardUsd;
}

double shownDeltaCoin(const Exposure& exposure, const DeltaConvention& convention)
{
    return convention.netOfPremium ? exposure.netDeltaCoin : exposure.deltaCoin;
}

Exposure exposureOf(const Greeks& unit, double coins, double forwardUsd, double valueUsd)
{
    const double onePercentUsd = 0.01 * forwardUsd;
    Exposure e;
    e.valueUsd = valueUsd;
    e.deltaCoin = coins * unit.delta;
    e.netDeltaCoin = coins * unit.netDelta;
    e.deltaUsd = e.deltaCoin * forwardUsd;
    e.gammaCoinPerUsd = coins * unit.gamma;
    e.gammaCoin1pct = e.gammaCoinPerUsd * onePercentUsd;
    e.gammaUsd1pct = e.gammaCoin1pct * forwardUsd;
    e.vegaUsd = coins * unit.vega;
    e.thetaUsdDay = coins * unit.theta;
    e.vannaCoin = coins * unit.vanna;
    e.vannaUsd1pct = e.vannaCoin * onePercentUsd; // dDelta/dvol = dVega/dF
    e.volgaUsd = coins * unit.volga;
    e.charmCoinDay = coins * unit.charm;
    return e;
}

std::string underlyingOf(const RiskLine& line)
{
    if (line.instrument)
        return line.instrument->underlying;
    const auto parsed = line.holding.instrument.venue == otcVenue ? parseOtcName(line.holding.instrument.name)
                                                                  : parseDeribitName(line.holding.instrument.name);
    return parsed ? parsed->underlying : std::string();
}

Exposure totalOf(const std::vector<RiskLine>& lines)
{
    Exposure sum;
    for (const RiskLine& line : lines) {
        if (line.values)
            add(sum, line.values->exposure);
    }
    return sum;
}

std::optional<double> pnlOf(const std::vector<RiskLine>& lines)
{
    std::optional<double> sum;
    for (const RiskLine& line : lines) {
        if (line.values && line.values->pnlUsd)
            sum = sum.value_or(0.0) + *line.values->pnlUsd;
    }
    return sum;
}

std::vector<UnderlyingRisk> riskByUnderlying(const std::vector<RiskLine>& lines, const MarketSnapshot& market)
{
    std::map<std::string, UnderlyingRisk> groups;
    for (const RiskLine& line : lines) {
        const std::string underlying = underlyingOf(line);
        if (underlying.empty())
            continue;
        UnderlyingRisk& group = groups[underlying];
        if (!line.values) {
            ++group.linesFailed;
            continue;
        }
        ++group.linesPriced;
        add(group.total, line.values->exposure);
        group.pnlUsd += line.values->pnlUsd.value_or(0.0);
    }

    std::vector<UnderlyingRisk> sorted;
    for (auto& [underlying, group] : groups) {
        group.underlying = underlying;
        if (const IndexPrice* index = market.index(underlying))
            group.indexUsd = index->priceUsd;
        sorted.push_back(std::move(group));
    }
    return sorted;
}

std::vector<ExpiryRisk> riskByExpiry(const std::vector<RiskLine>& lines, Timestamp asOf)
{
    std::map<std::pair<std::string, std::optional<Timestamp>>, Exposure> groups;
    for (const RiskLine& line : lines) {
        if (line.values)
            add(groups[{line.instrument->underlying, line.instrument->expiry}], line.values->exposure);
    }

    std::vector<ExpiryRisk> sorted;
    for (const auto& [key, total] : groups) {
        const double days = key.second ? yearsBetween(asOf, *key.second) * daysPerYear : 0.0;
        sorted.push_back({key.first, key.second, days, total});
    }
    return sorted;
}

std::vector<VegaBucket> vegaByTenor(const std::vector<RiskLine>& lines)
{
    std::map<std::string, std::array<double, tenors.size()>> groups;
    for (const RiskLine& line : lines) {
        if (line.values && (isOption(*line.instrument) || isOtc(*line.instrument)))
            groups[line.instrument->underlying][tenorOf(line.values->years * daysPerYear)] +=
                line.values->exposure.vegaUsd;
    }

    std::vector<VegaBucket> buckets;
    for (const auto& [underlying, vegas] : groups) {
        for (std::size_t i = 0; i < tenors.size(); ++i)
            buckets.push_back({underlying, tenors[i].label, tenors[i].fromDays, tenors[i].toDays, vegas[i]});
    }
    return buckets;
}

} // namespace ballast

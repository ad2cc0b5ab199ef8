#include "models/oracle/price_quorum.h"

#include "models/oracle/robust_statistics.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {
namespace {

double inMilliseconds(Milliseconds span)
{
    return static_cast<double>(span.count());
}

SourceState stateByTime(const PriceReading& reading, Timestamp now, const QuorumRules& rules)
{
    if (!reading.price || !std::isfinite(*reading.price) || *reading.price <= 0.0)
        return SourceState::Invalid;
    const Milliseconds age = now - reading.at;
    if (age < -rules.futureTolerance)
        return SourceState::Invalid;
    if (age > reading.rules.staleAfter)
        return SourceState::Stale;
    return age > reading.rules.lateAfter ? SourceState::Late : SourceState::Healthy;
}

Milliseconds ageOf(const PriceReading& reading, Timestamp now)
{
    return std::max(now - reading.at, Milliseconds{0});
}

std::vector<double> usablePrices(const std::vector<JudgedSource>& sources)
{
    std::vector<double> prices;
    for (const JudgedSource& source : sources) {
        if (!isRed(source.state))
            prices.push_back(*source.price);
    }
    return prices;
}

void rejectOutliers(std::vector<JudgedSource>& sources, const QuorumRules& rules)
{
    const auto prices = usablePrices(sources);
    const auto scale = robustScale(prices, rules.madFloor);
    if (!scale)
        return;
    for (JudgedSource& source : sources) {
        if (isRed(source.state))
            continue;
        source.robustZ = scale->z(*source.price);
        if (prices.size() >= rules.outlierCount && std::abs(*source.robustZ) > rules.outlierZ)
            source.state = SourceState::Outlier;
    }
}

double rawWeight(const PriceReading& reading, Timestamp now, const QuorumRules& rules)
{
    const double c = reading.confidence.value_or(0.0) / *reading.price;
    const double variance = c * c + reading.rules.deviation * reading.rules.deviation / 3.0;
    const double limit = std::max(inMilliseconds(reading.rules.staleAfter), 1.0);
    return std::sqrt(std::max(reading.rules.liquidity, 0.0)) * std::exp(-inMilliseconds(ageOf(reading, now)) / limit) /
           (variance + rules.baseError * rules.baseError);
}

void weigh(std::vector<JudgedSource>& sources, const std::vector<PriceReading>& readings, Timestamp now,
           const QuorumRules& rules)
{
    double total = 0.0;
    for (std::size_t i = 0; i < sources.size(); ++i) {
        sources[i].weight = isRed(sources[i].state) ? 0.0 : rawWeight(readings[i], now, rules);
        total += sources[i].weight;
    }
    for (JudgedSource& source : sources)
        source.weight = total > 0.0 ? source.weight / total : 0.0;
}

std::optional<double> consensus(const std::vector<JudgedSource>& sources, const QuorumRules& rules)
{
    const auto median = medianOf(usablePrices(sources));
    if (!median)
        return std::nullopt;
    std::vector<Weighted> values;
    for (const JudgedSource& source : sources) {
        if (!isRed(source.state))
            values.push_back({std::clamp(*source.price, (1.0 - rules.clamp) * *median, (1.0 + rules.clamp) * *median),
                              source.weight});
    }
    return weightedMedian(std::move(values));
}

// The least of: freshness (weighted mean of 1 - age / limit), share of weight that agrees, sources against wanted ones.
double confidenceOf(const Quorum& quorum, const std::vector<PriceReading>& readings, Timestamp now,
                    const QuorumRules& rules)
{
    double freshness = 0.0;
    double agreement = 0.0;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        const JudgedSource& source = quorum.sources[i];
        const double limit = std::max(inMilliseconds(readings[i].rules.staleAfter), 1.0);
        freshness += source.weight * std::max(1.0 - inMilliseconds(ageOf(readings[i], now)) / limit, 0.0);
        agreement += source.agrees ? source.weight : 0.0;
    }
    const double count =
        static_cast<double>(quorum.healthy) / static_cast<double>(std::max<std::size_t>(rules.wantedSources, 1));
    return std::clamp(std::min({freshness, agreement, count}), 0.0, 1.0);
}

void compareWithConsensus(Quorum& quorum, const QuorumRules& rules)
{
    double squares = 0.0;
    for (JudgedSource& source : quorum.sources) {
        squares += source.weight * source.weight;
        if (!source.price || source.state == SourceState::Invalid)
            continue;
        const double offset = *source.price / *quorum.price - 1.0;
        source.offsetBp = 1e4 * offset;
        source.agrees = !isRed(source.state) && std::abs(offset) <= rules.agreementBand;
    }
    quorum.effectiveSources = squares > 0.0 ? 1.0 / squares : 0.0;
}

} // namespace

// E5.1: venue tickers 2 s and 10 s, indices 3 s and 15 s, Pyth 5 s and 60 s, a security module two hops.
SourceRules sourceRules(SourceKind kind)
{
    switch (kind) {
    case SourceKind::VenueTicker:
    case SourceKind::OwnMid:
        return {};
    case SourceKind::VenueIndex:
        return {std::chrono::seconds(3), std::chrono::seconds(15)};
    case SourceKind::Chainlink:
        return chainlinkRules(std::chrono::hours(1), 0.005);
    case SourceKind::Pyth:
        return {std::chrono::seconds(5), std::chrono::seconds(60)};
    case SourceKind::SecurityModule:
        return {std::chrono::hours(1), std::chrono::hours(2)};
    }
    return {};
}

SourceRules chainlinkRules(Milliseconds heartbeat, double deviation)
{
    const Milliseconds grace = std::max<Milliseconds>(std::chrono::seconds(60), heartbeat / 10);
    return {heartbeat, heartbeat + grace, deviation};
}

const char* sourceStateWord(SourceState state)
{
    switch (state) {
    case SourceState::Healthy:
        return "healthy";
    case SourceState::Late:
        return "late";
    case SourceState::Stale:
        return "stale";
    case SourceState::Invalid:
        return "invalid";
    case SourceState::Outlier:
        return "outlier";
    }
    return "unknown";
}

bool isRed(SourceState state)
{
    return state != SourceState::Healthy && state != SourceState::Late;
}

Quorum agreeOnPrice(const std::vector<PriceReading>& readings, Timestamp now, const QuorumRules& rules)
{
    Quorum quorum;
    for (const PriceReading& reading : readings) {
        JudgedSource source;
        source.rules = reading.rules;
        source.source = reading.source;
        source.state = stateByTime(reading, now, rules);
        source.price = reading.price;
        if (source.state != SourceState::Invalid)
            source.age = ageOf(reading, now);
        quorum.sources.push_back(std::move(source));
    }
    rejectOutliers(quorum.sources, rules);
    weigh(quorum.sources, readings, now, rules);
    for (const JudgedSource& source : quorum.sources)
        ++(isRed(source.state) ? quorum.red : quorum.healthy);
    quorum.price = consensus(quorum.sources, rules);
    if (!quorum.price)
        return quorum;
    compareWithConsensus(quorum, rules);
    quorum.confidence = confidenceOf(quorum, readings, now, rules);
    return quorum;
}

std::vector<PriceWithoutSource> leaveOneOut(const std::vector<PriceReading>& readings, Timestamp now, const QuorumRules& rules)
{
    const auto whole = agreeOnPrice(readings, now, rules).price;
    std::vector<PriceWithoutSource> results;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        auto others = readings;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
        PriceWithoutSource result{readings[i].source, agreeOnPrice(others, now, rules).price, {}};
        if (result.price && whole)
            result.changeBp = 1e4 * (*result.price / *whole - 1.0);
        results.push_back(std::move(result));
    }
    return results;
}

std::optional<DeskPrice> LastGoodPrice::update(const Quorum& quorum, Timestamp now)
{
    if (quorum.price) {
        m_price = quorum.price;
        m_at = now;
        return DeskPrice{*quorum.price, false, Milliseconds{0}, 1.0};
    }
    if (!m_price)
        return std::nullopt;
    const Milliseconds age = std::max(now - m_at, Milliseconds{0});
    constexpr double step = 0.5;
    constexpr double most = 5.0;
    const double minutes = inMilliseconds(age) / 60'000.0;
    return DeskPrice{*m_price, true, age, std::min(1.0 + step * (1.0 + minutes), most)};
}

} // namespace ballast

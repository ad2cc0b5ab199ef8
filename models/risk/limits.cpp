#include "models/risk/limits.h"

#include "models/risk/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast {
namespace {

struct MetricWords
{
    LimitMetric metric;
    const char* word;
    const char* unit;
};

constexpr std::array<MetricWords, 11> metricWords{{{LimitMetric::DeltaCoin, "deltaCoin", "coins"},
                                                   {LimitMetric::NetDeltaCoin, "netDeltaCoin", "coins"},
                                                   {LimitMetric::DeltaUsd, "deltaUsd", "USD"},
                                                   {LimitMetric::GammaUsd1pct, "gammaUsd1pct", "USD per 1 %"},
                                                   {LimitMetric::VegaUsd, "vegaUsd", "USD per vol point"},
                                                   {LimitMetric::ThetaUsdDay, "thetaUsdDay", "USD per day"},
                                                   {LimitMetric::VegaBucketUsd, "vegaBucketUsd", "USD per vol point"},
                                                   {LimitMetric::LossUsd, "lossUsd", "USD"},
                                                   {LimitMetric::VarUsd, "varUsd", "USD"},
                                                   {LimitMetric::EsUsd, "esUsd", "USD"},
                                                   {LimitMetric::MarginUsd, "marginUsd", "USD"}}};

const MetricWords& wordsOf(LimitMetric metric)
{
    return *std::ranges::find(metricWords, metric, &MetricWords::metric);
}

bool beyond(const LimitRange& range, double value)
{
    return (range.lower && value < *range.lower) || (range.upper && value > *range.upper);
}

std::optional<double> roomIn(const LimitRange& range, double value)
{
    std::optional<double> room;
    if (range.lower)
        room = value - *range.lower;
    if (range.upper)
        room = std::min(room.value_or(*range.upper - value), *range.upper - value);
    return room;
}

bool inCoins(LimitMetric metric)
{
    return metric == LimitMetric::DeltaCoin || metric == LimitMetric::NetDeltaCoin;
}

std::optional<double> bucketVega(const Limit& limit, const RiskReport& report)
{
    std::optional<double> sum;
    for (const VegaBucket& bucket : report.vegaBuckets) {
        if (bucket.label == limit.bucket && (limit.underlying.empty() || bucket.underlying == limit.underlying))
            sum = sum.value_or(0.0) + bucket.vegaUsd;
    }
    return sum;
}

std::optional<double> valueInReport(const Limit& limit, const RiskReport& report)
{
    if (limit.metric == LimitMetric::VegaBucketUsd)
        return bucketVega(limit, report);
    if (limit.underlying.empty()) {
        if (inCoins(limit.metric) && report.byUnderlying.size() > 1)
            return std::nullopt;
        return limitValue(report.totals, limit.metric);
    }
    const auto group = std::ranges::find(report.byUnderlying, limit.underlying, &UnderlyingRisk::underlying);
    return limitValue(group == report.byUnderlying.end() ? Exposure{} : group->total, limit.metric);
}

bool hasFailedLines(const Limit& limit, const RiskReport& report)
{
    return std::ranges::any_of(report.lines, [&](const RiskLine& line) {
        return !line.values && (limit.underlying.empty() || underlyingOf(line) == limit.underlying);
    });
}

std::optional<double> handedIn(const Limit& limit, std::span<const MeasuredValue> measured)
{
    for (const MeasuredValue& m : measured) {
        if (m.metric == limit.metric && m.underlying == limit.underlying)
            return m.value;
    }
    return std::nullopt;
}

} // namespace

std::optional<double> limitValue(const Exposure& e, LimitMetric metric)
{
    switch (metric) {
    case LimitMetric::DeltaCoin:
        return e.deltaCoin;
    case LimitMetric::NetDeltaCoin:
        return e.netDeltaCoin;
    case LimitMetric::DeltaUsd:
        return e.deltaUsd;
    case LimitMetric::GammaUsd1pct:
        return e.gammaUsd1pct;
    case LimitMetric::VegaUsd:
        return e.vegaUsd;
    case LimitMetric::ThetaUsdDay:
        return e.thetaUsdDay;
    case LimitMetric::VegaBucketUsd:
    case LimitMetric::LossUsd:
    case LimitMetric::VarUsd:
    case LimitMetric::EsUsd:
    case LimitMetric::MarginUsd:
        break;
    }
    return std::nullopt;
}

LimitCheck checkLimit(const Limit& limit, std::optional<double> value)
{
    LimitCheck check{limit, value, LimitState::Unknown, std::nullopt};
    if (!value)
        return check;
    check.state = beyond(limit.hard, *value)   ? LimitState::Hard
                  : beyond(limit.soft, *value) ? LimitState::Soft
                                               : LimitState::Ok;
    check.headroom = roomIn(limit.hard, *value);
    if (!check.headroom)
        check.headroom = roomIn(limit.soft, *value);
    return check;
}

std::vector<LimitCheck> checkLimits(std::span<const Limit> limits, const RiskReport& report,
                                    std::span<const MeasuredValue> measured)
{
    std::vector<LimitCheck> checks;
    for (const Limit& limit : limits) {
        if (const auto value = handedIn(limit, measured)) {
            checks.push_back(checkLimit(limit, value));
            continue;
        }
        LimitCheck check = checkLimit(limit, valueInReport(limit, report));
        const bool within = check.state == LimitState::Ok || check.state == LimitState::Soft;
        if (within && hasFailedLines(limit, report))
            check.state = LimitState::Unknown;
        checks.push_back(std::move(check));
    }
    return checks;
}

Status checkLimitDefinition(const Limit& limit)
{
    const auto wrong = [&](const char* what) {
        return Error{Errc::BadInput, fmt::format("limit '{}': {}", limit.name, what)};
    };
    const auto crossed = [](const LimitRange& r) { return r.lower && r.upper && *r.lower > *r.upper; };
    if (!limit.soft.lower && !limit.soft.upper && !limit.hard.lower && !limit.hard.upper)
        return wrong("it has no level at all, give a soft or a hard one");
    if (crossed(limit.soft) || crossed(limit.hard))
        return wrong("its lower level is above the upper one, swap them");
    if ((limit.soft.lower && limit.hard.lower && *limit.hard.lower > *limit.soft.lower) ||
        (limit.soft.upper && limit.hard.upper && *limit.hard.upper < *limit.soft.upper))
        return wrong("its hard level lies inside the soft one, swap them");
    if (limit.metric == LimitMetric::VegaBucketUsd && limit.bucket.empty())
        return wrong("it names no tenor bucket, write one such as '7-30 d'");
    return Done{};
}

std::vector<LimitEvent> LimitHistory::record(Timestamp at, std::span<const LimitCheck> checks)
{
    std::vector<LimitEvent> fresh;
    for (const LimitCheck& check : checks) {
        const auto known = std::ranges::find(m_known, check.limit.name, &Known::limit);
        const LimitState from = known == m_known.end() ? LimitState::Ok : known->state;
        if (from != check.state)
            fresh.push_back({at, check.limit.name, from, check.state, check.value});
        if (known == m_known.end())
            m_known.push_back({check.limit.name, check.state});
        else
            known->state = check.state;
    }
    m_events.insert(m_events.end(), fresh.begin(), fresh.end());
    return fresh;
}

const char* limitStateWord(LimitState state)
{
    constexpr std::array<const char*, 4> words{"ok", "soft", "hard", "unknown"};
    return words[static_cast<std::size_t>(state)];
}

const char* limitMetricWord(LimitMetric metric)
{
    return wordsOf(metric).word;
}

const char* limitMetricUnit(LimitMetric metric)
{
    return wordsOf(metric).unit;
}

} // namespace ballast

#pragma once

#include "models/core/time.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What a limit bounds, in the units of Exposure. LossUsd, VarUsd, EsUsd and MarginUsd are not in a risk report: they
// are measured elsewhere and handed in.
enum class LimitMetric
{
    DeltaCoin,
    NetDeltaCoin,
    DeltaUsd,
    GammaUsd1pct,
    VegaUsd,
    ThetaUsdDay,
    VegaBucketUsd, // of one tenor bucket, by its label
    LossUsd,       // since the day began, positive
    VarUsd,
    EsUsd,
    MarginUsd
};

// Both ends are optional; a hard end lies outside its soft one.
struct LimitRange
{
    std::optional<double> lower;
    std::optional<double> upper;
    bool operator==(const LimitRange&) const = default;
};

struct Limit
{
    std::string name;
    LimitMetric metric = LimitMetric::DeltaUsd;
    std::string underlying; // empty: the whole book
    std::string bucket;     // VegaBucketUsd: "7-30 d"
    LimitRange soft;        // beyond: warned
    LimitRange hard;        // beyond: no trade that makes it worse
    bool operator==(const Limit&) const = default;
};

enum class LimitState
{
    Ok,
    Soft,
    Hard,
    Unknown // the value could not be measured: never taken for Ok
};

struct LimitCheck
{
    Limit limit;
    std::optional<double> value;
    LimitState state = LimitState::Unknown;
    std::optional<double> headroom; // to the nearest hard end, else soft end; negative beyond it
    bool operator==(const LimitCheck&) const = default;
};

// A value that is not in the report.
struct MeasuredValue
{
    LimitMetric metric = LimitMetric::VarUsd;
    std::string underlying;
    double value = 0.0;
};

// Coin metrics of the whole book are Unknown where it holds several underlyings: coins do not add up. A report with
// failed lines of the limit's underlying leaves its limits Unknown unless they are broken without these lines.
[[nodiscard]] std::vector<LimitCheck> checkLimits(std::span<const Limit> limits, const RiskReport& report,
                                                  std::span<const MeasuredValue> measured);

[[nodiscard]] LimitCheck checkLimit(const Limit& limit, std::optional<double> value);
// The exposure's own value of a metric; nullopt for what an exposure does not hold.
[[nodiscard]] std::optional<double> limitValue(const Exposure& exposure, LimitMetric metric);

// BadInput naming the limit: no end at all, ends that cross, or a hard end inside its soft one.
[[nodiscard]] Status checkLimitDefinition(const Limit& limit);

// A limit changed its state.
struct LimitEvent
{
    Timestamp at{};
    std::string limit;
    LimitState from = LimitState::Unknown;
    LimitState to = LimitState::Ok;
    std::optional<double> value;
    bool operator==(const LimitEvent&) const = default;
};

// Remembers the state of every limit and what changed when. A limit's first check is an event unless it is Ok.
class LimitHistory
{
public:
    // The events that this check adds.
    std::vector<LimitEvent> record(Timestamp at, std::span<const LimitCheck> checks);
    [[nodiscard]] const std::vector<LimitEvent>& events() const { return m_events; }

private:
    struct Known
    {
        std::string limit;
        LimitState state;
    };
    std::vector<Known> m_known;
    std::vector<LimitEvent> m_events;
};

[[nodiscard]] const char* limitStateWord(LimitState state);    // "ok", "soft", "hard", "unknown"
[[nodiscard]] const char* limitMetricWord(LimitMetric metric); // "deltaUsd"
[[nodiscard]] const char* limitMetricUnit(LimitMetric metric); // "USD per vol point"

} // namespace ballast

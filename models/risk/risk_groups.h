#pragma once

#include "models/risk/factor_history.h"
#include "models/risk/risk_report.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// What lines are put together by.
enum class RiskGrouping
{
    Underlying,
    Expiry, // of one underlying
    Venue,
    Account,
    Tag,
    Strategy // the part of a tag before '/': "carry/roll MAR26" belongs to "carry"
};

// USD figures add up over underlyings; coin figures only where a group holds one.
struct RiskGroup
{
    std::string name; // empty: lines without that word
    Exposure total;
    std::optional<double> pnlUsd; // nullopt: no line knows its average price
    int linesPriced = 0;
    int linesFailed = 0;
    bool operator==(const RiskGroup&) const = default;
};

// Sorted by name, expiries by time. Lines without values are counted, not added.
[[nodiscard]] std::vector<RiskGroup> riskBy(const RiskReport& report, RiskGrouping grouping);
[[nodiscard]] const char* riskGroupingWord(RiskGrouping grouping); // "venue"

// What an underlying does on average when the benchmark moves: covariance over variance.
struct SpotBeta
{
    std::string underlying;
    double beta = 0.0;
    double correlation = 0.0;
    bool operator==(const SpotBeta&) const = default;
};

// The book as if it were all in one coin: delta times beta, gamma times beta squared.
struct BetaWeightedRisk
{
    std::string benchmark;
    double deltaUsd = 0.0;
    double gammaUsd1pct = 0.0; // per 1 % of the benchmark
    std::vector<SpotBeta> betas;
    std::vector<std::string> unweighted; // underlyings that the model does not know: not in the sums
    std::string source;                  // of the model
    bool operator==(const BetaWeightedRisk&) const = default;
};

// NotFound: the model has no spot of the benchmark.
[[nodiscard]] Result<BetaWeightedRisk> betaWeighted(const RiskReport& report, const FactorModel& model,
                                                    const std::string& benchmark);

} // namespace ballast

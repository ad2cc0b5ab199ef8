#pragma once

#include "models/core/result.h"
#include "models/market/snapshot.h"

#include <string_view>
#include <vector>

namespace ballast {

inline constexpr double leastIndexDays = 7.0;
inline constexpr double greatestIndexDays = 90.0;

// One strike's out-of-the-money price as it entered a replication; at the strike below the forward the mean of both.
struct ReplicationStrike
{
    double strike = 0.0;
    double priceUsd = 0.0;
    bool fromMark = false; // the mid was 1.5 times the mark or more
    bool operator==(const ReplicationStrike&) const = default;
};

// Variance swap replicated from the quotes of one expiry.
struct ReplicatedVariance
{
    Timestamp expiry{};
    double years = 0.0;
    double forwardUsd = 0.0;    // by parity at the strike where call and put are closest
    double strikeAtMoney = 0.0; // the highest quoted strike not above the forward
    double contribution = 0.0;  // sum of dK / K^2 times the price, undiscounted
    double totalVariance = 0.0; // 2 e^(RT) contribution - (F / K0 - 1)^2
    std::vector<ReplicationStrike> strikes;
};

struct QuotedVolIndex
{
    ReplicatedVariance near;
    ReplicatedVariance next;
    double nearWeight = 0.0;
    double nextWeight = 0.0;
    double annualised = 0.0; // years / horizon
    double index = 0.0;      // fraction
};

// Vol index from quoted options alone: the method of the CBOE VIX (white paper 2019) as published for coin options with
// its intermediate steps: both expiries around the horizon, two-sided quotes, mid in coin (mark where the mid is 1.5
// times the mark or more) times the index price, total variances weighted to the horizon. No fit takes part.
[[nodiscard]] Result<QuotedVolIndex> quotedVolIndex(const MarketSnapshot& snapshot, std::string_view underlying,
                                                    double days, double rate = 0.0);

} // namespace ballast

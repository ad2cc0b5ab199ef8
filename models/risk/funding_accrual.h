#pragma once

#include "models/risk/pnl_explain.h"

#include <map>

namespace ballast {

// USD by instrument, positive where the venue paid.
using FundingSums = std::map<InstrumentId, double>;

// What the report's perpetuals pay (or take) from the report's time on, at the rate that the market shows then: longs
// pay notional * rate * time / 8 h while the rate is positive (Deribit, "Inverse Perpetual: funding rate"). Perpetuals
// without a rate add nothing.
void accrueFunding(FundingSums& sums, const RiskReport& report, const MarketSnapshot& market, Milliseconds elapsed);

// Between two markets with nothing known in between: half the time at the first rate, half at the second, on the
// position before.
[[nodiscard]] std::vector<FundingPayment> fundingBetween(const RiskReport& before, const MarketSnapshot& marketBefore,
                                                         const MarketSnapshot& marketAfter);

// What was added from one sum to a later one; instruments without funding are left out.
[[nodiscard]] std::vector<FundingPayment> fundingSince(const FundingSums& earlier, const FundingSums& later);

} // namespace ballast

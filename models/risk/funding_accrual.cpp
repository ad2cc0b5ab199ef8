#include "models/risk/funding_accrual.h"

namespace ballast {
namespace {

constexpr double fundingPeriodMs = 8.0 * 3'600'000.0;

} // namespace

void accrueFunding(FundingSums& sums, const RiskReport& report, const MarketSnapshot& market, Milliseconds elapsed)
{
    const double periods = static_cast<double>(elapsed.count()) / fundingPeriodMs;
    for (const RiskLine& line : report.lines) {
        if (!line.values || line.instrument->kind != InstrumentKind::Perpetual)
            continue;
        const Quote* quote = market.quote(line.holding.instrument);
        if (quote && quote->fundingRate8h)
            sums[line.holding.instrument] -= line.values->exposure.deltaUsd * *quote->fundingRate8h * periods;
    }
}

std::vector<FundingPayment> fundingBetween(const RiskReport& before, const MarketSnapshot& marketBefore,
                                           const MarketSnapshot& marketAfter)
{
    FundingSums sums;
    const Milliseconds half = (marketAfter.asOf - marketBefore.asOf) / 2;
    accrueFunding(sums, before, marketBefore, half);
    accrueFunding(sums, before, marketAfter, half);
    return fundingSince({}, sums);
}

std::vector<FundingPayment> fundingSince(const FundingSums& earlier, const FundingSums& later)
{
    std::vector<FundingPayment> payments;
    for (const auto& [instrument, usd] : later) {
        const auto known = earlier.find(instrument);
        const double added = usd - (known == earlier.end() ? 0.0 : known->second);
        if (added != 0.0)
            payments.push_back({instrument, added});
    }
    return payments;
}

} // namespace ballast

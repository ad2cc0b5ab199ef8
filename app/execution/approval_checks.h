#pragma once

#include "app/execution/approval.h"

#include <span>

namespace ballast {

// Everything that the checks of one proposal look at.
struct ApprovalFacts
{
    const HedgeProposal& proposal;
    const MarketSnapshot& basis;
    const Portfolio& basisBook;
    const ApprovalInputs& newest;
    const ApprovalRules& rules;
    std::span<const RecentOrder> recent;
    Timestamp now{};
    Timestamp expiresAt{};
};

struct ApprovalMeasurement
{
    std::vector<ApprovalCheck> checks;
    std::string voidReason; // not empty: the market or the solution left its tolerance, for good
};

// In the order shown: prices fresh, market within tolerance, limits after fill, order limits, book unchanged, kill
// switch at rest, not expired; the circuit breaker last, where it is not normal.
[[nodiscard]] ApprovalMeasurement measureApproval(const ApprovalFacts& facts);

} // namespace ballast

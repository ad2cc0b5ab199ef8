#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_problem.h"
#include "models/hedging/proposal.h"
#include "models/margin/margin_model.h"

#include <memory>
#include <optional>
#include <span>

namespace ballast {

// Initial margin after the hedge at most a limit. A scenario margin is a convex piecewise-linear function of the
// quantities: planes under it that a solution breaks are added as rows until none is broken, which is exact.
class MarginLimit
{
public:
    MarginLimit(std::shared_ptr<const MarginModel> model, double maxInitialUsd, const RiskReport& book,
                std::span<const HedgeCandidate> candidates, const MarketSnapshot& market);

    [[nodiscard]] bool keeps(std::span<const double> coins) const;
    // The plane that touches the margin at these quantities, as a row.
    [[nodiscard]] HedgeRow rowAt(std::span<const double> coins) const;

private:
    MarginRows m_rows;
    double m_maxInitialUsd;
};

// The policy's margin limit, null where it has none. BadInput: a model that is not known.
[[nodiscard]] Result<std::shared_ptr<const MarginLimit>> marginLimitFor(const HedgePolicy& policy,
                                                                        const RiskReport& book,
                                                                        std::span<const HedgeCandidate> candidates,
                                                                        const MarketSnapshot& market);

// Before and after by the model itself; nullopt where the policy names no model.
[[nodiscard]] std::optional<MarginOutcome> marginOutcome(const HedgePolicy& policy, const RiskReport& before,
                                                         const RiskReport& after);

} // namespace ballast

#pragma once

#include "models/hedging/candidates.h"
#include "models/hedging/hedge_problem.h"
#include "models/hedging/pnl_limits.h"
#include "models/hedging/proposal.h"
#include "models/margin/margin_model.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace ballast {

// The policy's stress moves, or the desk's, with what the book and one coin of each leg make in them.
struct StressTable
{
    std::vector<double> bookPnlUsd;             // per move
    std::vector<std::vector<double>> legPnlUsd; // per move, per leg and coin
};

// What a margin limit holds: the initial margin at most maxInitialUsd, and equity plus the P&L of every stress move
// less the initial margin at least cushionUsd.
struct MarginBounds
{
    std::optional<double> maxInitialUsd;
    std::optional<double> mostMarginUsd; // equity less cushion
    StressTable stress;
};

// Initial margin after the hedge at most a limit. A scenario margin is a convex piecewise-linear function of the
// quantities: planes under it that a solution breaks are added as rows until none is broken, which is exact.
class MarginLimit
{
public:
    MarginLimit(std::shared_ptr<const MarginModel> model, MarginBounds bounds, const RiskReport& book,
                std::span<const HedgeCandidate> candidates, const MarketSnapshot& market);

    [[nodiscard]] bool keeps(std::span<const double> coins) const;
    // The plane that touches what is most exceeded at these quantities, as a row.
    [[nodiscard]] HedgeRow rowAt(std::span<const double> coins) const;

private:
    struct Excess
    {
        double usd = 0.0;
        std::optional<std::size_t> stress; // nullopt: the limit itself
    };
    [[nodiscard]] Excess worstAt(std::span<const double> coins) const;

    MarginRows m_rows;
    MarginBounds m_bounds;
};

// The policy's margin limit, null where it has none. BadInput: a model that is not known.
[[nodiscard]] Result<std::shared_ptr<const MarginLimit>>
marginLimitFor(const HedgePolicy& policy, const RiskReport& book, std::span<const HedgeCandidate> candidates,
               const MarketSnapshot& market, std::span<const PnlLimit> cushion);

// The policy's model; where it names none, the portfolio margin of the one venue that holds the book's lines of the
// policy's underlying. Empty: several venues or one without a model, so margin stays unknown.
[[nodiscard]] std::string marginWordFor(const HedgePolicy& policy, const RiskReport& book);
// By the model of this word itself; nullopt where it is empty.
[[nodiscard]] std::optional<MarginLevel> marginLevel(const std::string& word, const RiskReport& book);
[[nodiscard]] MarginOutcome marginOutcome(const HedgePolicy& policy, const std::string& word, const MarginLevel& before,
                                          const MarginLevel& after);

// The policy's stress moves, else the desk's, as limits without an amount.
[[nodiscard]] std::vector<PnlLimit> cushionMoves(const HedgePolicy& policy, const LimitMarket& market);
// Least share of equity that is free under those moves; nullopt where no cushion is asked for or no equity is known.
void setCushion(MarginOutcome& outcome, const HedgePolicy& policy, std::span<const PnlLimit> moves,
                const RiskReport& before, const RiskReport& after);

} // namespace ballast

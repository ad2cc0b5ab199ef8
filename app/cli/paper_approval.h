#pragma once

#include "models/core/result.h"
#include "models/core/time.h"
#include "models/desk/trade_fill.h"
#include "models/hedging/proposal.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace ballast {

struct PaperDecision
{
    HedgeProposal proposal; // numbered anew, after the journal's last
    SnapshotPtr market;
    PortfolioPtr book;
    std::filesystem::path journal;
    std::string actor;
    std::string reason; // journaled with the approval; may be empty
};

struct PaperOutcome
{
    std::int64_t approvedEntry = 0; // journal sequence
    std::vector<TradeFill> fills;
    Portfolio bookAfter;
};

// Decides as the window would: the same checks, the approval journaled and synced, only then filled by the paper broker
// at the ladder's prices, the fills journaled. Error Conflict: a check failed or the kill switch is engaged.
[[nodiscard]] Result<PaperOutcome> approveOnPaper(const PaperDecision& decision, const Clock& clock);

} // namespace ballast

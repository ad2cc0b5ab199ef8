#pragma once

#include "app/engine/part_threads.h"
#include "app/engine/requests.h"
#include "models/desk/desk_memory.h"
#include "models/desk/smile_history.h"

#include <stop_token>

namespace ballast {

// What the worker runs for a pricing request: the desk picture, with the book's options compared to the reference
// pricer. Calls QuantLib, so exactly one thread of the process may call it.
[[nodiscard]] Result<DeskPicture> priceDesk(const PricingRequest& request, std::stop_token stop);
// The same with a delta rule fitted from the surfaces of the runs before, and this run's added to them.
[[nodiscard]] Result<DeskPicture> priceDesk(const PricingRequest& request, SmileHistory& history, std::stop_token stop);

// What one pricing thread keeps between its runs: the last picture, its fits and views, residuals, and a warm thread
// for half of the grids.
struct PricingMemory
{
    SmileHistory history;
    DeskMemory desk;
    PartThreads threads{usefulThreads()};
};
// The same, recomputing only what moved since the last run.
[[nodiscard]] Result<DeskPicture> priceDesk(const PricingRequest& request, PricingMemory& memory, std::stop_token stop);

// What the worker runs for a hedge request: the proposal and, unless it only rechecks one, its P&L curves.
[[nodiscard]] HedgePicture hedgeDesk(const HedgeRequest& request, std::stop_token stop);

// What the worker of studies runs: the part asked for, of the proposal in `edited`. QuantLib only
// through the OTC pricer's lock.
[[nodiscard]] HedgePicture studyHedge(const HedgeRequest& request, std::stop_token stop);

} // namespace ballast

#pragma once

#include "models/desk/desk_picture.h"
#include "models/desk/hedge_picture.h"
#include "models/desk/scenario_picture.h"
#include "models/hedging/hedger.h"

#include <memory>
#include <optional>
#include <vector>

namespace ballast {

// Tick: may wait and be replaced by a newer one. Restart (the trader acted): also cancels the run in progress.
enum class Urgency
{
    Tick,
    Restart
};

struct PricingRequest
{
    SnapshotPtr market;
    PortfolioPtr book;
    DeskSettings settings;
    Urgency urgency = Urgency::Tick;
};

// A hedge for a priced picture: it reuses that picture's market, book and surfaces, so nothing is fitted twice.
struct HedgeRequest
{
    ProposalId id;
    DeskPicturePtr basis;
    HedgePolicy policy;
    FrontierWanted frontier = FrontierWanted::Yes;
    // Set: nothing is solved, the given proposal is costed with these signed quantities.
    std::shared_ptr<const HedgeProposal> edited;
    std::vector<double> quantities;
    bool curves = true;                   // false: nobody looks at them, the proposal is only checked again
    std::optional<HedgeStudyPart> part{}; // set: `edited` is studied, nothing is proposed
    OpenHistoryPtr history{};             // daily moves; null: none is open
    std::shared_ptr<const HedgeScenarioSet> scenarios{}; // of ScenarioSource::File; null: not read
};

} // namespace ballast

#pragma once

#include "models/desk/delta_outlook.h"
#include "models/desk/pnl_curve.h"
#include "models/hedging/alternatives.h"
#include "models/hedging/proof.h"
#include "models/hedging/proposal.h"
#include "models/hedging/theta_structures.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

namespace ballast {

// Days that pass in the P&L curves of the screens, and the moves of spot they run over.
inline constexpr std::array pnlHorizonDays{0.0, 1.0, 7.0};
inline constexpr double widestPnlMove = 0.25;
inline constexpr int pnlPoints = 51;

// A leg as the trader wants it, in the instrument's quantity unit; positive buys.
struct WishedLeg
{
    InstrumentId instrument;
    double quantity = 0.0;
    bool operator==(const WishedLeg&) const = default;
};

[[nodiscard]] std::vector<WishedLeg> legsOf(const std::vector<HedgeTrade>& trades);

// What is worked out once the proposal is on the screen, part by part.
enum class HedgeStudyPart
{
    Outlook,
    Frontier,
    Alternatives,
    Theta, // only on request
    Proof  // of a proposal whose gap is open
};

struct HedgeDetails
{
    ProposalId proposal; // that was solved
    SnapshotId basis;
    double costUsd = 0.0; // of that proposal: what the alternatives are compared with
    double riskAfterUsd = 0.0;
    std::optional<DeltaOutlook> outlook; // of the book with the trades on the screen
    std::vector<FrontierPoint> frontier;
    std::optional<HedgeAlternatives> alternatives; // nullopt: not worked out yet
    std::optional<std::vector<ThetaStructure>> theta; // nullopt: not asked for
    std::optional<HedgeProof> proof;                  // nullopt: not worked out, or nothing to prove
    std::optional<HedgeStudyPart> working;         // what comes next; nullopt: all done
    double milliseconds = 0.0;                     // of all parts so far
};
using HedgeDetailsPtr = std::shared_ptr<const HedgeDetails>;

// A proposal with the curves that the screens show beside it.
struct HedgePicture
{
    HedgeProposal proposal;
    std::vector<HedgedPnlCurves> curves; // at once, at the horizon, at the next expiry; empty without trades or index
    HedgeDetails details;                // of a study only
};
using HedgedCurvesPtr = std::shared_ptr<const std::vector<HedgedPnlCurves>>;
using HedgePicturePtr = std::shared_ptr<const HedgePicture>;

} // namespace ballast

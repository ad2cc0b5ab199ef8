#pragma once

#include "models/desk/pnl_curve.h"
#include "models/hedging/proposal.h"

#include <array>
#include <memory>
#include <vector>

namespace ballast {

// Days that pass in the P&L curves of the screens, and the moves of spot they run over.
inline constexpr std::array pnlHorizonDays{0.0, 1.0, 7.0};
inline constexpr double widestPnlMove = 0.25;
inline constexpr int pnlPoints = 51;

// A proposal with the curves that the screens show beside it.
struct HedgePicture
{
    HedgeProposal proposal;
    std::vector<HedgedPnlCurves> curves; // one for each of pnlHorizonDays; empty without trades or index
};
using HedgedCurvesPtr = std::shared_ptr<const std::vector<HedgedPnlCurves>>;
using HedgePicturePtr = std::shared_ptr<const HedgePicture>;

} // namespace ballast

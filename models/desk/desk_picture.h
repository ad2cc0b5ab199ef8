#pragma once

#include "models/desk/chain_view.h"
#include "models/desk/pnl_curve.h"
#include "models/desk/policy_delta.h"
#include "models/desk/surface_change.h"
#include "models/desk/surface_samples.h"
#include "models/desk/violation_view.h"
#include "models/risk/greek_heatmap.h"
#include "models/risk/risk_report.h"
#include "models/risk/scenario_grid.h"
#include "models/surface/basis_curve.h"
#include "models/surface/surface_fit.h"
#include "models/surface/vol_index_term.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// Everything of one underlying that a page shows.
struct UnderlyingPicture
{
    std::string underlying;
    VolSurfacePtr surface; // null: could not be fitted, see surfaceError
    std::string surfaceError;
    std::optional<Milliseconds> staleFor;   // age of the quotes that it stands on; nullopt: they are fresh
    SurfaceSamplesPtr samples;              // null exactly where the surface is
    std::vector<RichCheap> richCheap;       // largest |z| first
    std::vector<ShownViolation> violations; // in executable prices, most worth first
    std::optional<SurfaceChange> change; // against DeskSettings::compareWith; nullopt: nothing kept of this underlying
    std::vector<PnlCurve> pnlOverSpot;   // of the book, one for each of pnlHorizonDays
    std::optional<double> volIndex30d;   // fraction; volIndices says where it came from
    std::vector<VolIndexTenor> volIndices; // 7 to 90 days, as far as the expiries reach
    std::optional<BasisCurve> basis;       // of the surface's forwards; nullopt without a spot price
    std::vector<ChainView> chains;
    std::vector<GreekHeatmap> heatmaps;       // one for each HeatGreek, in enum order
    std::shared_ptr<const ScenarioGrid> grid; // spot x vol P&L of this underlying's lines; null without any
};

// Agreement of our kernels with the reference pricer on the book's options.
struct ReferenceCheck
{
    int options = 0;
    double largestPriceError = 0.0; // scaled by the forward
    bool operator==(const ReferenceCheck&) const = default;
};

// What one pricing run publishes to the screens: a value, named by the snapshot that it came from.
struct DeskPicture
{
    SnapshotPtr market;
    PortfolioPtr book;
    std::shared_ptr<const RiskReport> risk;
    std::vector<UnderlyingPicture> underlyings; // sorted by name
    std::shared_ptr<const ScenarioGrid> grid;   // whole book, all underlyings alike
    std::optional<ReferenceCheck> reference;
    std::optional<PolicyDelta> policyDelta; // the answer to DeskSettings::policyDelta
    double pricingMilliseconds = 0.0;

    [[nodiscard]] const UnderlyingPicture* of(std::string_view underlying) const; // null: not in this market
};

using DeskPicturePtr = std::shared_ptr<const DeskPicture>;

struct DeskSettings
{
    VolChoice vol = VolChoice::Mark;
    DeltaConvention delta{};
    GridAxes grid; // empty: -0.30..0.30 in 13 steps by -0.4..0.4 in 9 steps
    int heatmapColumns = 11;
    std::vector<SurfaceReferencePtr> compareWith; // at most one of an underlying
    TimeWeights timeWeights;                      // of the surfaces between their expiries
    std::optional<PolicyDeltaQuestion> policyDelta{}; // nullopt: the policy's delta needs no smile
    bool operator==(const DeskSettings&) const = default;
};

class DeskMemory;

// What helps to price a picture without changing what it is.
struct DeskAids
{
    OtcPricerPtr otc = nullptr;
    DeskMemory* memory = nullptr;       // of the runs before, kept up here; null: all is computed anew
    const PartRunner* runner = nullptr; // of the grids; null: one thread
};

// Surfaces, chains, risk, heatmaps and grids of one market and one book. An underlying whose surface fails keeps its
// marks. Cancelled between units of work: Error Cancelled.
[[nodiscard]] Result<DeskPicture> buildDeskPicture(SnapshotPtr market, PortfolioPtr book, const DeskSettings& settings,
                                                   std::stop_token stop, OtcPricerPtr otc = nullptr);
[[nodiscard]] Result<DeskPicture> buildDeskPicture(SnapshotPtr market, PortfolioPtr book, const DeskSettings& settings,
                                                   const std::stop_token& stop, const DeskAids& aids);

} // namespace ballast

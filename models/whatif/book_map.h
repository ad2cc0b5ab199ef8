#pragma once

#include "models/margin/margin_model.h"
#include "models/risk/reverse_stress.h"
#include "models/risk/scenario_grid.h"
#include "models/risk/scenario_map.h"
#include "models/whatif/priced_book.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// What a map's cells hold: a measure of the book, or of its margin account.
enum class BookMeasure
{
    PnlUsd,
    ValueUsd,
    DeltaUsd,
    GammaUsd1pct,
    VegaUsd,
    ThetaUsdDay,
    VannaUsd1pct,
    VolgaUsd,
    MarginInitialUsd,
    MarginMaintenanceUsd,
    MarginShare,        // initial margin over its balance; missing: no balance
    LiquidationDistance // nearest spot move that liquidates, from there; missing: none to -99 % and +300 %; 0: already
};
[[nodiscard]] const char* bookMeasureWord(BookMeasure measure);  // "pnlUsd", "marginInitialUsd"
[[nodiscard]] const char* bookMeasureLabel(BookMeasure measure); // "Initial margin"
[[nodiscard]] const char* bookMeasureUnit(BookMeasure measure);  // "USD", "USD per vol point", "fraction"
[[nodiscard]] std::optional<BookMeasure> bookMeasureOf(std::string_view word);
[[nodiscard]] bool needsMarginModel(BookMeasure measure);

// Spot x vol, spot x time, spot x spot of two underlyings, or any other pair of axes; row-major [row][column].
struct BookMap
{
    SnapshotId basis;
    std::string book; // its title
    MapAxis rows;
    MapAxis columns;
    BookMeasure measure = BookMeasure::PnlUsd;
    std::string marginModel; // word; empty: not asked
    std::vector<std::optional<double>> cells;
    // Least P&L, value, Greek; most margin; nearest liquidation. nullopt: every cell is missing.
    std::optional<std::size_t> worst;
    int linesLeftOut = 0;
    OtcEstimates estimates{}; // margin measures: of the P&L in their balance

    [[nodiscard]] const std::optional<double>& at(std::size_t row, std::size_t column) const
    {
        return cells[row * columns.values.size() + column];
    }
    bool operator==(const BookMap&) const = default;
};

// `done` of `total` units of work; called from the parts, perhaps at once.
using WorkProgress = std::function<void(int done, int total)>;

struct BookMapRequest
{
    MapAxis rows;
    MapAxis columns;
    BookMeasure measure = BookMeasure::PnlUsd;
    Scenario base;                                  // what else happens in every cell
    std::shared_ptr<const MarginModel> marginModel; // for the margin measures
};

// BadInput as computeMap, and for a margin measure without a model. Cancelled between rows. The same bits however many
// parts.
[[nodiscard]] Result<BookMap> computeBookMap(const PricedBook& book, const BookMapRequest& request,
                                             const PartRunner& runner, std::stop_token stop,
                                             const WorkProgress& progress = {});

// Where a point of a reverse stress lies on a map, in the axes' values; nullopt: an axis is none of its factors.
struct MapPoint
{
    double row = 0.0;
    double column = 0.0;
    double deviations = 0.0;
    bool operator==(const MapPoint&) const = default;
};
[[nodiscard]] std::optional<std::vector<MapPoint>> pathOnMap(const ReverseStress& stress, const MapAxis& rows,
                                                             const MapAxis& columns);

// The account is liquidated: balance at or below the maintenance margin. The book and the model must outlive it.
[[nodiscard]] StressTarget marginTarget(const PricedBook& book, std::vector<RiskFactor> factors,
                                        const MarginModel& model, VolDynamics dynamics);

} // namespace ballast

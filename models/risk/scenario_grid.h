#pragma once

#include "models/risk/otc_estimates.h"
#include "models/risk/otc_move.h"
#include "models/risk/risk_report.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// Axes of a spot x vol grid: relative moves. spotMoves -0.2 means index and every forward fall by 20 %; volMoves 0.1
// means every vol times 1.1 (sticky strike).
struct GridAxes
{
    std::vector<double> spotMoves;
    std::vector<double> volMoves;
    bool operator==(const GridAxes&) const = default;
};

// Evenly spaced, ends included.
[[nodiscard]] std::vector<double> evenAxis(double from, double to, int points);

struct GridCell
{
    std::size_t spot = 0;
    std::size_t vol = 0;
    double pnlUsd = 0.0;
    bool operator==(const GridCell&) const = default;
};

// Full revaluation of the priced lines of a report, now (no time passes). pnlUsd is row-major [spot][vol].
struct ScenarioGrid
{
    SnapshotId basis;
    GridAxes axes;
    std::vector<double> pnlUsd;
    GridCell worst;
    int linesLeftOut = 0; // lines without values: the grid is without them
    OtcEstimates estimates{};

    [[nodiscard]] double at(std::size_t spot, std::size_t vol) const
    {
        return pnlUsd[spot * axes.volMoves.size() + vol];
    }
    bool operator==(const ScenarioGrid&) const = default;
};

// `underlying` empty: the whole book, all underlyings moving alike. Worst is the lowest P&L, of equals the smallest
// move. BadInput for an empty axis or a spot move of -100 % or less; Cancelled between blocks of
// cells.
[[nodiscard]] Result<ScenarioGrid> computeGrid(const RiskReport& report, const GridAxes& axes,
                                               std::string_view underlying, std::stop_token stop);

// Runs part(0) to part(parts - 1), at once or one after the other, and returns when all are done. Given by callers that
// have threads: models have none.
struct PartRunner
{
    std::size_t parts = 1;
    std::function<void(std::size_t parts, const std::function<void(std::size_t part)>&)> run;
};

// The same grid, bit for bit, worked on in parts.
[[nodiscard]] Result<ScenarioGrid> computeGrid(const RiskReport& report, const GridAxes& axes,
                                               std::string_view underlying, std::stop_token stop,
                                               const PartRunner& runner);

// P&L of one line when its forward moves by `spotMove` (return), its vol by the factor 1 + volMove, and `days` pass.
// 0 for a line without values.
[[nodiscard]] double linePnlUsd(const RiskLine& line, double spotMove, double volMove, double days);
// The same of a whole OTC line, and the refusal where it is an estimate.
[[nodiscard]] OtcMove otcLineMove(const RiskLine& line, double spotMove, double volMove, double days);

} // namespace ballast

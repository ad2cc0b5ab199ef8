#pragma once

#include "models/risk/risk_report.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

enum class HeatGreek
{
    Delta,
    Gamma,
    Vega,
    Theta,
    Vanna
};

// The options of one underlying laid out strike bucket x expiry; futures and perpetuals have no strike and stay out.
// Cells without a position are nullopt. Units: delta coins, gamma coins per 1 %, vega USD per vol point, theta USD per
// day, vanna USD of vega per 1 %.
struct GreekHeatmap
{
    std::string underlying;
    HeatGreek greek = HeatGreek::Vega;
    std::string deltaName;                    // of the deltas, "min. variance"
    std::vector<double> strikes;              // column centres, USD, rising; the outer columns collect what lies beyond
    std::vector<Timestamp> expiries;          // rows, rising
    std::vector<double> days;                 // of each row
    std::vector<std::optional<double>> cells; // row-major [expiry][strike]
    std::vector<double> rowTotals;
    std::vector<std::optional<double>> columnTotals;
    double total = 0.0;

    bool operator==(const GreekHeatmap&) const = default;
};

// At most `maxColumns` strike buckets (at least one), on round strikes around the index.
[[nodiscard]] GreekHeatmap greekHeatmap(const RiskReport& report, std::string_view underlying, HeatGreek greek,
                                        int maxColumns);

} // namespace ballast

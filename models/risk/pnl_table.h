#pragma once

#include "models/risk/book_revaluer.h"

#include <string>
#include <vector>

namespace ballast {

// A book's P&L over spot and vol, tabulated once for each underlying by full revaluation and interpolated from there:
// for backtests, which ask for the same book many thousand times. Linear between nodes 0.005 apart in ln(spot) and 0.05
// in ln(vol), to +-1.2 and +-1.5; beyond them the last node's value.
class PnlTable
{
public:
    // `report` of the inputs must outlive the construction only.
    PnlTable(const ScenarioInputs& inputs, std::vector<RiskFactor> factors, VolDynamics dynamics);

    [[nodiscard]] double pnlUsd(std::span<const double> logMoves) const;

private:
    struct Table
    {
        std::size_t spotFactor = 0;           // index into the factors
        std::optional<std::size_t> volFactor; // nullopt: vols do not move
        std::vector<double> cells;            // [spot][vol]
    };
    [[nodiscard]] static double valueAt(const Table& table, double logSpot, double logVol);

    std::vector<Table> m_tables;
};

} // namespace ballast

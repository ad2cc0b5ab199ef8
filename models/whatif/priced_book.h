#pragma once

#include "models/core/result.h"
#include "models/risk/risk_engine.h"
#include "models/risk/scenario_engine.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace ballast {

// One book priced on one market: what every question of the lab is asked about. Immutable once made.
struct PricedBook
{
    std::string title; // "Book", "+ what-if", "+ hedge 218"
    std::shared_ptr<const RiskReport> report;
    SnapshotPtr market;
    std::vector<VolSurfacePtr> surfaces;
    double cashUsd = 0.0; // of the margin account, beside what the book lists as spot

    [[nodiscard]] ScenarioInputs inputs() const { return {report.get(), market, surfaces}; }
};

using PricedBookPtr = std::shared_ptr<const PricedBook>;

// Cancelled between lines.
[[nodiscard]] Result<PricedBookPtr> priceBook(std::string title, const RiskInputs& inputs, double cashUsd,
                                              std::stop_token stop);

} // namespace ballast

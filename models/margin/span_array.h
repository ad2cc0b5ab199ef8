#pragma once

#include "models/margin/margin_inputs.h"

#include <array>
#include <string>
#include <vector>

namespace ballast {

// CME's classic sixteen scenarios (spec B6). Moves in units of the contract, vols in points of 1.00.
struct SpanRanges
{
    double priceScan = 0.0; // USD
    double volScan = 0.0;   // 0.04: four points
    double extremeMultiple = 3.0;
    double extremeCover = 0.33; // share of the extreme loss that counts
    double lookAheadDays = 1.0;
    bool operator==(const SpanRanges&) const = default;
};

struct SpanRisk
{
    std::array<double, 16> pnl{}; // in the published order
    double scanRisk = 0.0;        // largest loss
    int scenario = 0;             // 1..16; 0: nothing loses
    bool operator==(const SpanRisk&) const = default;
};
[[nodiscard]] SpanRisk spanRisk(const std::vector<MarginLeg>& legs, const SpanRanges& ranges);

} // namespace ballast

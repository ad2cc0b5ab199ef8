#pragma once

#include "models/risk/risk_report.h"

#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// A line whose engine refused moved contracts: its Greeks stood in at so many points.
struct OtcEstimate
{
    std::size_t position = 0; // in the book
    std::string instrument;
    int points = 0;
    std::string refusal; // the engine's reason, of the first one
    bool operator==(const OtcEstimate&) const = default;
};

// What in a grid, a map or a set of scenarios is no revaluation but the second-order estimate from delta, gamma, vega,
// volga, vanna and theta.
struct OtcEstimates
{
    std::vector<OtcEstimate> lines{}; // by position
    bool operator==(const OtcEstimates&) const = default;

    void note(const RiskLine& line, const std::string& refusal, int points = 1); // nothing where `refusal` is empty
    void add(const OtcEstimates& more, int pointsEach = 1);

    // What a point is called: "cell". "2 over-the-counter lines by delta-gamma-vega estimate in up to 14 cells"; empty:
    // nothing is estimated.
    [[nodiscard]] std::string summary(std::string_view point) const;
    // "BTC-27MAR26-70000-C-UO-90000: 14 cells by delta-gamma-vega estimate: why", one a line.
    [[nodiscard]] std::vector<std::string> details(std::string_view point) const;
};

} // namespace ballast

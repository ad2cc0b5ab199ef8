#pragma once

#include "models/risk/scenario_engine.h"

#include <string>

namespace ballast {

// How far each factor is moved. Stated beside every number that comes of it.
struct GreekBumps
{
    double spot = 0.01;     // return, up and down
    double volPoints = 1.0; // of every vol, up and down
    double days = 1.0;
    bool operator==(const GreekBumps&) const = default;
};

// USD that the book gains for a whole bump, by full revaluation: what a trader calls dollar delta, gamma, vega.
struct DollarGreeks
{
    GreekBumps bumps;
    double deltaUsd = 0.0; // spot up by the bump, the part that turns its sign when spot falls
    double gammaUsd = 0.0; // the change of that for one more bump
    double vegaUsd = 0.0;
    double volgaUsd = 0.0; // the change of vega for one more bump
    double vannaUsd = 0.0; // the change of vega for spot up by its bump
    double thetaUsd = 0.0; // of the days alone; legs that expire settle
    bool operator==(const DollarGreeks&) const = default;
};

// `underlying` empty: the whole book, all moving alike. BadInput: a bump that is not above zero, a spot bump of 100 %.
[[nodiscard]] Result<DollarGreeks> dollarGreeks(const ScenarioInputs& inputs, const std::string& underlying,
                                                const GreekBumps& bumps);
[[nodiscard]] std::string bumpText(const GreekBumps& bumps); // "spot 1 %, vol 1 pt, 1 d"

} // namespace ballast

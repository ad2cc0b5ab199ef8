#pragma once

#include "models/margin/vol_shock.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// A named part of the initial margin. The coin figure exists where the part settles in coin.
struct MarginComponent
{
    std::string name; // "worst case", "roll shock"
    std::string underlying;
    std::optional<double> coin;
    double usd = 0.0;
    bool operator==(const MarginComponent&) const = default;
};

// The scenario that decides the largest risk unit.
struct WorstScenario
{
    int index = 0;
    double move = 0.0;
    VolMove vol = VolMove::Same;
    std::string name; // "+16 %, vol up", "extended +100 %, vol up", "theta 1 d"
    double pnlUsd = 0.0;
    bool operator==(const WorstScenario&) const = default;
};

// One net position standing alone under the same model.
struct PositionMargin
{
    std::string instrument;
    double quantity = 0.0;
    double initialUsd = 0.0;
    double maintenanceUsd = 0.0;
    std::optional<double> worstPnlUsd; // in the book's worst scenario, where the position belongs to it
    bool operator==(const PositionMargin&) const = default;
};

// What a venue asks for the book. A requirement is positive; it is compared with the balance as that model counts it:
// option values inside (portfolio margin) or outside (standard margin), collateral after haircuts.
struct MarginReport
{
    std::string model;          // the word of the command line
    std::string parametersAsOf; // date and source of the numbers used
    double initialUsd = 0.0;
    double maintenanceUsd = 0.0;
    double balanceInitialUsd = 0.0;
    double balanceMaintenanceUsd = 0.0;
    std::optional<WorstScenario> worstScenario;
    std::vector<MarginComponent> components; // add up to initialUsd
    std::vector<PositionMargin> perPosition; // in the order of the legs
    double sumOfPositionsUsd = 0.0;          // initial margins of the positions standing alone
    double savingUsd = 0.0;                  // what holding them together saves
    int linesLeftOut = 0;
    std::vector<std::string> caveats; // parameters and rules that no source confirms, what is left out
    bool operator==(const MarginReport&) const = default;
};

} // namespace ballast

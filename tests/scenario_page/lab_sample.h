#pragma once

#include "models/desk/scenario_picture.h"
#include "models/desk/scenario_view.h"

namespace ballast {
class ScenarioHub;
}

namespace ballast::test {

// What the scenario lab makes of the desk sample with three hypothetical legs: real numbers for the page under test.
// Built once per program.
struct LabSample
{
    ScenarioRequest request;
    ScenarioPicturePtr picture; // complete
    ScenarioSetView scenarios;
    WhatIfView whatIf;
    LabControls controls;
};

[[nodiscard]] const LabSample& labSample();
[[nodiscard]] ScenarioRequest labRequest(); // what it is made from, not worked out

// 300 days of made-up moves of spot and vol, with fat tails; fixed seed.
[[nodiscard]] OpenHistoryPtr madeUpHistory(const std::vector<std::string>& underlyings);

void showLab(ScenarioHub& hub, const LabSample& sample);

} // namespace ballast::test

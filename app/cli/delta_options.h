#pragma once

#include "app/cli/output.h"
#include "models/risk/delta_convention.h"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace ballast {

// The options that say what is called delta, alike for every command.
struct DeltaArguments
{
    std::string rule = "sticky-strike";
    bool netOfPremium = false;
    std::vector<std::string> history; // earlier markets to fit the rule from, oldest first
    std::vector<double> stickiness;   // given ratio, none or one
    std::vector<double> coefficients; // given a, b, c
};

void addDeltaOptions(CLI::App& command, DeltaArguments& arguments);

// The convention for these underlyings; fits what the rule needs from the history where there is one.
[[nodiscard]] Result<DeltaConvention> deltaConvention(const DeltaArguments& arguments,
                                                      const std::vector<std::string>& underlyings);

// {rule, netOfPremium, name, notes: {underlying: sentence}}
[[nodiscard]] Json deltaJson(const DeltaConvention& convention, const std::vector<std::string>& underlyings);

} // namespace ballast

#pragma once

#include "models/core/result.h"
#include "models/risk/scenario.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ballast {

// The numbers of a shock, one by one: what an editor's cells and sliders, the JSON reader and the tornado know of them.
enum class ShockField
{
    Spot,
    VolPoints,
    VolRelative,
    Skew25d,
    Curvature25d,
    TermPower,
    Rate,
    Funding,
    Basis,
    SpreadMultiple,
    DepthMultiple,
    OracleDelaySeconds
};

struct ShockFieldSpec
{
    ShockField field = ShockField::Spot;
    const char* key = "";   // in JSON
    const char* label = ""; // "Vol level"
    const char* unit = "";  // of the shown value: "%", "pt"
    double UnderlyingShock::*member = nullptr;
    double perShown = 1.0; // value = shown x perShown: 0.01 for percent
    double neutral = 0.0;
    double lowest = 0.0; // allowed, as value, both inclusive
    double highest = 0.0;
    double sliderLow = 0.0; // what a slider spans, as value
    double sliderHigh = 0.0;
    double step = 0.0; // of arrows and drags, as value
    int decimals = 1;  // of the shown value
};

// All fields in enum order.
[[nodiscard]] std::span<const ShockFieldSpec> shockFields();
[[nodiscard]] const ShockFieldSpec& shockField(ShockField field);

[[nodiscard]] double shockValue(const UnderlyingShock& shock, ShockField field);
[[nodiscard]] UnderlyingShock withShockValue(UnderlyingShock shock, ShockField field, double value);
[[nodiscard]] bool isNeutral(const UnderlyingShock& shock, ShockField field);

// BadInput with the sentence for the cell: "Spot must stay above -100 %".
[[nodiscard]] Status checkShockValue(ShockField field, double value);
// What a trader types into the cell, in the shown unit: "-12", "-12 %", "+20pt", "x3"; empty is neutral.
[[nodiscard]] Result<double> parseShockValue(ShockField field, std::string_view text);
[[nodiscard]] std::string shownShockValue(ShockField field, double value); // "-12.0", signed where the field has a sign

} // namespace ballast

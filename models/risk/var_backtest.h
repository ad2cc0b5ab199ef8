#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace ballast {

// A likelihood-ratio test (spec F12).
struct RatioTest
{
    double statistic = 0.0;
    double pValue = 1.0;
    bool rejected = false; // at 5 %
    bool operator==(const RatioTest&) const = default;
};

// Unconditional coverage: x exceptions of n at probability p (Kupiec 1995), chi-square with one degree.
[[nodiscard]] RatioTest kupiecTest(int days, int exceptions, double probability);

// Days without and with an exception after days without and with one.
struct Transitions
{
    int calmToCalm = 0;
    int calmToHit = 0;
    int hitToCalm = 0;
    int hitToHit = 0;
    bool operator==(const Transitions&) const = default;
};
[[nodiscard]] Transitions transitionsOf(const std::vector<bool>& hits);

// Independence of exceptions (Christoffersen 1998), chi-square with one degree.
[[nodiscard]] RatioTest independenceTest(const Transitions& transitions);
// Coverage and independence together, chi-square with two degrees.
[[nodiscard]] RatioTest conditionalCoverageTest(const RatioTest& coverage, const RatioTest& independence);

// Basel's colours by the binomial chance of so few exceptions: yellow from 95 %, red from 99.99 % (Basel Committee
// 1996); 250 days at 99 %: green to 4, yellow 5 to 9, red from 10.
enum class TrafficLight
{
    Green,
    Yellow,
    Red
};
[[nodiscard]] TrafficLight trafficLight(int days, int exceptions, double probability);
[[nodiscard]] const char* trafficLightWord(TrafficLight light); // "green"

// Fewest and most exceptions that Kupiec's test at 5 % accepts.
struct AcceptedExceptions
{
    int fewest = 0;
    int most = 0;
};
[[nodiscard]] AcceptedExceptions acceptedExceptions(int days, double probability);

// One day's forecast and what came.
struct VarDay
{
    double pnl = 0.0;
    double var = 0.0; // forecast before the day
    double es = 0.0;
    [[nodiscard]] bool exceeded() const { return -pnl > var; }
};

// Acerbi and Szekely 2014, Z2 with this sign: 0 when ES is right, above zero when it is too small; about 0.70 is
// critical at 5 % for 97.5 %.
[[nodiscard]] double expectedShortfallTest(std::span<const VarDay> days, double confidence);
inline constexpr double criticalShortfallZ2 = 0.70;

struct VarBacktest
{
    int days = 0;
    double confidence = 0.0;
    std::vector<std::size_t> exceptions; // days on which the loss was above VaR
    double expectedExceptions = 0.0;
    RatioTest kupiec;
    RatioTest independence;
    RatioTest conditionalCoverage;
    TrafficLight light = TrafficLight::Green;
    AcceptedExceptions accepted;
    double shortfallZ2 = 0.0;
};

// BadInput: no days, or a confidence outside (0, 1).
[[nodiscard]] Result<VarBacktest> backtestVar(std::span<const VarDay> days, double confidence);

// Upper tail of the chi-square distribution with one or two degrees.
[[nodiscard]] double chiSquareTail1(double x);
[[nodiscard]] double chiSquareTail2(double x);

} // namespace ballast

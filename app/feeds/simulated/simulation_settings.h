#pragma once

#include "models/core/time.h"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

// How one underlying behaves. Vols are annual fractions; `skew` is minus the correlation parameter of the smile;
// `curvature` is psi / sqrt(theta) of the slice, the smile's width in standard deviations.
struct UnderlyingSettings
{
    std::string name;
    double spotUsd = 0.0;
    double realisedVol = 0.0; // of the spot path, jumps included
    double shortVol = 0.0;    // implied, at the money, nearest expiries
    double longVol = 0.0;     // implied, where forward variance ends
    double skewShort = 0.0;
    double skewLong = 0.0;
    double curvatureShort = 0.0;
    double curvatureLong = 0.0;
    double jumpBeta = 1.0;          // of a jump that hits the whole market
    double crashReturn = 0.0;       // flash crash, peak to bottom, simple return
    double crashFastVariance = 0.0; // added at the height of a crash, annual variance
    double crashSlowVariance = 0.0;
    double crashSkew = 0.0;              // added at the nearest expiries
    std::vector<double> strikeMantissas; // steps are these times powers of ten
    double optionSize = 0.0;             // coins, typical best size near the money
    double openInterest = 0.0;           // coins, typical of a busy strike
    double perpetualDepthUsd = 0.0;      // typical amount at the best price
    double perpetualOpenInterestUsd = 0.0;
};

[[nodiscard]] UnderlyingSettings simulatedBitcoin();
[[nodiscard]] UnderlyingSettings simulatedEther();

struct SimulationSettings
{
    std::uint64_t seed = 1;
    Timestamp start = std::chrono::sys_days(std::chrono::year(2026) / 2 / 9) + std::chrono::hours(9);
    std::vector<UnderlyingSettings> underlyings{simulatedBitcoin(), simulatedEther()};
    Milliseconds stepMarketTime{100}; // of one step at speed 1x
};

} // namespace ballast

#include "app/feeds/simulated/simulation_settings.h"

namespace ballast {

// Levels read off Deribit's public chains: quiet ones of 2026-01-14, crash ones of 2026-02-05 21:29 UTC
// (docs/simulated_market.md has the comparison).
UnderlyingSettings simulatedBitcoin()
{
    UnderlyingSettings s;
    s.name = "BTC";
    s.spotUsd = 63'700.0;
    s.realisedVol = 0.36;
    s.shortVol = 0.385;
    s.longVol = 0.495;
    s.skewShort = 0.035;
    s.skewLong = 0.19;
    s.curvatureShort = 0.74;
    s.curvatureLong = 0.66;
    s.jumpBeta = 1.0;
    s.crashReturn = -0.18;
    s.crashFastVariance = 1.50;
    s.crashSlowVariance = 0.20;
    s.crashSkew = 0.45;
    s.strikeMantissas = {1.0, 2.0, 5.0};
    s.optionSize = 12.0;
    s.openInterest = 420.0;
    s.perpetualDepthUsd = 180'000.0;
    s.perpetualOpenInterestUsd = 980e6;
    return s;
}

UnderlyingSettings simulatedEther()
{
    UnderlyingSettings s;
    s.name = "ETH";
    s.spotUsd = 1'870.0;
    s.realisedVol = 0.50;
    s.shortVol = 0.50;
    s.longVol = 0.68;
    s.skewShort = 0.0;
    s.skewLong = 0.125;
    s.curvatureShort = 0.74;
    s.curvatureLong = 0.64;
    s.jumpBeta = 1.2;
    s.crashReturn = -0.215;
    s.crashFastVariance = 1.80;
    s.crashSlowVariance = 0.22;
    s.crashSkew = 0.36;
    s.strikeMantissas = {1.0, 2.5, 5.0};
    s.optionSize = 110.0;
    s.openInterest = 5'200.0;
    s.perpetualDepthUsd = 90'000.0;
    s.perpetualOpenInterestUsd = 520e6;
    return s;
}

} // namespace ballast

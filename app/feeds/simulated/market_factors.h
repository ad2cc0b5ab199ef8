#pragma once

#include "app/feeds/simulated/flash_crash.h"
#include "app/feeds/simulated/simulation_random.h"
#include "app/feeds/simulated/simulation_settings.h"

#include <vector>

namespace ballast {

// What drives one underlying's whole market at one moment, crash included. Annual variances, as implied by options.
struct FactorState
{
    double spotUsd = 0.0;
    double slowVariance = 0.0; // now; fades towards longVariance over months of expiry
    double fastVariance =
        0.0; // now, on top of it; fades over days of expiry; may be negative, never below -slowVariance
    double longVariance = 0.0;
    double skewShort = 0.0;
    double skewLong = 0.0;
    double crashSkew = 0.0;        // on top while a crash lasts; fades more slowly along the expiries
    double curvatureScale = 1.0;   // on the settings' curvature
    double basisShort = 0.0;       // annual, nearest expiries
    double basisLong = 0.0;        // annual, far end
    double perpetualPremium = 0.0; // mark over index, fraction
    double fundingRate8h = 0.0;    // mean of the last 8 hours
    double liquidityStress = 0.0;  // 0 calm .. 1 crash
    bool operator==(const FactorState&) const = default;
};

// The random state of the whole market: spot with mean-reverting stochastic variance and compound-Poisson jumps
// (Bates 1996 with log-normal variance), two variance time scales, skew, basis and perpetual premium. All
// mean-reverting factors are Ornstein-Uhlenbeck and advanced by their exact transition, so step length does not bias
// them.
class MarketFactors
{
public:
    MarketFactors(std::vector<UnderlyingSettings> underlyings, std::uint64_t seed);

    // One integration step; `weekWeight` scales variance, `seconds` should not exceed a minute.
    void advance(double seconds, double weekWeight);
    void startFlashCrash();

    [[nodiscard]] FactorState state(std::size_t underlying) const;
    // Seconds since the newest crash began; negative when none is running.
    [[nodiscard]] double crashSeconds() const;
    [[nodiscard]] double busyness() const; // log of fast over slow variance of the first underlying; 0 on average

private:
    struct Hidden
    {
        double logSpot = 0.0;
        double slow = 0.0; // OU states, mean 0
        double fast = 0.0;
        double longRun = 0.0;
        double skew = 0.0;
        double basis = 0.0;
        double premium = 0.0;
        double funding8h = 0.0;
    };

    struct Shocks
    {
        double spot = 0.0;
        double vol = 0.0; // the part of vol that does not come from spot
        double slowVol = 0.0;
    };

    void move(std::size_t underlying, const Shocks& shocks, double seconds, double weekWeight, double jump);
    [[nodiscard]] CrashEffect effect() const;
    [[nodiscard]] double meanPremium(const FactorState& state) const;

    std::vector<UnderlyingSettings> m_settings;
    std::vector<Hidden> m_hidden;
    std::vector<double> m_crashes; // seconds since each running crash began
    SimulationRandom m_random;
};

} // namespace ballast

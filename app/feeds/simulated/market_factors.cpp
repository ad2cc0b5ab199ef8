#include "app/feeds/simulated/market_factors.h"

#include "models/market/calendar.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// A mean-reverting factor: speed per year and standard deviation in the long run.
struct Reversion
{
    double perYear = 0.0;
    double deviation = 0.0;
};

constexpr Reversion slowLog{12.0, 0.20};
constexpr Reversion fastLog{80.0, 0.30};
constexpr Reversion longLog{2.0, 0.08};
constexpr Reversion skewFactor{60.0, 0.05};
constexpr Reversion basisFactor{30.0, 0.02};
constexpr Reversion premiumFactor{17'520.0, 0.00006}; // half an hour

constexpr double assetCorrelation = 0.85; // of the diffusive spot moves
constexpr double volCorrelation = 0.80;   // between underlyings, of the part of vol that spot does not explain
constexpr double spotToSlowVol = -0.45;
constexpr double spotToFastVol = -0.60;
constexpr double spotToSkew = -0.50; // a fall makes puts dearer
constexpr double spotToBasis = 0.30;

constexpr double jumpsPerYear = 80.0;
constexpr double jumpMean = -0.004;
constexpr double jumpDeviation = 0.014;
constexpr double ownJumpDeviation = 0.004;
constexpr double jumpToFastLog = 6.0; // rise of log fast variance per unit of absolute jump

constexpr double basisShortMean = 0.040; // recorded chains: 4 to 5 % a year
constexpr double basisLongMean = 0.048;
constexpr double crashBasis = -0.10;
constexpr double crashPremium = -0.0015;
constexpr double crashCurvature = 0.30;

// Deribit's published funding formula: rate = max(d, premium) + min(-d, premium) with a damper d of 0.025 %.
constexpr double fundingDamper = 0.00025;
constexpr double fundingsPerYear = 3.0 * 365.0;

double fundingRate(double premium)
{
    return std::max(fundingDamper, premium) + std::min(-fundingDamper, premium);
}

double reverted(double x, const Reversion& r, double years, double normal)
{
    const double keep = std::exp(-r.perYear * years);
    return x * keep + r.deviation * std::sqrt(1.0 - keep * keep) * normal;
}

double mixed(double correlation, double common, double own)
{
    return correlation * common + std::sqrt(1.0 - correlation * correlation) * own;
}

// Variance factor of mean 1 from a centred log factor.
double meanOne(double logFactor, const Reversion& r)
{
    return std::exp(logFactor - 0.5 * r.deviation * r.deviation);
}

double jumpVariance(double beta)
{
    const double common = beta * beta * (jumpMean * jumpMean + jumpDeviation * jumpDeviation);
    return jumpsPerYear * (common + ownJumpDeviation * ownJumpDeviation);
}

} // namespace

MarketFactors::MarketFactors(std::vector<UnderlyingSettings> underlyings, std::uint64_t seed)
    : m_settings(std::move(underlyings)), m_hidden(m_settings.size()), m_random(seed, 1)
{
    for (std::size_t u = 0; u < m_hidden.size(); ++u) {
        Hidden& h = m_hidden[u];
        h.logSpot = std::log(m_settings[u].spotUsd);
        // Start at the mean of the variances, not at their median.
        h.slow = 0.5 * slowLog.deviation * slowLog.deviation;
        h.fast = 0.5 * fastLog.deviation * fastLog.deviation;
        h.longRun = 0.5 * longLog.deviation * longLog.deviation;
        h.premium = meanPremium(state(u));
        h.funding8h = fundingRate(h.premium);
    }
}

void MarketFactors::advance(double seconds, double weekWeight)
{
    const double fallBefore = effect().fall;
    for (double& since : m_crashes)
        since += seconds;
    const double fallStep = effect().fall - fallBefore;
    std::erase_if(m_crashes, [](double since) { return since >= crashDurationSeconds; });

    const double years = seconds / secondsPerYear;
    const bool jumped = m_random.uniform() < 1.0 - std::exp(-jumpsPerYear * weekWeight * years);
    const double marketJump = jumped ? jumpMean + jumpDeviation * m_random.normal() : 0.0;
    const double market = m_random.normal();
    const double marketVol = m_random.normal();
    const double marketSlowVol = m_random.normal();
    for (std::size_t u = 0; u < m_hidden.size(); ++u) {
        Shocks shocks;
        // The first underlying is the market; the others follow it.
        shocks.spot = u == 0 ? market : mixed(assetCorrelation, market, m_random.normal());
        shocks.vol = mixed(volCorrelation, marketVol, m_random.normal());
        shocks.slowVol = mixed(volCorrelation, marketSlowVol, m_random.normal());
        double jump = m_settings[u].jumpBeta * (marketJump - jumpsPerYear * weekWeight * years * jumpMean);
        if (jumped)
            jump += ownJumpDeviation * m_random.normal();
        m_hidden[u].logSpot += std::log1p(m_settings[u].crashReturn) * fallStep;
        move(u, shocks, seconds, weekWeight, jump);
    }
}

void MarketFactors::move(std::size_t underlying, const Shocks& shocks, double seconds, double weekWeight, double jump)
{
    const UnderlyingSettings& settings = m_settings[underlying];
    Hidden& h = m_hidden[underlying];
    const FactorState now = state(underlying);
    const double years = seconds / secondsPerYear;
    const double meanVariance = settings.realisedVol * settings.realisedVol - jumpVariance(settings.jumpBeta);
    const double relative = (now.slowVariance + now.fastVariance) / (settings.shortVol * settings.shortVol);
    const double variance = std::max(0.0, meanVariance) * relative * weekWeight;
    h.logSpot += std::sqrt(variance * years) * shocks.spot - 0.5 * variance * years + jump;

    const double jumpSize = std::abs(jump) > 0.001 ? std::abs(jump) : 0.0; // the compensator alone is no jump
    // What jumps add to the mean of the fast factor is taken out again: E|jump| is about 0.8 standard deviations.
    const double meanLift = jumpToFastLog * 0.8 * jumpDeviation * settings.jumpBeta * jumpsPerYear * years;
    h.slow = reverted(h.slow, slowLog, years, mixed(spotToSlowVol, shocks.spot, shocks.slowVol));
    h.fast = reverted(h.fast, fastLog, years, mixed(spotToFastVol, shocks.spot, shocks.vol));
    h.fast = std::min(h.fast + jumpToFastLog * jumpSize - meanLift, 1.2);
    h.longRun = reverted(h.longRun, longLog, years, shocks.slowVol);
    h.skew = reverted(h.skew, skewFactor, years, mixed(spotToSkew, shocks.spot, m_random.normal()));
    h.basis = reverted(h.basis, basisFactor, years, mixed(spotToBasis, shocks.spot, m_random.normal()));

    const double target = meanPremium(now);
    h.premium = target + reverted(h.premium - target, premiumFactor, years, m_random.normal());
    const double keep = std::exp(-seconds / (8.0 * 3600.0));
    h.funding8h = keep * h.funding8h + (1.0 - keep) * fundingRate(now.perpetualPremium);
}

void MarketFactors::startFlashCrash()
{
    m_crashes.push_back(0.0);
}

FactorState MarketFactors::state(std::size_t underlying) const
{
    const UnderlyingSettings& s = m_settings[underlying];
    const Hidden& h = m_hidden[underlying];
    const CrashEffect crash = effect();
    const double slow = s.shortVol * s.shortVol * meanOne(h.slow, slowLog);
    const double fastRatio = meanOne(h.fast, fastLog);
    FactorState state;
    state.spotUsd = std::exp(h.logSpot);
    state.slowVariance = slow + s.crashSlowVariance * crash.volatility;
    state.fastVariance = slow * (fastRatio - 1.0) + s.crashFastVariance * crash.volatility;
    state.longVariance = s.longVol * s.longVol * meanOne(h.longRun, longLog);
    state.skewShort = s.skewShort + h.skew;
    state.skewLong = s.skewLong + 0.4 * h.skew;
    state.crashSkew = s.crashSkew * crash.volatility;
    state.curvatureScale = 1.0 + crashCurvature * crash.volatility;
    state.basisShort = basisShortMean + h.basis + crashBasis * crash.volatility;
    state.basisLong = basisLongMean + 0.3 * h.basis;
    state.perpetualPremium = h.premium + crashPremium * crash.liquidity;
    state.fundingRate8h = h.funding8h;
    // Busy markets thin the books a little even without a crash.
    state.liquidityStress = std::min(1.0, crash.liquidity + 0.15 * std::max(0.0, h.fast - fastLog.deviation));
    return state;
}

double MarketFactors::crashSeconds() const
{
    return m_crashes.empty() ? -1.0 : m_crashes.back();
}

double MarketFactors::busyness() const
{
    return m_hidden.empty() ? 0.0 : m_hidden.front().fast;
}

// Crashes that overlap add up in price, while stress is that of the worst.
CrashEffect MarketFactors::effect() const
{
    CrashEffect sum;
    for (const double since : m_crashes) {
        const CrashEffect one = crashEffect(since);
        sum.fall += one.fall;
        sum.liquidity = std::max(sum.liquidity, one.liquidity);
        sum.volatility = std::max(sum.volatility, one.volatility);
    }
    return sum;
}

// The premium at which funding costs what the curve's short basis earns.
double MarketFactors::meanPremium(const FactorState& state) const
{
    const double carry = state.basisShort / fundingsPerYear;
    return carry >= 0.0 ? fundingDamper + carry : carry - fundingDamper;
}

} // namespace ballast

#pragma once

#include "models/core/time.h"

#include <optional>

namespace ballast {

enum class Alert
{
    Clear,
    Amber,
    Red
};

struct DivergenceRules
{
    double lambdaPerSecond = 0.97;
    double amberZ = 4.0;
    double redZ = 6.0;
    double redDistance = 0.005;      // 50 bp for majors, 200 bp for staked and stable coins
    Milliseconds persistence{3'000}; // for so long before it counts
};

// How far two sources are apart: d = ln(a / b) against its own exponentially weighted mean and variance.
class DivergenceMonitor
{
public:
    explicit DivergenceMonitor(DivergenceRules rules = {}) : m_rules(rules) {}

    // `extraVariance`: of stated confidence and deviation thresholds. Prices must be positive, else Red.
    Alert update(double priceA, double priceB, double extraVariance, Timestamp now);
    [[nodiscard]] Alert alert() const { return m_alert; }
    [[nodiscard]] std::optional<double> z() const { return m_z; }

private:
    [[nodiscard]] Alert momentary(double distance, double extraVariance);

    DivergenceRules m_rules;
    double m_mean = 0.0;
    double m_variance = 0.0;
    std::optional<double> m_z;
    std::optional<Timestamp> m_lastAt;
    std::optional<Timestamp> m_amberSince;
    std::optional<Timestamp> m_redSince;
    Alert m_alert = Alert::Clear;
};

enum class JumpVerdict
{
    None,
    SourceFault,
    MarketEvent
};
// A return is a jump beyond max(6 sigma sqrt(dt), 1 %): the source's fault where the others' median moved less than a
// third of it, else the market's.
[[nodiscard]] JumpVerdict judgeJump(double sourceReturn, double sigmaPerSqrtSecond, double seconds,
                                    double othersMedianReturn);

// The same price over and over while the others move more than three of their usual steps.
class FrozenWatch
{
public:
    explicit FrozenWatch(int samples = 10) : m_samples(samples) {}
    // True: frozen. `peer` is the others' consensus, `peerStep` its usual move from sample to sample.
    bool update(double price, double peer, double peerStep);

private:
    int m_samples;
    int m_same = 0;
    std::optional<double> m_price;
    double m_peerAtFirst = 0.0;
};

} // namespace ballast

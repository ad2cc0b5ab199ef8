#include "models/oracle/divergence.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {
namespace {

bool lasted(std::optional<Timestamp>& since, bool holds, Timestamp now, Milliseconds persistence)
{
    if (!holds) {
        since.reset();
        return false;
    }
    if (!since)
        since = now;
    return now - *since >= persistence;
}

} // namespace

Alert DivergenceMonitor::momentary(double distance, double extraVariance)
{
    constexpr double basisPoint = 1e-4;
    const double variance = std::max(m_variance + extraVariance, basisPoint * basisPoint);
    m_z = (distance - m_mean) / std::sqrt(variance);
    if (std::abs(*m_z) > m_rules.redZ || std::abs(distance) > m_rules.redDistance)
        return Alert::Red;
    return std::abs(*m_z) > m_rules.amberZ ? Alert::Amber : Alert::Clear;
}

Alert DivergenceMonitor::update(double priceA, double priceB, double extraVariance, Timestamp now)
{
    const bool sound = std::isfinite(priceA) && std::isfinite(priceB) && priceA > 0.0 && priceB > 0.0;
    const double distance = sound ? std::log(priceA / priceB) : 0.0;
    if (sound && !m_lastAt)
        m_mean = distance;
    const Alert at = sound ? momentary(distance, extraVariance) : Alert::Red;
    const bool red = lasted(m_redSince, at == Alert::Red, now, m_rules.persistence);
    const bool amber = lasted(m_amberSince, at != Alert::Clear, now, m_rules.persistence);
    m_alert = red ? Alert::Red : (amber ? Alert::Amber : Alert::Clear);
    // What is out of line does not teach the mean; otherwise a slow drift would become normal.
    if (sound && at == Alert::Clear) {
        const double seconds = m_lastAt ? std::max(static_cast<double>((now - *m_lastAt).count()) / 1000.0, 0.0) : 0.0;
        const double keep = std::pow(m_rules.lambdaPerSecond, seconds);
        const double surprise = distance - m_mean;
        m_mean += (1.0 - keep) * surprise;
        m_variance = keep * (m_variance + (1.0 - keep) * surprise * surprise);
    }
    if (sound)
        m_lastAt = now;
    return m_alert;
}

JumpVerdict judgeJump(double sourceReturn, double sigmaPerSqrtSecond, double seconds, double othersMedianReturn)
{
    const double limit = std::max(6.0 * sigmaPerSqrtSecond * std::sqrt(std::max(seconds, 0.0)), 0.01);
    if (!(std::abs(sourceReturn) > limit))
        return JumpVerdict::None;
    const bool sameWay = sourceReturn * othersMedianReturn > 0.0;
    const double followed = sameWay ? std::abs(othersMedianReturn) : 0.0;
    return followed < std::abs(sourceReturn) / 3.0 ? JumpVerdict::SourceFault : JumpVerdict::MarketEvent;
}

bool FrozenWatch::update(double price, double peer, double peerStep)
{
    if (m_price != price) {
        m_price = price;
        m_same = 0;
        m_peerAtFirst = peer;
        return false;
    }
    ++m_same;
    return m_same >= m_samples && std::abs(peer - m_peerAtFirst) > 3.0 * peerStep;
}

} // namespace ballast

#include "app/session/default_policy.h"

#include <array>

namespace ballast {
namespace {

// Half widths of the bands. At 65,000 USD a bitcoin and 2,000 USD an ether both stand for a delta of about 0.3 million
// USD, which a move of 1 % changes by about 40,000 USD.
struct Reach
{
    std::string_view underlying;
    double deltaCoin = 0.0;
    double gammaCoinPerUsd = 0.0;
};
constexpr std::array reaches{Reach{"BTC", 5.0, 1e-3}, Reach{"ETH", 150.0, 1.0}};
constexpr double vegaReachUsd = 4000.0; // per vol point

Band band(BandKind kind, double reach)
{
    Band result;
    result.kind = kind;
    result.lower = -reach;
    result.upper = reach;
    result.name = bandWord(kind);
    return result;
}

} // namespace

HedgePolicy defaultPolicy(std::string_view underlying)
{
    HedgePolicy policy;
    policy.underlying = underlying;
    policy.name = "Standard bands";
    for (const Reach& reach : reaches)
        if (reach.underlying == underlying)
            policy.bands = {band(BandKind::Delta, reach.deltaCoin), band(BandKind::Gamma, reach.gammaCoinPerUsd)};
    policy.bands.push_back(band(BandKind::Vega, vegaReachUsd));
    policy.universe.minOpenInterest = 10.0;
    policy.maxLegs = 6;
    policy.depthShare = 0.5;
    return policy;
}

} // namespace ballast

#include "app/session/default_policy.h"

namespace ballast {
namespace {

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

HedgePolicy defaultPolicy()
{
    HedgePolicy policy;
    policy.name = "Standard bands";
    policy.bands = {band(BandKind::Delta, 5.0), band(BandKind::Gamma, 1e-3), band(BandKind::Vega, 4000.0)};
    policy.universe.minOpenInterest = 10.0;
    policy.maxLegs = 6;
    policy.depthShare = 0.5;
    return policy;
}

} // namespace ballast

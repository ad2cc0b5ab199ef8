#include "models/hedging/policy.h"

namespace ballast {

const char* bandWord(BandKind kind)
{
    switch (kind) {
    case BandKind::Delta:
        return "delta";
    case BandKind::Gamma:
        return "gamma";
    case BandKind::Vega:
        return "vega";
    case BandKind::Theta:
        return "theta";
    case BandKind::Vanna:
        return "vanna";
    case BandKind::Volga:
        return "volga";
    }
    return "unknown";
}

const char* bandUnit(BandKind kind)
{
    switch (kind) {
    case BandKind::Delta:
        return "coins";
    case BandKind::Gamma:
        return "coins per USD";
    case BandKind::Vega:
        return "USD per point";
    case BandKind::Theta:
        return "USD per day";
    case BandKind::Vanna:
        return "coins per point";
    case BandKind::Volga:
        return "USD per point squared";
    }
    return "";
}

} // namespace ballast

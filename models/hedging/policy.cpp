#include "models/hedging/policy.h"

namespace ballast {

// Moves of the size that BTC has had within days: March 2020, May 2021, November 2022, August 2024, February 2026.
const std::vector<StressMove>& defaultStressMoves()
{
    static const std::vector<StressMove> moves{
        {"crash", -0.30, 40.0},    {"fall", -0.15, 20.0}, {"slide", -0.15, 0.0},   {"vols up", 0.0, 20.0},
        {"vols down", 0.0, -15.0}, {"rise", 0.15, 0.0},   {"squeeze", 0.15, 15.0}, {"melt-up", 0.30, 20.0}};
    return moves;
}

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

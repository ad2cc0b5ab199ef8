#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ballast {

enum class StructureKind
{
    Vertical,
    Straddle,
    Strangle,
    Fly,
    Calendar,
    RiskReversal,
    Collar,
    Synthetic
};

// Trades that together have a name.
struct NamedStructure
{
    StructureKind kind = StructureKind::Vertical;
    std::string name;                // "27MAR26 60000/65000 call vertical"
    std::vector<std::size_t> trades; // of the proposal
    double coins = 0.0;              // of the structure: what every leg has at least; negative is sold
    bool operator==(const NamedStructure&) const = default;
};

} // namespace ballast

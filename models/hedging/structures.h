#pragma once

#include "models/hedging/proposal.h"

#include <span>
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

// Structures among the trades, each trade in one at most; legs of one structure differ in size by at most a tenth.
// Larger ones come first: fly, collar, synthetic, straddle, strangle, vertical, risk reversal, calendar.
[[nodiscard]] std::vector<NamedStructure> namedStructures(std::span<const HedgeTrade> trades,
                                                          const MarketSnapshot& market);

[[nodiscard]] const char* structureWord(StructureKind kind); // "vertical"

} // namespace ballast

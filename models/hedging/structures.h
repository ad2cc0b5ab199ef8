#pragma once

#include "models/hedging/named_structure.h"
#include "models/hedging/proposal.h"

#include <span>
#include <string>
#include <vector>

namespace ballast {

// Structures among the trades, each trade in one at most; legs of one structure differ in size by at most a tenth.
// Larger ones come first: fly, collar, synthetic, straddle, strangle, vertical, risk reversal, calendar.
[[nodiscard]] std::vector<NamedStructure> namedStructures(std::span<const HedgeTrade> trades,
                                                          const MarketSnapshot& market);

[[nodiscard]] const char* structureWord(StructureKind kind); // "vertical"

} // namespace ballast

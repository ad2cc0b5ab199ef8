#pragma once

#include "models/risk/otc_line.h"

#include <string>

namespace ballast {

// What an OTC line gains per coin at another point, and how that is known.
struct OtcMove
{
    double pnlUsd = 0.0;
    std::string refusal; // not empty: the engine's reason not to price the moved contract; the P&L is an estimate
};
[[nodiscard]] OtcMove otcMove(const OtcLine& line, const OtcPoint& point);

} // namespace ballast

#pragma once

#include "models/core/time.h"
#include "models/risk/delta_convention.h"

#include <QString>
#include <optional>
#include <string>

namespace ballast {

[[nodiscard]] inline QString words(const std::string& utf8)
{
    return QString::fromStdString(utf8);
}

// Number inside a sentence: fixed decimals, true minus (U+2212), never "-0".
[[nodiscard]] QString fixedText(double value, int decimals);
[[nodiscard]] QString signedText(double value, int decimals);

// "21 d 10 h", "5 h 12 min", "expired".
[[nodiscard]] QString timeLeftText(double days);

// "27FEB" of 27FEB26 and "27FEB26".
[[nodiscard]] QString expiryText(Timestamp expiry);
[[nodiscard]] QString shortExpiryText(Timestamp expiry);

// "11 h" within two days, else "21 d".
[[nodiscard]] QString daysText(double days);

// "21:29:37" and "2026-02-05 21:29:37 UTC".
[[nodiscard]] QString clockText(Timestamp at);
[[nodiscard]] QString dateClockText(Timestamp at);

// Instrument name without its underlying: "27FEB26-60000-P", "PERPETUAL".
[[nodiscard]] QString shortInstrumentText(const std::string& name, const std::string& underlying);

// "Delta", under another rule than Black-76 with a sticky strike "Delta (min. variance)"; a column's head is shorter,
// its tooltip and the panel's second line say the rest.
[[nodiscard]] QString deltaTitle(const DeltaConvention& delta);
[[nodiscard]] QString deltaHead(const DeltaConvention& delta);

// Fewest decimals, at most `most`, that show `value` exactly.
[[nodiscard]] int decimalsOf(double value, int most);

} // namespace ballast

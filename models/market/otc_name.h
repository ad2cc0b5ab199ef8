#pragma once

#include "models/core/result.h"
#include "models/market/instrument.h"

#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// The venue word of what is dealt over the counter.
inline const VenueId otcVenue{"otc"};

// Reads the name of an OTC option: a listed option's name and what makes it another one.
//   BTC-27MAR26-70000-C-UO-90000        up-and-out at 90000; UI, DO, DI likewise
//   BTC-27MAR26-70000-C-UO-90000-R500   with a rebate of 500 USD a coin
//   BTC-27MAR26-70000-C-AVG-20MAR26-1D  arithmetic average of daily fixings from 20MAR26 to the expiry
//   BTC-27MAR26-70000-C-GEO-20MAR26-7D  geometric average, a fixing every seven days
//   BTC-27MAR26-70000-P-AM              American
// Only the shortest way of writing a contract is its name.
[[nodiscard]] Result<Instrument> parseOtcName(std::string_view name);

// Prints what parseOtcName reads; exact inverse.
[[nodiscard]] std::string otcName(const Instrument& instrument);

// The fixings of an average, rising, the last one not after the expiry. Empty for other styles.
[[nodiscard]] std::vector<Timestamp> fixingsOf(const Instrument& instrument);

} // namespace ballast

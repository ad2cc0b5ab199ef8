#pragma once

#include "models/pricing/otc_option.h"

namespace ballast {

// One style each, by QuantLib. They throw what QuantLib throws; QuantLibOtcPricer catches it and keeps threads out.
[[nodiscard]] Result<OtcPrice> barrierPrice(const OtcContract& contract, OtcEngine engine);
[[nodiscard]] Result<OtcPrice> asianPrice(const OtcContract& contract, OtcEngine engine);
[[nodiscard]] Result<OtcPrice> americanPrice(const OtcContract& contract, OtcEngine engine);

} // namespace ballast

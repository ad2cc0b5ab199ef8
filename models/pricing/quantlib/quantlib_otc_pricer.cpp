#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include "models/pricing/quantlib/otc_engines.h"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <mutex>

namespace ballast {
namespace {

// Debian's QuantLib serves one thread at a time; the scenario thread waits here for the pricing thread. Nothing of
// QuantLib lives longer than one call.
std::mutex inQuantLib;

Result<OtcPrice> priced(const OtcContract& contract, OtcEngine engine)
{
    switch (contract.terms.style) {
    case OtcStyle::Barrier:
        return barrierPrice(contract, engine);
    case OtcStyle::Asian:
        return asianPrice(contract, engine);
    case OtcStyle::American:
        return americanPrice(contract, engine);
    }
    return Error{Errc::Unsupported, "this style has no engine"};
}

} // namespace

Result<OtcPrice> QuantLibOtcPricer::price(const OtcContract& contract, OtcEngine engine) const
try {
    const std::scoped_lock turn(inQuantLib);
    auto price = priced(contract, engine);
    if (price && !std::isfinite(price->usd))
        return Error{Errc::Undetermined, "the engine gives no finite price for this contract"};
    return price;
} catch (const std::exception& failure) {
    return Error{Errc::Undetermined, fmt::format("the pricing engine refuses the contract: {}", failure.what())};
}

OtcPricerPtr quantLibOtcPricer()
{
    return std::make_shared<const QuantLibOtcPricer>();
}

} // namespace ballast

#include "models/pricing/quantlib/quantlib_otc_pricer.h"

#include "models/pricing/quantlib/otc_engines.h"

#include <fmt/format.h>

#include <cmath>
#include <exception>
#include <functional>
#include <mutex>

namespace ballast {
namespace {

// Debian's QuantLib serves one thread at a time; the scenario thread waits here for the pricing thread. Nothing of
// QuantLib lives longer than one call.
std::mutex inQuantLib;
// Whoever waits holds it: a thread that comes out and wants in again queues behind, so neither starves the other.
std::mutex nextInQuantLib;

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

Result<OtcPrice> finite(Result<OtcPrice> price)
{
    if (price && !std::isfinite(price->usd))
        return Error{Errc::Undetermined, "the engine gives no finite price for this contract"};
    return price;
}

constexpr std::size_t mostKnown = 4096;

// Of what differs between the points of one book; equality decides.
std::size_t hashOf(const OtcContract& contract)
{
    std::size_t hash = 0;
    for (const double value : {contract.strike, contract.spot, contract.forward, contract.years, contract.vol,
                               contract.terms.barrierUsd, contract.pastAverage})
        hash = hash * 31 + std::hash<double>{}(value);
    return hash;
}

} // namespace

Result<OtcPrice> QuantLibOtcPricer::price(const OtcContract& contract, OtcEngine engine) const
try {
    std::unique_lock next(nextInQuantLib);
    const std::scoped_lock turn(inQuantLib);
    next.unlock();
    if (engine == OtcEngine::Analytic)
        return finite(priced(contract, engine));
    const std::size_t key = hashOf(contract);
    const auto [first, last] = m_known.equal_range(key);
    for (auto known = first; known != last; ++known) {
        if (known->second.engine == engine && known->second.contract == contract)
            return known->second.price;
    }
    const auto price = finite(priced(contract, engine));
    if (m_known.size() >= mostKnown)
        m_known.clear();
    if (price)
        m_known.emplace(key, Known{contract, engine, *price});
    return price;
} catch (const std::exception& failure) {
    return Error{Errc::Undetermined, fmt::format("the pricing engine refuses the contract: {}", failure.what())};
}

OtcPricerPtr quantLibOtcPricer()
{
    return std::make_shared<const QuantLibOtcPricer>();
}

} // namespace ballast

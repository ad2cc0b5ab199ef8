#pragma once

#include "models/pricing/otc_option.h"

#include <cstddef>
#include <unordered_map>

namespace ballast {

// OTC options by QuantLib's engines. Barrier: Reiner-Rubinstein closed form (analytic), Douglas finite differences,
// simulation with Brownian bridges between its steps. Asian: Turnbull-Wakeman moments or the exact geometric formula
// (analytic), finite differences (arithmetic), simulation with the geometric average as control. American: finite
// differences. Slow prices are kept for the life of the pricer, so that a book which is
// revalued many times on one market is simulated once. Calls from several threads take turns, since Debian's QuantLib
// serves one at a time.
class QuantLibOtcPricer final : public OtcPricer
{
public:
    [[nodiscard]] Result<OtcPrice> price(const OtcContract& contract, OtcEngine engine) const override;

private:
    struct Known
    {
        OtcContract contract;
        OtcEngine engine = OtcEngine::Analytic;
        OtcPrice price;
    };
    mutable std::unordered_multimap<std::size_t, Known> m_known; // by hash; guarded by the lock on QuantLib
};

inline constexpr int otcSimulatedPaths = 2048; // each with its mirror image
inline constexpr unsigned long otcSimulationSeed = 20260322;
inline constexpr int otcSimulatedSteps = 32; // of a barrier's path, bridged in between

[[nodiscard]] OtcPricerPtr quantLibOtcPricer();

} // namespace ballast

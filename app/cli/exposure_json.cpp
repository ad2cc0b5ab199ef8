#include "app/cli/exposure_json.h"

namespace ballast {

Json exposureJson(const Exposure& e)
{
    return {{"valueUsd", e.valueUsd},         {"deltaUsd", e.deltaUsd},       {"deltaCoin", e.deltaCoin},
            {"netDeltaCoin", e.netDeltaCoin}, {"gamma", e.gammaCoinPerUsd},   {"gammaUsd1pct", e.gammaUsd1pct},
            {"vegaUsd", e.vegaUsd},           {"thetaUsdDay", e.thetaUsdDay}, {"vannaCoin", e.vannaCoin},
            {"vannaUsd1pct", e.vannaUsd1pct}, {"volgaUsd", e.volgaUsd},       {"charmCoinDay", e.charmCoinDay}};
}

} // namespace ballast

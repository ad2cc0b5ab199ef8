#pragma once

#include "models/hedging/policy.h"
#include "models/market/portfolio.h"

namespace ballast::test {

// Twenty lines over eight expiries, short gamma and long delta.
[[nodiscard]] PortfolioPtr crashBook();

// delta within 5 BTC, gamma within 0.6 BTC per 1 %, vega within 4,000 USD per point, six legs.
[[nodiscard]] HedgePolicy crashPolicy(double indexUsd);

} // namespace ballast::test

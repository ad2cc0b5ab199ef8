#pragma once

#include "models/market/snapshot.h"
#include "models/pricing/greeks.h"
#include "models/risk/risk_report.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// One listed option with its prices, vols and unit Greeks. Prices in the venue's quote unit, vols as fractions.
struct OptionGreeks
{
    std::size_t instrument = 0;    // index into the snapshot's table
    std::optional<double> forward; // USD
    double years = 0.0;            // from the quote's own time where it has one, else from the snapshot's
    std::optional<double> bid;
    std::optional<double> ask;
    std::optional<double> mark;
    std::optional<double> bidVol; // solved from the price
    std::optional<double> askVol;
    std::optional<double> markVol; // the venue's, else solved from the mark price
    std::optional<double> modelVol;
    std::optional<Greeks> greeks;     // on the chosen vol, deltas by the rule; nullopt where there is none
    std::optional<double> deltaShift; // coins in those deltas that the rule added to Black-76
    std::string reason;               // why there are no Greeks
};

// `greeks` holds what the rule calls delta (and netDelta). All options of `underlying` (empty: of all), in the table's
// order. `surfaces` may be empty.
[[nodiscard]] std::vector<OptionGreeks> chainGreeks(const MarketSnapshot& market, std::string_view underlying,
                                                    VolChoice vol, const std::vector<VolSurfacePtr>& surfaces,
                                                    const DeltaConvention& delta = {});

} // namespace ballast

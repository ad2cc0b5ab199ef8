#pragma once

#include "models/desk/quote_vols.h"
#include "models/market/portfolio.h"
#include "models/market/snapshot.h"
#include "models/risk/delta_convention.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast {

// One option of the chain as the screen shows it. Prices in the quote unit, vols as fractions, Greeks in desk units.
struct ChainSide
{
    std::optional<std::size_t> instrument; // index into the snapshot's table; nullopt: not listed
    std::optional<double> bid;
    std::optional<double> ask;
    std::optional<double> bidAmount;
    std::optional<double> askAmount;
    std::optional<double> mark;
    std::optional<double> bidVol; // solved from the price where the venue gives none
    std::optional<double> askVol;
    std::optional<double> markVol;
    SidedVols solvedVols; // from the prices alone, each with its status; NoQuote where there is no forward
    std::optional<double> modelVol;
    std::optional<double> delta;
    std::optional<double> gamma;
    std::optional<double> vega;
    std::optional<double> theta;
    std::optional<double> openInterest;
    double position = 0.0; // 0: none held
    QuoteState state = QuoteState::Live;
    Timestamp quotedAt{};
    bool operator==(const ChainSide&) const = default;
};

struct ChainRow
{
    double strike = 0.0;
    ChainSide call;
    ChainSide put;
    bool operator==(const ChainRow&) const = default;
};

// The option chain of one expiry: calls | strike | puts, by rising strike.
struct ChainView
{
    std::string underlying;
    Timestamp expiry{};
    double days = 0.0;
    std::optional<double> forward;
    std::optional<double> indexUsd;
    std::optional<double> atmVol; // fraction, from the fit
    std::vector<ChainRow> rows;
    bool operator==(const ChainView&) const = default;
};

// All expiries of an underlying, rising. `surface` may be null. Deltas as `delta` says. `before`: the chains of the
// last tick on the same instrument table, from whose vols the solver starts; null: none.
[[nodiscard]] std::vector<ChainView> chainViews(const MarketSnapshot& market, std::string_view underlying,
                                                const VolSurface* surface, const Portfolio& book,
                                                const DeltaConvention& delta = {},
                                                const std::vector<ChainView>* before = nullptr);

} // namespace ballast

#pragma once

#include "models/risk/risk_report.h"

#include <span>
#include <stop_token>

namespace ballast {

// What pricing a book needs. Surfaces may be empty: then only venue marks and mark vols price the options.
struct RiskInputs
{
    SnapshotPtr market;
    PortfolioPtr book;
    std::span<const VolSurfacePtr> surfaces;
    VolChoice vol = VolChoice::Mark;
    DeltaConvention delta{};
    OtcPricerPtr otc = nullptr; // null: OTC options have no price, their rows say so
};

// The surface of `underlying`, null where there is none.
[[nodiscard]] const VolSurface* surfaceFor(std::span<const VolSurfacePtr> surfaces, std::string_view underlying);

// Prices one holding. Mark vol comes from the venue, else from the mark price, else from the mid, else from the
// surface.
[[nodiscard]] RiskLine priceLine(const RiskInputs& inputs, std::size_t position);

// Prices and aggregates the book; stops between lines when asked (Error Cancelled).
[[nodiscard]] Result<RiskReport> computeRisk(const RiskInputs& inputs, std::stop_token stop);

} // namespace ballast

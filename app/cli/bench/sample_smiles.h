#pragma once

#include "models/market/snapshot.h"
#include "models/surface/svi.h"
#include "models/surface/svi_box_fit.h"

#include <vector>

namespace ballast::bench {

// One expiry of 60 strikes: a raw SVI smile with a fifth of a vol point of noise.
struct SampleSmile
{
    Timestamp expiry{};
    double years = 0.0;
    double forward = 0.0;
    std::vector<double> k;
    std::vector<double> vol;

    [[nodiscard]] std::vector<double> strikes() const;
};

// Twelve expiries from a week to a year and a half, free of arbitrage but for the noise.
[[nodiscard]] std::vector<SampleSmile> sampleSmiles();

// The smiles as a quoted market: half a vol point between bid and ask, the mark in the middle.
[[nodiscard]] MarketSnapshot sampleMarket(const std::vector<SampleSmile>& smiles);

// Fit points of weight 1 in vol: (dvol/dw)^2 = 1 / (2 vol T)^2.
[[nodiscard]] std::vector<SviSample> equallyWeighted(const SampleSmile& smile);

// What a trader would read off the smile: level, wings, middle.
[[nodiscard]] SviParams roughStart(const SampleSmile& smile);

} // namespace ballast::bench

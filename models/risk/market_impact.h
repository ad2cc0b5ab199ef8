#pragma once

namespace ballast {

// How a market answers size (spec D6). Quantity and volume in the same unit.
struct ImpactMarket
{
    double dailyVol = 0.0; // fraction
    double dailyVolume = 0.0;
    double coefficient = 1.0; // Y: of order one; for Bitcoin unconfirmed, 0.5 to 1.5
    bool operator==(const ImpactMarket&) const = default;
};

// Square-root law, Y s sqrt(Q / V), as a fraction of the price; zero for no quantity. Donier and Bonart 2014.
[[nodiscard]] double squareRootImpact(const ImpactMarket& market, double quantity);
// What a unit pays on average when traded at a constant rate: two thirds of the impact.
[[nodiscard]] double averageImpactCost(const ImpactMarket& market, double quantity);

// Almgren, Thum, Hauptmann and Li 2005: shares outstanding over volume as turnover, duration in days.
struct AlmgrenCost
{
    double permanent = 0.0; // I, fraction
    double temporary = 0.0; // fraction
    [[nodiscard]] double total() const { return 0.5 * permanent + temporary; }
};
[[nodiscard]] AlmgrenCost almgrenCost(double dailyVol, double shareOfVolume, double days, double outstandingOverVolume);

} // namespace ballast

#pragma once

#include "models/risk/risk_engine.h"
#include "tests/support/market_builder.h"

namespace ballast::test {

// The market of the worked numbers (spec F1, F2): 30 days to 31JAN26, forward 100,000, vol 0.50.
inline constexpr std::string_view workedTime = "2026-01-01T08:00:00Z";
inline constexpr double workedForward = 100000.0;
inline constexpr double workedVol = 0.5;
inline constexpr double workedCall110k = 2275.433781; // USD
inline constexpr double workedPut90k = 1827.693354;
inline constexpr double workedCall100k = 5713.767509;

// Lists the three worked options by their marks, a linear call, perpetuals, futures, spot and an ether option.
[[nodiscard]] MarketBuilder workedMarket();

// One of each, with average prices, in several underlyings and expiries.
[[nodiscard]] PortfolioPtr mixedBook();

// A surface of one slice of the same vol at every strike.
[[nodiscard]] VolSurfacePtr flatSurface(std::string_view underlying, std::string_view expiryLabel, double years,
                                        double forward, double vol);

[[nodiscard]] RiskReport reportOf(const SnapshotPtr& market, const PortfolioPtr& book);

// The only line of a book of one.
[[nodiscard]] RiskLine lineOf(const SnapshotPtr& market, std::string_view instrument, double quantity,
                              std::optional<double> averagePrice = {});

} // namespace ballast::test

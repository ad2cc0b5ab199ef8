#pragma once

#include "models/margin/vol_shock.h"
#include "models/market/instrument.h"

#include <map>
#include <string>
#include <vector>

namespace ballast {

// `model_params.currency_pair` of private/pme/simulate.
struct DeribitPairParameters
{
    double priceRange = 0.16;
    VolShock vol{0.5, 0.25, 0.3, 0.13, 0.5, 1.0};
    double extendedTableFactor = 1.0;
    double marginIncrement = 5e-5;         // per coin of delta (m_inc)
    double deltaThresholdUsd = 20'000'000; // delta_total_liq_shock_threshold
    double maxDeltaShock = 0.10;
    bool operator==(const DeribitPairParameters&) const = default;
};

// `model_params.currency` of private/pme/simulate: of the currency that a position settles in.
struct DeribitCurrencyParameters
{
    double minAnnualisedMove = 0.01;
    double annualisedMoveRisk = 0.075;
    double extendedDampenerUsd = 100'000;
    double pnlOffset = 0.0; // share of a gain that may offset
    double maxOffsetablePnlUsd = 0.0;
    double haircut = 0.0; // of a collateral, initial margin only
    bool operator==(const DeribitCurrencyParameters&) const = default;
};

struct DeribitPortfolioParameters
{
    std::string asOf; // date and source
    double maintenanceFactor = 0.8;
    int bucketsPerSide = 4;
    std::vector<double> extendedMoves;
    std::map<std::string, DeribitPairParameters> pairs;          // by underlying; "" stands for any other
    std::map<std::string, DeribitCurrencyParameters> currencies; // by underlying, "USD" for linear; "" any other
    bool operator==(const DeribitPortfolioParameters&) const = default;

    [[nodiscard]] const DeribitPairParameters& pair(const std::string& underlying) const;
    [[nodiscard]] const DeribitCurrencyParameters& currency(const std::string& underlying, Settlement settlement) const;
    [[nodiscard]] bool knows(const std::string& underlying) const { return pairs.contains(underlying); }
};

// BTC as in Deribit's documentation of 2024-06, ETH and USD as the venue answered on 2026-02-15 (spec B2).
[[nodiscard]] DeribitPortfolioParameters deribitPortfolioParameters();

// Options of standard margin, shares of the underlying (spec B1).
struct DeribitOptionRates
{
    double initialBase = 0.15;
    double initialLeast = 0.10;
    double maintenanceCall = 0.075;
    double maintenancePut = 0.075; // and this share of the mark
    bool operator==(const DeribitOptionRates&) const = default;
};

// Futures and perpetuals of standard margin: base + increment x |coins|.
struct DeribitFutureRates
{
    double initial = 0.02;
    double maintenance = 0.01;
    double incrementPerCoin = 5e-5;
    bool operator==(const DeribitFutureRates&) const = default;
};

struct DeribitStandardParameters
{
    std::string asOf;
    DeribitOptionRates options;
    std::map<std::string, DeribitFutureRates> futures; // by underlying; "" any other
    bool operator==(const DeribitStandardParameters&) const = default;

    [[nodiscard]] const DeribitFutureRates& future(const std::string& underlying) const;
};

[[nodiscard]] DeribitStandardParameters deribitStandardParameters();

} // namespace ballast

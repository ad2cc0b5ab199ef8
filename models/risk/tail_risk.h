#pragma once

#include "models/core/result.h"

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

namespace ballast {

// Positive losses, in the unit of the sample.
struct TailMeasure
{
    double var = 0.0;
    double es = 0.0;
    bool operator==(const TailMeasure&) const = default;
};

// One scenario of the tail and the share of it that expected shortfall counts.
struct TailShare
{
    std::size_t scenario = 0; // index into the sample
    double share = 0.0;       // of the tail's weight; shares sum to 1
};

// The worst (1 - confidence) of a sample of P&L, worst first, the last one cut to what is left.
struct Tail
{
    TailMeasure risk;
    std::vector<TailShare> scenarios;
    std::size_t varScenario = 0; // whose loss VaR is
};

// VaR is the ceil((1 - c) n)-th worst of n, ES the mean of those up to it, the last one weighted where (1 - c) n is no
// whole number. With weights, n is their sum and a scenario counts for its weight. A VaR below zero is a gain even
// there. BadInput: no P&L, a confidence outside (0, 1), weights that do not match or do not sum above zero.
[[nodiscard]] Result<Tail> tailOf(std::span<const double> pnl, double confidence, std::span<const double> weights = {});

// Cancelled between draws. Interval that holds `coverage` of the VaR and ES of samples drawn again from the sample
// (Efron 1979), seed given.
struct TailErrors
{
    double varLow = 0.0;
    double varHigh = 0.0;
    double esLow = 0.0;
    double esHigh = 0.0;
    double coverage = 0.0;
    int draws = 0;
};
struct BootstrapOptions
{
    int draws = 500;
    double coverage = 0.9;
    unsigned seed = 7;
};
[[nodiscard]] Result<TailErrors> bootstrapTail(std::span<const double> pnl, double confidence,
                                               const BootstrapOptions& options, std::span<const double> weights = {},
                                               const std::stop_token& stop = {});

// Of a normal P&L with this standard deviation and mean zero.
[[nodiscard]] TailMeasure normalTail(double deviation, double confidence);

} // namespace ballast

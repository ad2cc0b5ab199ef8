#pragma once

#include "models/core/result.h"

#include <optional>
#include <span>
#include <vector>

namespace ballast {

// GARCH(1,1): s2[t+1] = omega + alpha r[t]^2 + beta s2[t] (Bollerslev 1986; spec F9). Variances per day.
struct GarchParams
{
    double omega = 0.0;
    double alpha = 0.0;
    double beta = 0.0;
    std::optional<double> studentDegrees; // nullopt: normal innovations; else a t scaled to unit variance
    bool operator==(const GarchParams&) const = default;

    [[nodiscard]] double persistence() const { return alpha + beta; }
};

[[nodiscard]] double garchVariance(const GarchParams& p, std::span<const double> returns, double start);
// The forecast of every day before its return was known, and of the next day: one more than returns.
[[nodiscard]] std::vector<double> garchPath(const GarchParams& p, std::span<const double> returns, double start);

// omega / (1 - alpha - beta).
[[nodiscard]] double garchLongRunVariance(const GarchParams& p);
// Mean variance of the next `days` days when the next one's is `next`.
[[nodiscard]] double garchMeanVariance(const GarchParams& p, double next, int days);
// Days until a deviation from the long run is halved.
[[nodiscard]] double garchHalfLifeDays(const GarchParams& p);

// sum of -(ln s2 + r2 / s2) / 2 (normal, constant left out) or the t log density.
[[nodiscard]] double garchLogLikelihood(const GarchParams& p, std::span<const double> returns, double start);

enum class Innovations
{
    Normal,
    StudentT
};
enum class LongRun
{
    Fitted,        // omega is a parameter of its own
    SampleVariance // variance targeting: omega follows from the sample variance
};

struct GarchFitOptions
{
    Innovations innovations = Innovations::Normal;
    LongRun longRun = LongRun::SampleVariance;
};

struct GarchFit
{
    GarchParams params;
    double logLikelihood = 0.0;
    double startVariance = 0.0; // the sample variance
    double nextVariance = 0.0;  // of the day after the sample
    double gradient = 0.0;      // largest slope of the log likelihood per observation over the free coordinates
    int evaluations = 0;
};

inline constexpr std::size_t leastGarchReturns = 100;

// Maximum likelihood under alpha, beta >= 0, alpha + beta < 1. Undetermined with fewer than `leastGarchReturns` returns
// or when they do not move.
[[nodiscard]] Result<GarchFit> fitGarch(std::span<const double> returns, const GarchFitOptions& options);

} // namespace ballast

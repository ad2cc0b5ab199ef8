#pragma once

#include "models/core/result.h"

#include <span>
#include <vector>

namespace ballast {

// EGARCH(1,1): ln s2 <- omega + beta ln s2 + alpha (|z| - sqrt(2 / pi)) + gamma z with z = r / s (Nelson 1991).
struct EgarchParams
{
    double omega = 0.0;
    double beta = 0.0;
    double alpha = 0.0;
    double gamma = 0.0; // negative: falls raise vol more than rises
    bool operator==(const EgarchParams&) const = default;
};

[[nodiscard]] double egarchVariance(const EgarchParams& p, std::span<const double> returns, double start);
[[nodiscard]] std::vector<double> egarchPath(const EgarchParams& p, std::span<const double> returns, double start);

// Mean over the next `days` days of exp(E[ln s2]), from the next day's variance: the median path, below the mean.
[[nodiscard]] double egarchMeanVariance(const EgarchParams& p, double next, int days);

struct EgarchFit
{
    EgarchParams params;
    double logLikelihood = 0.0; // sum of -(ln s2 + z2) / 2
    double startVariance = 0.0;
    double nextVariance = 0.0;
    double spread = 0.0; // of the loss over the last simplex
    int evaluations = 0;
};

// Maximum likelihood under |beta| < 1, normal innovations. Undetermined as fitGarch.
[[nodiscard]] Result<EgarchFit> fitEgarch(std::span<const double> returns);

} // namespace ballast

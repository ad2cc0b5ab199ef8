#pragma once

namespace ballast {

// Raw SVI slice (Gatheral 2004): w(k) = a + b (rho (k - m) + sqrt((k - m)^2 + sigma^2)), k = ln(K / F), w = vol^2 T.
struct SviParams
{
    double a = 0.0;
    double b = 0.0;
    double rho = 0.0;
    double m = 0.0;
    double sigma = 0.0;
    bool operator==(const SviParams&) const = default;
};

[[nodiscard]] double sviTotalVariance(const SviParams& p, double k);
[[nodiscard]] double sviFirstDerivative(const SviParams& p, double k);
[[nodiscard]] double sviSecondDerivative(const SviParams& p, double k);

// Durrleman's function g(k) (Gatheral-Jacquier 2014, eq. 2.1): negative anywhere means butterfly arbitrage there.
[[nodiscard]] double sviDurrleman(const SviParams& p, double k);

// Least g over an even grid on [kLow, kHigh].
[[nodiscard]] double sviMinDurrleman(const SviParams& p, double kLow, double kHigh, int points);

// Risk-neutral density of k at this slice (spec F4).
[[nodiscard]] double sviDensity(const SviParams& p, double k);

} // namespace ballast

#pragma once

namespace ballast {

// Jaeckel's normalised Black call for x = ln(F/K) <= 0 and s = vol sqrt(T) > 0: b = V / sqrt(F K) (spec F3). Keeps its
// relative precision far out of the money, where F N(d1) - K N(d2) has none.
[[nodiscard]] double normalisedBlack(double x, double s);

// db/ds = exp(-(x^2/s^2 + s^2/4) / 2) / sqrt(2 pi).
[[nodiscard]] double normalisedVega(double x, double s);

} // namespace ballast

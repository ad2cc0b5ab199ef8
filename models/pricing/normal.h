#pragma once

namespace ballast {

[[nodiscard]] double normalPdf(double x);
[[nodiscard]] double normalCdf(double x);

// Inverse of normalCdf (Acklam's rational start, one Halley step); p in (0, 1).
[[nodiscard]] double inverseNormalCdf(double p);

// exp(z^2) erfc(z), the scaled complementary error function; finite down to z about -26.
[[nodiscard]] double scaledErfc(double z);

} // namespace ballast

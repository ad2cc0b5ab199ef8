#include "models/surface/svi_wings.h"

#include <algorithm>
#include <cmath>

namespace ballast {

SviParams toRaw(const SviWings& wings)
{
    SviParams raw;
    raw.b = 0.5 * (wings.left + wings.right);
    raw.rho = raw.b > 0.0 ? (wings.right - wings.left) / (2.0 * raw.b) : 0.0;
    raw.a = wings.least - wings.sigma * std::sqrt(wings.left * wings.right);
    raw.m = wings.m;
    raw.sigma = wings.sigma;
    return raw;
}

SviWings toWings(const SviParams& raw)
{
    SviWings wings;
    wings.left = raw.b * (1.0 - raw.rho);
    wings.right = raw.b * (1.0 + raw.rho);
    wings.least = raw.a + raw.sigma * std::sqrt(wings.left * wings.right);
    wings.m = raw.m;
    wings.sigma = raw.sigma;
    return wings;
}

SviJet sviJet(const SviWings& wings, double k)
{
    const double x = k - wings.m;
    const double sigma = wings.sigma;
    const double root = std::sqrt(x * x + sigma * sigma);
    const double b = 0.5 * (wings.left + wings.right);
    const double mean = std::sqrt(std::max(wings.left * wings.right, minWingSlope * minWingSlope));
    const double down = 0.5 * (root - x);
    const double up = 0.5 * (root + x);
    const double cosine = x / root;
    const double bend = sigma * sigma / (root * root * root);

    SviJet jet;
    jet.w = wings.least - sigma * mean + wings.left * down + wings.right * up;
    jet.slope = 0.5 * (wings.left * (cosine - 1.0) + wings.right * (cosine + 1.0));
    jet.curvature = b * bend;
    jet.dW = {1.0, down - 0.5 * sigma * wings.right / mean, up - 0.5 * sigma * wings.left / mean, -jet.slope,
              b * sigma / root - mean};
    jet.dSlope = {0.0, 0.5 * (cosine - 1.0), 0.5 * (cosine + 1.0), -jet.curvature, -b * cosine * sigma / (root * root)};
    jet.dCurvature = {0.0, 0.5 * bend, 0.5 * bend, 3.0 * jet.curvature * x / (root * root),
                      jet.curvature * (2.0 / sigma - 3.0 * sigma / (root * root))};
    return jet;
}

} // namespace ballast

#include "app/feeds/simulated/model_slices.h"

#include "app/feeds/simulated/week_clock.h"
#include "models/market/calendar.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// Per year of busy time: how fast the two variance factors fade along the expiries.
constexpr double slowFade = 4.0;
constexpr double fastFade = 60.0;
constexpr double skewFade = 10.0;
constexpr double crashSkewFade = 3.5;
constexpr double curvatureFade = 3.0;
constexpr double lastDayCurvature = 0.25; // on top within the last day
constexpr double lastDayFade = 520.0;
constexpr double basisFade = 4.0;

constexpr double leastTotalVariance = 1e-10;
constexpr double leastGrowth = 1.0 + 1e-9; // strictly rising total variance
constexpr double butterflySafety = 0.98;   // of the bound
constexpr double largestSkew = 0.85;

// eSSVI slice: at-the-money total variance, correlation, and psi = theta phi.
struct Essvi
{
    double theta = 0.0;
    double rho = 0.0;
    double psi = 0.0;
};

// Integral of exp(-rate s) over [0, years].
double faded(double rate, double years)
{
    return -std::expm1(-rate * years) / rate;
}

// Forward variance longVariance + (slow - long) e^(-a t) + fast e^(-b t), integrated; positive for all t as a < b and
// fast > -slow.
double totalVariance(const FactorState& f, double busyYears)
{
    return f.longVariance * busyYears + (f.slowVariance - f.longVariance) * faded(slowFade, busyYears) +
           f.fastVariance * faded(fastFade, busyYears);
}

Essvi wantedSlice(const FactorState& f, const UnderlyingSettings& s, double busyYears)
{
    const double skew = f.skewLong + (f.skewShort - f.skewLong) * std::exp(-skewFade * busyYears) +
                        f.crashSkew * std::exp(-crashSkewFade * busyYears);
    const double curvature = s.curvatureLong +
                             (s.curvatureShort - s.curvatureLong) * std::exp(-curvatureFade * busyYears) +
                             lastDayCurvature * std::exp(-lastDayFade * busyYears);
    Essvi wanted;
    wanted.theta = std::max(leastTotalVariance, totalVariance(f, busyYears));
    wanted.rho = std::clamp(-skew, -largestSkew, largestSkew);
    wanted.psi = f.curvatureScale * curvature * std::sqrt(wanted.theta);
    return wanted;
}

// Butterfly: psi (1+|rho|) < 4 and psi^2 (1+|rho|) <= 4 theta (Gatheral, Jacquier 2014, theorem 4.2).
double largestPsi(double theta, double rho)
{
    const double wing = 1.0 + std::abs(rho);
    return butterflySafety * std::min(4.0 / wing, std::sqrt(4.0 * theta / wing));
}

// Calendar against the slice before: theta rises, psi (1 +- rho) do not fall, psi / theta does not rise (spec F5).
Essvi allowedAfter(const Essvi& before, Essvi wanted)
{
    wanted.theta = std::max(wanted.theta, before.theta * leastGrowth);
    const auto least = [&](double rho) {
        return std::max(before.psi * (1.0 + before.rho) / (1.0 + rho), before.psi * (1.0 - before.rho) / (1.0 - rho));
    };
    const auto most = [&](double rho) {
        return std::min(largestPsi(wanted.theta, rho), before.psi * wanted.theta / before.theta);
    };
    // Towards the earlier slice's rho there is always room.
    for (int i = 0; i < 40 && least(wanted.rho) > most(wanted.rho); ++i)
        wanted.rho = i == 39 ? before.rho : 0.5 * (wanted.rho + before.rho);
    wanted.psi = std::clamp(wanted.psi, least(wanted.rho), std::max(least(wanted.rho), most(wanted.rho)));
    return wanted;
}

// w = theta/2 (1 + rho phi k + sqrt((phi k + rho)^2 + 1 - rho^2)) in raw SVI parameters.
SviParams toRaw(const Essvi& e)
{
    const double phi = e.psi / e.theta;
    const double root = std::sqrt(1.0 - e.rho * e.rho);
    return {.a = 0.5 * e.theta * root * root, .b = 0.5 * e.psi, .rho = e.rho, .m = -e.rho / phi, .sigma = root / phi};
}

} // namespace

double ModelSlice::volAtStrike(double strike) const
{
    return std::sqrt(sviTotalVariance(svi, std::log(strike / forwardUsd)) / years);
}

double forwardAt(const FactorState& factors, double years)
{
    const double basis = factors.basisLong * years + (factors.basisShort - factors.basisLong) * faded(basisFade, years);
    return factors.spotUsd * std::exp(basis);
}

std::vector<ModelSlice> modelSlices(const FactorState& factors, const UnderlyingSettings& settings, Timestamp asOf,
                                    std::span<const Timestamp> expiries)
{
    std::vector<ModelSlice> slices;
    slices.reserve(expiries.size());
    Essvi before;
    for (const Timestamp expiry : expiries) {
        Essvi slice = wantedSlice(factors, settings, busyYearsBetween(asOf, expiry));
        if (slices.empty())
            slice.psi = std::min(slice.psi, largestPsi(slice.theta, slice.rho));
        else
            slice = allowedAfter(before, slice);
        before = slice;
        // A whole second at least: in the expiry's last second the clock of the contract has run out.
        const double years = std::max(yearsBetween(asOf, expiry), 1.0 / secondsPerYear);
        slices.push_back({expiry, years, forwardAt(factors, years), toRaw(slice)});
    }
    return slices;
}

} // namespace ballast

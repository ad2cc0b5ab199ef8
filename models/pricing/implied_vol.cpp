#include "models/pricing/implied_vol.h"

#include "models/pricing/black76.h"
#include "models/pricing/normal.h"
#include "models/pricing/normalised_black.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace ballast {
namespace {

// Above this total deviation the price is its maximum in double precision.
constexpr double largestDeviation = 70.0;
constexpr int maxIterations = 40;

// The problem in Jaeckel's variables, with the inflection point and its two neighbours.
struct Normalised
{
    double x = 0.0;    // -|ln(F/K)|
    double beta = 0.0; // out-of-the-money price / sqrt(F K)
    double betaMax = 1.0;
    double sC = 0.0, bC = 0.0;
    double sL = 0.0, bL = 0.0;
    double sH = 0.0, bH = 0.0;
};

Normalised prepare(double x, double beta)
{
    Normalised p{x, beta, std::exp(0.5 * x)};
    p.sC = std::sqrt(2.0 * std::abs(x));
    p.bC = normalisedBlack(x, p.sC);
    const double vega = normalisedVega(x, p.sC);
    p.sL = std::max(p.sC - p.bC / vega, 1e-8);
    p.bL = normalisedBlack(x, p.sL);
    p.sH = p.sC + (p.betaMax - p.bC) / vega;
    p.bH = normalisedBlack(x, p.sH);
    return p;
}

// Lower branch of the start value: inverts f(s) = 2 pi |x| / (3 sqrt 3) N(-|x| / (sqrt 3 s))^3.
double lowStart(const Normalised& p)
{
    const double ax = std::abs(p.x);
    const double front = 2.0 * std::numbers::pi * ax / (3.0 * std::numbers::sqrt3);
    const double fL = front * std::pow(normalCdf(-ax / (std::numbers::sqrt3 * p.sL)), 3.0);
    const double f = fL * p.beta / p.bL;
    const double quantile = std::cbrt(f / front);
    if (!(quantile > 0.0) || quantile >= 1.0)
        return 0.5 * p.sL;
    return ax / (std::numbers::sqrt3 * std::abs(inverseNormalCdf(quantile)));
}

double startValue(const Normalised& p)
{
    if (p.beta < p.bL)
        return lowStart(p);
    if (p.beta > p.bH) {
        const double f = normalCdf(-0.5 * p.sH) * (p.betaMax - p.beta) / (p.betaMax - p.bH);
        return f > 0.0 ? -2.0 * inverseNormalCdf(f) : largestDeviation;
    }
    return p.sC + (p.beta - p.bC) / normalisedVega(p.x, p.sC);
}

// Householder step of third order on the objective that suits the region (spec F3).
double householderStep(const Normalised& p, double s, double b)
{
    const double vega = normalisedVega(p.x, s);
    const double b2 = p.x * p.x / (s * s * s) - 0.25 * s;
    const double xOverS2 = p.x / (s * s);
    const double b3 = b2 * b2 - 3.0 * xOverS2 * xOverS2 - 0.25;
    double newton = (p.beta - b) / vega;
    double h2 = b2;
    double h3 = b3;
    if (p.beta < p.bL) {
        const double L = std::log(b);
        const double q = vega / b;
        newton = (std::log(p.beta) - L) * L / (std::log(p.beta) * q);
        h2 = b2 - q * (1.0 + 2.0 / L);
        h3 = b3 + 2.0 * q * q * (1.0 + 3.0 / L * (1.0 + 1.0 / L)) - 3.0 * b2 * q * (1.0 + 2.0 / L);
    } else if (p.beta > p.bH) {
        const double q = vega / (p.betaMax - b);
        newton = std::log((p.betaMax - b) / (p.betaMax - p.beta)) / q;
        h2 = b2 + q;
        h3 = b3 + q * (3.0 * b2 + 2.0 * q);
    }
    return newton * (1.0 + 0.5 * h2 * newton) / (1.0 + newton * (h2 + h3 * newton / 6.0));
}

// s with normalisedBlack(x, s) = beta, guarded by bisection.
double solveDeviation(const Normalised& p)
{
    double low = 0.0;
    double high = largestDeviation;
    double s = std::clamp(startValue(p), 1e-10, high);
    for (int i = 0; i < maxIterations; ++i) {
        const double b = normalisedBlack(p.x, s);
        (b < p.beta ? low : high) = s;
        const double step = householderStep(p, s, b);
        if (std::abs(step) <= 1e-15 * s)
            return s;
        const double next = s + step;
        s = std::isfinite(next) && next > low && next < high ? next : 0.5 * (low + high);
    }
    return s;
}

double deviationAtTheMoney(double beta)
{
    return -2.0 * inverseNormalCdf(0.5 * (1.0 - beta));
}

} // namespace

ImpliedVol impliedVol(double forward, double strike, double years, OptionType type, double priceUsd)
{
    ImpliedVol answer;
    const bool sound = std::isfinite(forward) && std::isfinite(strike) && std::isfinite(years);
    if (!sound || !(forward > 0.0) || !(strike > 0.0) || !(years > 0.0) || !std::isfinite(priceUsd))
        return answer;
    const double maximum = type == OptionType::Call ? forward : strike;
    const double intrinsic = std::max(type == OptionType::Call ? forward - strike : strike - forward, 0.0);
    const double timeValue = priceUsd - intrinsic;
    const double noise = 4.0 * std::numeric_limits<double>::epsilon() * std::max(priceUsd, intrinsic);
    if (timeValue < -noise) {
        answer.status = VolStatus::BelowIntrinsic;
        return answer;
    }
    if (priceUsd >= maximum) {
        answer.status = VolStatus::AboveMaximum;
        return answer;
    }
    // No time value in double precision: any small vol gives this price.
    if (timeValue <= noise || timeValue <= 1e-300)
        return answer;

    const double x = -std::abs(std::log(forward / strike));
    const double beta = timeValue / std::sqrt(forward * strike);
    const double s = x == 0.0 ? deviationAtTheMoney(beta) : solveDeviation(prepare(x, beta));
    if (!std::isfinite(s) || s <= 0.0)
        return answer;
    answer.vol = s / std::sqrt(years);
    answer.residual = std::abs(blackPrice({forward, strike, years, answer.vol, type}) - priceUsd);
    answer.status = VolStatus::Ok;
    return answer;
}

const char* volStatusWord(VolStatus status)
{
    switch (status) {
    case VolStatus::Ok:
        return "ok";
    case VolStatus::BelowIntrinsic:
        return "below-intrinsic";
    case VolStatus::AboveMaximum:
        return "above-maximum";
    case VolStatus::Undetermined:
        return "undetermined";
    }
    return "undetermined";
}

} // namespace ballast

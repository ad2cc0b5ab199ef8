#include "models/hedging/no_trade_band.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr int searchSteps = 400; // of the range, before bisection
constexpr int bisections = 60;
constexpr double lotSlack = 1e-9;

struct BandState
{
    DeltaAtSpot at;
    double halfWidth = 0.0;
    double excess = 0.0; // of |delta - target| over the half-width
};

std::optional<BandState> stateAt(double spot, const std::function<DeltaAtSpot(double)>& position, NoTradeTerms terms,
                                 const NoTradePolicy& policy)
{
    BandState state;
    state.at = position(spot);
    terms.spotUsd = spot;
    terms.gamma = state.at.gamma;
    const auto width = noTradeHalfWidth(policy.rule, terms);
    if (!width)
        return std::nullopt;
    state.halfWidth = *width;
    state.excess = std::abs(state.at.delta - policy.targetDelta) - *width;
    return state;
}

// First price from `spot` in the given direction at which the band breaks: steps, then bisection.
std::optional<BandBreak> firstBreak(const std::function<DeltaAtSpot(double)>& position, const NoTradeTerms& terms,
                                    const NoTradePolicy& policy, double direction)
{
    double inside = terms.spotUsd;
    for (int step = 1; step <= searchSteps; ++step) {
        double outside = terms.spotUsd * (1.0 + direction * policy.searchRange * step / searchSteps);
        auto state = stateAt(outside, position, terms, policy);
        if (!state)
            return std::nullopt;
        if (state->excess <= 0.0) {
            inside = outside;
            continue;
        }
        for (int i = 0; i < bisections; ++i) {
            const double middle = 0.5 * (inside + outside);
            const auto between = stateAt(middle, position, terms, policy);
            if (between && between->excess > 0.0) {
                outside = middle;
                state = between;
            } else {
                inside = middle;
            }
        }
        BandBreak found{outside, state->at.delta, state->halfWidth, 0.0};
        const double away = found.delta - policy.targetDelta;
        found.orderCoins = (away > 0.0 ? -1.0 : 1.0) * std::max(policy.lotCoins, std::abs(away) - found.halfWidth);
        return found;
    }
    return std::nullopt;
}

} // namespace

double whalleyWilmottHalfWidth(const NoTradeTerms& terms)
{
    return std::cbrt(1.5 * std::exp(-terms.rate * terms.years) * terms.costRate * terms.spotUsd * terms.gamma *
                     terms.gamma / terms.riskAversion);
}

ZakamoulineBand zakamoulineBand(const NoTradeTerms& terms)
{
    const double gamma = std::abs(terms.gamma);
    const double discounted = std::pow(std::exp(-terms.rate * terms.years) / terms.vol, 0.25);
    ZakamoulineBand band;
    band.h0 = terms.costRate / (terms.riskAversion * terms.spotUsd * terms.vol * terms.vol * terms.years);
    band.h1 = 1.12 * std::pow(terms.costRate, 0.31) * std::pow(terms.years, 0.05) * discounted *
              std::sqrt(gamma / terms.riskAversion);
    band.k = 5.76 * std::pow(terms.costRate, 0.78) * std::pow(terms.years, -0.02) * discounted *
             std::pow(terms.riskAversion * terms.spotUsd * terms.spotUsd * gamma, 0.15);
    return band;
}

double zakamoulineVol(double vol, double k, double sign)
{
    return vol * std::sqrt(std::max(0.0, 1.0 + sign * k));
}

std::optional<double> noTradeHalfWidth(NoTradeRule rule, const NoTradeTerms& terms)
{
    if (!(terms.spotUsd > 0.0 && terms.costRate > 0.0 && terms.riskAversion > 0.0))
        return std::nullopt;
    if (rule == NoTradeRule::WhalleyWilmott)
        return whalleyWilmottHalfWidth(terms);
    if (!(terms.vol > 0.0 && terms.years > 0.0))
        return std::nullopt;
    return zakamoulineBand(terms).halfWidth();
}

// Delta moves by |Gamma| S sigma per root year; a reflected Brownian motion in a band of width 2 H is pushed back at a
// rate of sigma^2 / (4 H) at each edge (Harrison, Brownian Motion and Stochastic Flow Systems, 1985).
BandTurnover bandTurnover(const NoTradeTerms& terms, double halfWidth)
{
    const double deltaVol = std::abs(terms.gamma) * terms.spotUsd * terms.vol;
    const double coins = halfWidth > 0.0 ? deltaVol * deltaVol / (2.0 * halfWidth) : 0.0;
    return {coins, terms.costRate * terms.spotUsd * coins};
}

double riskAversionOf(double riskCapitalUsd)
{
    return 1.0 / (0.1 * riskCapitalUsd);
}

double orderToEdge(double delta, double target, double halfWidth, double lotCoins)
{
    const double away = delta - target;
    const double excess = std::abs(away) - halfWidth;
    if (excess <= 0.0)
        return 0.0;
    const double coins = lotCoins > 0.0 ? std::floor(excess / lotCoins + lotSlack) * lotCoins : excess;
    return away > 0.0 ? -coins : coins;
}

std::optional<BandOutlook> bandOutlook(const std::function<DeltaAtSpot(double spotUsd)>& position,
                                       const NoTradeTerms& terms, const NoTradePolicy& policy)
{
    const auto now = stateAt(terms.spotUsd, position, terms, policy);
    if (!now)
        return std::nullopt;
    BandOutlook outlook{now->at.delta, now->halfWidth, 0.0, std::nullopt, std::nullopt};
    outlook.orderNow = orderToEdge(now->at.delta, policy.targetDelta, now->halfWidth, policy.lotCoins);
    if (now->excess > 0.0) { // next breaks are those of the position once it stands at the edge
        const double moved = -(now->at.delta - policy.targetDelta) / std::abs(now->at.delta - policy.targetDelta) *
                             now->excess * (1.0 + lotSlack);
        const auto atEdge = [&](double spot) {
            DeltaAtSpot at = position(spot);
            at.delta += moved;
            return at;
        };
        outlook.below = firstBreak(atEdge, terms, policy, -1.0);
        outlook.above = firstBreak(atEdge, terms, policy, 1.0);
        return outlook;
    }
    outlook.below = firstBreak(position, terms, policy, -1.0);
    outlook.above = firstBreak(position, terms, policy, 1.0);
    return outlook;
}

} // namespace ballast

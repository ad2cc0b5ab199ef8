#pragma once

#include <functional>
#include <optional>

namespace ballast {

enum class NoTradeRule
{
    WhalleyWilmott,
    Zakamouline
};

// What the width of a no-trade band depends on, of the whole position.
struct NoTradeTerms
{
    double spotUsd = 0.0;
    double gamma = 0.0;        // coins per USD, of the position
    double vol = 0.0;          // fraction
    double years = 0.0;        // the horizon of the position
    double costRate = 0.0;     // proportional cost of traded value, one way
    double riskAversion = 0.0; // CARA, per USD
    double rate = 0.0;         // interest, continuous, per year
    bool operator==(const NoTradeTerms&) const = default;
};

// Half-width in coins of delta: (3/2 exp(-rT) lambda S Gamma^2 / gamma)^(1/3) (Whalley and Wilmott, Mathematical
// Finance 7, 1997).
[[nodiscard]] double whalleyWilmottHalfWidth(const NoTradeTerms& terms);

// H0 + H1 around the delta at an adjusted vol (Zakamouline 2006): H0 = lambda / (gamma S sigma^2 T), H1 = 1.12
// lambda^.31 T^.05 (exp(-rT) / sigma)^.25 (|Gamma| / gamma)^.5.
struct ZakamoulineBand
{
    double h0 = 0.0; // coins; at no gamma only this is left
    double h1 = 0.0;
    double k = 0.0; // 5.76 lambda^.78 T^-.02 (exp(-rT) / sigma)^.25 (gamma S^2 |Gamma|)^.15
    [[nodiscard]] double halfWidth() const { return h0 + h1; }
};
[[nodiscard]] ZakamoulineBand zakamoulineBand(const NoTradeTerms& terms);

// sigma_m^2 = sigma^2 (1 + sign K). Which side of the position takes which sign is not settled in the literature at
// hand, so the desk uses sign 0; never below zero.
[[nodiscard]] double zakamoulineVol(double vol, double k, double sign);

// nullopt where the terms do not determine a band: costs, risk aversion, spot, and for Zakamouline vol and time, must
// be above zero.
[[nodiscard]] std::optional<double> noTradeHalfWidth(NoTradeRule rule, const NoTradeTerms& terms);

// What hedging to the edge of a band of this half-width turns over: the delta follows a Brownian motion reflected at
// both edges, local time sigma^2 / (4 H) per edge.
struct BandTurnover
{
    double coinsPerYear = 0.0;
    double costUsdPerYear = 0.0;
};
[[nodiscard]] BandTurnover bandTurnover(const NoTradeTerms& terms, double halfWidth);

// A start for the risk aversion: one over a tenth of the capital at risk.
[[nodiscard]] double riskAversionOf(double riskCapitalUsd);

// The order that brings `delta` back to the nearer edge of target +- halfWidth, in coins (positive buys), rounded down
// to whole lots but never to the other side; 0 inside the band or below the smallest trade.
[[nodiscard]] double orderToEdge(double delta, double target, double halfWidth, double lotCoins);

// The position's delta and gamma at a spot price, all else equal.
struct DeltaAtSpot
{
    double delta = 0.0; // coins
    double gamma = 0.0; // coins per USD
};

struct BandBreak
{
    double spotUsd = 0.0;    // where the delta leaves the band
    double delta = 0.0;      // there
    double halfWidth = 0.0;  // there
    double orderCoins = 0.0; // what trades at it: the smallest trade at least, positive buys
};

struct BandOutlook
{
    double delta = 0.0;
    double halfWidth = 0.0;
    double orderNow = 0.0; // 0: inside the band
    std::optional<BandBreak> below;
    std::optional<BandBreak> above; // nullopt: no break within the search range
};

struct NoTradePolicy
{
    NoTradeRule rule = NoTradeRule::WhalleyWilmott;
    double targetDelta = 0.0; // coins
    double lotCoins = 0.0;
    double searchRange = 0.5; // of spot, either way
};

// The band now and the next prices on either side at which it breaks, by the position's own delta at each price.
// `terms.gamma` is replaced by the position's.
[[nodiscard]] std::optional<BandOutlook> bandOutlook(const std::function<DeltaAtSpot(double spotUsd)>& position,
                                                     const NoTradeTerms& terms, const NoTradePolicy& policy);

} // namespace ballast

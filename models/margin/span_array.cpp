#include "models/margin/span_array.h"

#include "models/pricing/black76.h"

#include <algorithm>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;

struct SpanScenario
{
    double price = 0.0; // in price scan ranges; 0 with extreme set: the extreme move
    double vol = 0.0;   // in vol scan ranges
};

constexpr double third = 1.0 / 3.0;
constexpr std::array<SpanScenario, 14> regular{{{0.0, 1.0},
                                                {0.0, -1.0},
                                                {third, 1.0},
                                                {third, -1.0},
                                                {-third, 1.0},
                                                {-third, -1.0},
                                                {2.0 * third, 1.0},
                                                {2.0 * third, -1.0},
                                                {-2.0 * third, 1.0},
                                                {-2.0 * third, -1.0},
                                                {1.0, 1.0},
                                                {1.0, -1.0},
                                                {-1.0, 1.0},
                                                {-1.0, -1.0}}};

double pnlOf(const MarginLeg& leg, double priceMoveUsd, double volMove, double days)
{
    if (!leg.option)
        return leg.coins * priceMoveUsd;
    const BlackTerms now{leg.forwardUsd, leg.option->strike, leg.years, leg.option->vol, leg.option->type};
    BlackTerms then = now;
    then.forward = std::max(now.forward + priceMoveUsd, 0.0);
    then.vol = std::max(now.vol + volMove, 0.0);
    then.years = std::max(now.years - days / daysPerYear, 0.0);
    return leg.coins * (blackPrice(then) - blackPrice(now));
}

} // namespace

SpanRisk spanRisk(const std::vector<MarginLeg>& legs, const SpanRanges& ranges)
{
    SpanRisk risk;
    for (const MarginLeg& leg : legs) {
        for (std::size_t i = 0; i < regular.size(); ++i)
            risk.pnl[i] +=
                pnlOf(leg, regular[i].price * ranges.priceScan, regular[i].vol * ranges.volScan, ranges.lookAheadDays);
        const double extreme = ranges.extremeMultiple * ranges.priceScan;
        risk.pnl[14] += ranges.extremeCover * pnlOf(leg, extreme, 0.0, ranges.lookAheadDays);
        risk.pnl[15] += ranges.extremeCover * pnlOf(leg, -extreme, 0.0, ranges.lookAheadDays);
    }
    for (std::size_t i = 0; i < risk.pnl.size(); ++i) {
        if (-risk.pnl[i] > risk.scanRisk) {
            risk.scanRisk = -risk.pnl[i];
            risk.scenario = static_cast<int>(i) + 1;
        }
    }
    return risk;
}

} // namespace ballast

#include "models/desk/delta_outlook.h"

#include "models/hedging/constraints.h"
#include "models/risk/scenario_grid.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double searchRange = 0.5;
constexpr double searchStep = 0.01;
constexpr double bump = 5e-4; // of spot, for deltas by central differences
constexpr int bisections = 24;
constexpr double aheadOfBreak = 0.01; // of spot: the order that is due a little beyond the break
constexpr double horizonYears = 30.0 / 365.0;

class MovedBook
{
public:
    explicit MovedBook(const OutlookInputs& inputs) : m_inputs(inputs)
    {
        const DeltaRule rule(inputs.policy, inputs.surfaces);
        HedgePolicy deltaOnly = inputs.policy;
        deltaOnly.bands = {Band{}};
        double meant = 0.0;
        for (const RiskReport* const report : inputs.reports)
            meant += bandValues(*report, deltaOnly, rule).front();
        m_offset = meant - blackDelta(0.0);
    }

    [[nodiscard]] double deltaAt(double move) const { return m_offset + blackDelta(move); }

    [[nodiscard]] DeltaAtSpot at(double spotUsd) const
    {
        const double move = spotUsd / m_inputs.indexUsd - 1.0;
        const double gamma = (deltaAt(move + bump) - deltaAt(move - bump)) / (2.0 * bump * m_inputs.indexUsd);
        return {deltaAt(move), gamma};
    }

private:
    [[nodiscard]] double pnl(double move) const
    {
        double sum = 0.0;
        for (const RiskReport* const report : m_inputs.reports) {
            for (const RiskLine& line : report->lines) {
                if (line.values.ok() && line.instrument && line.instrument->underlying == m_inputs.policy.underlying)
                    sum += linePnlUsd(line, move, 0.0, 0.0);
            }
        }
        return sum;
    }

    [[nodiscard]] double blackDelta(double move) const
    {
        return (pnl(move + bump) - pnl(move - bump)) / (2.0 * bump * m_inputs.indexUsd);
    }

    const OutlookInputs& m_inputs;
    double m_offset = 0.0;
};

double orderToBand(const Band& band, double delta, double lotCoins)
{
    const double missing = band.lower && delta < *band.lower   ? *band.lower - delta
                           : band.upper && delta > *band.upper ? *band.upper - delta
                                                               : 0.0;
    if (missing == 0.0 || !(lotCoins > 0.0))
        return missing;
    return std::copysign(std::ceil(std::abs(missing) / lotCoins - 1e-9) * lotCoins, missing);
}

bool isOut(const Band& band, double delta)
{
    return (band.lower && delta < *band.lower) || (band.upper && delta > *band.upper);
}

// The first move in the direction of `step` at which the band breaks; from inside it.
std::optional<DeltaBreak> firstBreak(const MovedBook& position, const Band& band, const OutlookInputs& inputs,
                                     double step)
{
    double inside = 0.0;
    for (double move = step; std::abs(move) <= searchRange + 1e-12; inside = move, move += step) {
        if (!isOut(band, position.deltaAt(move)))
            continue;
        double outside = move;
        for (int i = 0; i < bisections; ++i) {
            const double middle = 0.5 * (inside + outside);
            (isOut(band, position.deltaAt(middle)) ? outside : inside) = middle;
        }
        const double order =
            orderToBand(band, position.deltaAt(outside + std::copysign(aheadOfBreak, step)), inputs.lotCoins);
        return DeltaBreak{inputs.indexUsd * (1.0 + outside), order};
    }
    return std::nullopt;
}

std::optional<BandOutlook> ownBand(const MovedBook& position, const OutlookInputs& inputs)
{
    NoTradeTerms terms;
    terms.spotUsd = inputs.indexUsd;
    terms.vol = inputs.vol.value_or(0.0);
    terms.years = horizonYears;
    terms.costRate = inputs.policy.fees.takerFeeFuture;
    terms.riskAversion = inputs.policy.riskAversion;
    NoTradePolicy rule;
    rule.lotCoins = inputs.lotCoins;
    rule.searchRange = searchRange;
    return bandOutlook([&](double spotUsd) { return position.at(spotUsd); }, terms, rule);
}

} // namespace

std::optional<DeltaOutlook> deltaOutlook(const OutlookInputs& inputs)
{
    const auto band = std::ranges::find_if(inputs.policy.bands, [](const Band& each) {
        return each.kind == BandKind::Delta && !each.fromDays && !each.toDays && (each.lower || each.upper);
    });
    if (band == inputs.policy.bands.end() || !(inputs.indexUsd > 0.0))
        return std::nullopt;
    const MovedBook position(inputs);
    DeltaOutlook outlook;
    outlook.indexUsd = inputs.indexUsd;
    outlook.deltaNow = position.deltaAt(0.0);
    outlook.orderNow = orderToBand(*band, outlook.deltaNow, inputs.lotCoins);
    if (!isOut(*band, outlook.deltaNow)) {
        outlook.below = firstBreak(position, *band, inputs, -searchStep);
        outlook.above = firstBreak(position, *band, inputs, searchStep);
    }
    outlook.whalleyWilmott = ownBand(position, inputs);
    return outlook;
}

} // namespace ballast

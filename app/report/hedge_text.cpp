#include "app/report/hedge_text.h"

#include "app/report/text_table.h"
#include "models/hedging/delta_rule.h"

#include <fmt/format.h>

#include <cmath>

namespace ballast {
namespace {

// A trade's delta is the one that the policy's bands count.
std::string deltaHead(const HedgePolicy& policy)
{
    return policy.delta == DeltaChoice::BlackScholes ? "delta coin" : "delta coin, " + policyDeltaName(policy);
}

std::optional<double> deltaOf(const HedgeTrade& trade, DeltaChoice choice)
{
    switch (choice) {
    case DeltaChoice::BlackScholes:
        return trade.exposure.deltaCoin;
    case DeltaChoice::Net:
        return trade.exposure.netDeltaCoin;
    case DeltaChoice::StickyMoneyness:
    case DeltaChoice::MinVariance:
        break;
    }
    return trade.policyDeltaCoin;
}

std::string tradesText(const HedgeProposal& p)
{
    if (p.trades.empty())
        return {};
    TextTable table({{"side", TextTable::Align::Left},
                     {"quantity"},
                     {"instrument", TextTable::Align::Left},
                     {"limit"},
                     {"expected"},
                     {"spread USD"},
                     {"fee USD"},
                     {deltaHead(p.policy)},
                     {"gamma /1 %"},
                     {"vega USD/pt"},
                     {"depth %"}});
    for (const HedgeTrade& t : p.trades) {
        const int decimals = t.limitPrice < 10.0 ? 4 : 1;
        const auto delta = deltaOf(t, p.policy.delta);
        table.addRow({t.side == Side::Buy ? "buy" : "sell", fixed(t.quantity, t.quantity < 1000 ? 1 : 0),
                      t.instrument.name, fixed(t.limitPrice, decimals), fixed(t.expectedPrice, decimals),
                      fixed(t.spreadUsd, 0), fixed(t.feeUsd, 0), signedFixed(delta, 2),
                      signedFixed(t.exposure.gammaCoin1pct, 3), signedFixed(t.exposure.vegaUsd, 0),
                      percent(t.depthShare, 1)});
    }
    return table.text();
}

// Per-USD gammas are tiny numbers: six significant digits, no separators.
std::string bandValue(BandKind kind, std::optional<double> value)
{
    if (!value)
        return "-";
    return kind == BandKind::Gamma || kind == BandKind::Vanna ? fmt::format("{:+.4g}", *value) : signedFixed(value, 2);
}

std::string bandsText(const HedgeProposal& p)
{
    TextTable table({{"band", TextTable::Align::Left},
                     {"lower"},
                     {"upper"},
                     {"before"},
                     {"after"},
                     {"unit", TextTable::Align::Left},
                     {"", TextTable::Align::Left}});
    for (const BandOutcome& b : p.bands)
        table.addRow({b.band.name, bandValue(b.band.kind, b.band.lower), bandValue(b.band.kind, b.band.upper),
                      bandValue(b.band.kind, b.before), bandValue(b.band.kind, b.after), bandUnit(b.band.kind),
                      b.insideAfter ? "in" : "out"});
    return table.text();
}

// The room is a power of ten that saves a dollar or more: a price per whole unit of gamma means nothing to a trader.
std::string bindingText(const BindingConstraint& b)
{
    if (!(b.shadowPriceUsd > 0.0))
        return fmt::format("binds: {}, more room saves nothing\n", b.constraint);
    const double room = std::pow(10.0, std::ceil(-std::log10(b.shadowPriceUsd)));
    return fmt::format("binds: {}, {:g} {} more room saves {:.2f} USD\n", b.constraint, room, b.unit,
                       room * b.shadowPriceUsd);
}

} // namespace

std::string hedgeText(const HedgeProposal& p)
{
    std::string text;
    text += fmt::format("{}: {}\n", hedgeStatusWord(p.status), p.message);
    text += tradesText(p);
    text += bandsText(p);
    if (!p.trades.empty())
        text += fmt::format("cost {} USD (spread {}, fees {}); one-day risk {} -> {} USD; {:.0f} ms, gap {:.2g}\n",
                            fixed(p.costUsd(), 0), fixed(p.spreadUsd, 0), fixed(p.feesUsd, 0),
                            fixed(p.riskBeforeUsd, 0), fixed(p.riskAfterUsd, 0), p.milliseconds, p.gap);
    for (const BindingConstraint& b : p.binding)
        text += bindingText(b);
    for (const ConstraintConflict& c : p.conflicts)
        text += fmt::format("conflict: {}, relax by {:.4g} {}\n", c.constraint, c.relaxBy, c.unit);
    return text;
}

} // namespace ballast

#include "app/cli/proposal_text.h"

#include "app/cli/exposure_json.h"

#include <fmt/format.h>

namespace ballast {
namespace {

Json greeksJson(const Exposure& e)
{
    Json json{{"delta", e.deltaCoin}, {"netDelta", e.netDeltaCoin}, {"gamma", e.gammaCoinPerUsd},
              {"vega", e.vegaUsd},    {"theta", e.thetaUsdDay},     {"vanna", e.vannaCoin},
              {"volga", e.volgaUsd},  {"charm", e.charmCoinDay}};
    json.update(exposureJson(e));
    return json;
}

Json tradeJson(const HedgeTrade& t)
{
    return {{"instrument", t.instrument.name},
            {"side", t.side == Side::Buy ? "buy" : "sell"},
            {"quantity", t.quantity},
            {"limitPrice", t.limitPrice},
            {"expectedPrice", t.expectedPrice},
            {"costUsd", t.costUsd()},
            {"spreadUsd", t.spreadUsd},
            {"feeUsd", t.feeUsd},
            {"depthShare", t.depthShare},
            {"venue", t.instrument.venue.value},
            {"greeks", exposureJson(t.exposure)}};
}

Json bandJson(const BandOutcome& b)
{
    return {{"band", b.band.name},
            {"lower", orNull(b.band.lower)},
            {"upper", orNull(b.band.upper)},
            {"unit", bandUnit(b.band.kind)},
            {"before", b.before},
            {"after", b.after},
            {"insideBefore", b.insideBefore},
            {"insideAfter", b.insideAfter}};
}

Json answerJson(const HedgeProposal& p)
{
    Json json;
    for (const char* list : {"binding", "conflicts", "frontier", "refused"})
        json[list] = Json::array();
    for (const BindingConstraint& b : p.binding)
        json["binding"].push_back(
            {{"constraint", b.constraint}, {"shadowPriceUsd", b.shadowPriceUsd}, {"unit", b.unit}});
    for (const ConstraintConflict& c : p.conflicts)
        json["conflicts"].push_back({{"constraint", c.constraint}, {"relaxBy", c.relaxBy}, {"unit", c.unit}});
    for (const FrontierPoint& f : p.frontier)
        json["frontier"].push_back({{"costUsd", f.costUsd}, {"riskUsd", f.riskUsd}, {"legs", f.legs}});
    for (const RefusedInstrument& r : p.refused)
        json["refused"].push_back({{"instrument", r.instrument}, {"reason", r.reason}});
    return json;
}

void printTrades(const HedgeProposal& p)
{
    if (p.trades.empty())
        return;
    TextTable table({{"side", TextTable::Align::Left},
                     {"quantity"},
                     {"instrument", TextTable::Align::Left},
                     {"limit"},
                     {"expected"},
                     {"spread USD"},
                     {"fee USD"},
                     {"delta coin"},
                     {"gamma /1 %"},
                     {"vega USD/pt"},
                     {"depth %"}});
    for (const HedgeTrade& t : p.trades) {
        const int decimals = t.limitPrice < 10.0 ? 4 : 1;
        table.addRow({t.side == Side::Buy ? "buy" : "sell", fixed(t.quantity, t.quantity < 1000 ? 1 : 0),
                      t.instrument.name, fixed(t.limitPrice, decimals), fixed(t.expectedPrice, decimals),
                      fixed(t.spreadUsd, 0), fixed(t.feeUsd, 0), signedFixed(t.exposure.deltaCoin, 2),
                      signedFixed(t.exposure.gammaCoin1pct, 3), signedFixed(t.exposure.vegaUsd, 0),
                      percent(t.depthShare, 1)});
    }
    table.print();
}

// Per-USD gammas are tiny numbers: six significant digits, no separators.
std::string bandValue(BandKind kind, std::optional<double> value)
{
    if (!value)
        return "-";
    return kind == BandKind::Gamma || kind == BandKind::Vanna ? fmt::format("{:+.4g}", *value) : signedFixed(value, 2);
}

void printBands(const HedgeProposal& p)
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
    table.print();
}

} // namespace

Json proposalJson(const HedgeProposal& p)
{
    Json json{{"status", hedgeStatusWord(p.status)}, {"message", p.message}, {"gap", p.gap}, {"trades", Json::array()}};
    for (const HedgeTrade& t : p.trades)
        json["trades"].push_back(tradeJson(t));
    json["before"] = greeksJson(p.before);
    json["after"] = greeksJson(p.after);
    json["bands"] = Json::array();
    for (const BandOutcome& b : p.bands)
        json["bands"].push_back(bandJson(b));
    json["costUsd"] = p.costUsd();
    json["spreadUsd"] = p.spreadUsd;
    json["feesUsd"] = p.feesUsd;
    json["riskBeforeUsd"] = p.riskBeforeUsd;
    json["riskAfterUsd"] = p.riskAfterUsd;
    json.update(answerJson(p));
    json["candidates"] = p.candidates;
    json["kkt"] = p.kkt;
    json["milliseconds"] = p.milliseconds;
    json["basis"] = p.basis.value;
    json["basisAsOf"] = jsonTime(p.basisAsOf);
    return json;
}

void printProposal(const HedgeProposal& p)
{
    fmt::print("{}: {}\n", hedgeStatusWord(p.status), p.message);
    printTrades(p);
    printBands(p);
    if (!p.trades.empty())
        fmt::print("cost {} USD (spread {}, fees {}); one-day risk {} -> {} USD; {:.0f} ms, gap {:.2g}\n",
                   fixed(p.costUsd(), 0), fixed(p.spreadUsd, 0), fixed(p.feesUsd, 0), fixed(p.riskBeforeUsd, 0),
                   fixed(p.riskAfterUsd, 0), p.milliseconds, p.gap);
    for (const BindingConstraint& b : p.binding)
        fmt::print("binds: {}, {:.4g} USD per {}\n", b.constraint, b.shadowPriceUsd, b.unit);
    for (const ConstraintConflict& c : p.conflicts)
        fmt::print("conflict: {}, relax by {:.4g} {}\n", c.constraint, c.relaxBy, c.unit);
}

} // namespace ballast

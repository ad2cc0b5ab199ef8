#include "app/cli/proposal_json.h"

#include "app/cli/exposure_json.h"

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
            {"depthUsd", t.depthUsd},
            {"feeUsd", t.feeUsd},
            {"carryUsd", t.carryUsd},
            {"depthShare", orNull(t.depthShare)},
            {"venue", t.instrument.venue.value},
            {"greeks", exposureJson(t.exposure)},
            {"policyDelta", orNull(t.policyDeltaCoin)}};
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

Json limitJson(const LimitOutcome& l)
{
    return {{"limit", l.name},  {"minPnlUsd", l.leastPnlUsd}, {"before", l.before},
            {"after", l.after}, {"keptBefore", l.keptBefore}, {"keptAfter", l.keptAfter}};
}

Json tailJson(const TailOutcome& t)
{
    return {{"confidence", t.confidence},  {"horizonDays", t.horizonDays}, {"scenarios", t.scenarios},
            {"varBefore", t.varBeforeUsd}, {"esBefore", t.esBeforeUsd},    {"varAfter", t.varAfterUsd},
            {"esAfter", t.esAfterUsd}};
}

Json marginJson(const MarginOutcome& m)
{
    return {{"model", m.model},
            {"limitUsd", orNull(m.limitUsd)},
            {"initialBefore", m.initialBeforeUsd},
            {"initialAfter", m.initialAfterUsd},
            {"maintenanceBefore", m.maintenanceBeforeUsd},
            {"maintenanceAfter", m.maintenanceAfterUsd},
            {"cushionLimit", orNull(m.cushionLimit)},
            {"cushionBefore", orNull(m.cushionBefore)},
            {"cushionAfter", orNull(m.cushionAfter)}};
}

Json pointJson(const FrontierPoint& f)
{
    Json json{{"costUsd", f.costUsd},       {"riskUsd", f.riskUsd},         {"legs", f.legs},
              {"spreadUsd", f.spreadUsd},   {"feesUsd", f.feesUsd},         {"keepsBands", f.keepsBands},
              {"isProposal", f.isProposal}, {"after", greeksJson(f.after)}, {"trades", Json::array()}};
    for (const HedgeTrade& t : f.trades)
        json["trades"].push_back(tradeJson(t));
    return json;
}

Json robustJson(const RobustOutcome& r)
{
    return {{"volPoints", r.box.volPoints},       {"correlation", r.box.correlation}, {"depthLoss", r.box.depthLoss},
            {"nominalCostUsd", r.nominalCostUsd}, {"robustCostUsd", r.robustCostUsd}, {"priceUsd", r.priceUsd()},
            {"nominalRiskUsd", r.nominalRiskUsd}, {"robustRiskUsd", r.robustRiskUsd}, {"worstCorner", r.worstCorner},
            {"nominalMisses", r.nominalMisses}};
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
        json["frontier"].push_back(pointJson(f));
    for (const RefusedInstrument& r : p.refused)
        json["refused"].push_back({{"instrument", r.instrument}, {"reason", r.reason}});
    return json;
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
    json["limits"] = Json::array();
    for (const LimitOutcome& l : p.limits)
        json["limits"].push_back(limitJson(l));
    json["tail"] = p.tail ? tailJson(*p.tail) : Json(nullptr);
    json["structures"] = Json::array();
    for (const NamedStructure& s : p.structures)
        json["structures"].push_back({{"name", s.name}, {"coins", s.coins}, {"trades", s.trades}});
    json["mainTrade"] = p.mainTrade ? Json(p.trades[*p.mainTrade].instrument.name) : Json(nullptr);
    json["margin"] = p.margin ? marginJson(*p.margin) : Json(nullptr);
    json["robust"] = p.robust ? robustJson(*p.robust) : Json(nullptr);
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

Json hedgeTradesJson(const std::vector<HedgeTrade>& trades)
{
    Json json = Json::array();
    for (const HedgeTrade& trade : trades)
        json.push_back(tradeJson(trade));
    return json;
}

} // namespace ballast

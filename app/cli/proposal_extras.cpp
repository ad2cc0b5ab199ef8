#include "app/cli/proposal_extras.h"

#include "app/cli/proposal_json.h"
#include "app/report/text_table.h"
#include "models/core/number_text.h"

#include <fmt/format.h>

namespace ballast {
namespace {

Json alternativesJson(const HedgeAlternatives& a, const HedgeProposal& p)
{
    Json json{{"effects", Json::array()}, {"leftOut", Json::array()}, {"replacements", Json::array()}};
    for (const TradeEffect& e : a.effects)
        json["effects"].push_back({{"instrument", p.trades[e.trade].instrument.name},
                                   {"riskAloneUsd", e.riskAloneUsd},
                                   {"riskWithoutUsd", e.riskWithoutUsd}});
    for (const LeftOut& l : a.leftOut) {
        json["leftOut"].push_back({{"what", l.what},
                                   {"status", hedgeStatusWord(l.status)},
                                   {"costUsd", l.costUsd},
                                   {"riskAfterUsd", l.riskAfterUsd},
                                   {"trades", hedgeTradesJson(l.trades)}});
    }
    for (const CheaperTwin& twin : a.twins) {
        json["replacements"].push_back({{"instead", p.trades[twin.trade].instrument.name},
                                        {"savesUsd", twin.savesUsd},
                                        {"freesMarginUsd", orNull(twin.freesMarginUsd)},
                                        {"worstDifferenceUsd", twin.worstDifferenceUsd},
                                        {"trades", hedgeTradesJson(twin.instead)}});
    }
    return json;
}

Json thetaJson(const std::vector<ThetaStructure>& structures)
{
    Json json = Json::array();
    for (const ThetaStructure& s : structures) {
        json.push_back({{"kind", thetaWord(s.kind)},
                        {"name", s.name},
                        {"thetaUsdDay", s.thetaUsdDay},
                        {"creditUsd", s.creditUsd},
                        {"costUsd", s.costUsd},
                        {"worstLossUsd", s.worstLossUsd()},
                        {"worstExpiryUsd", s.worstExpiryUsd},
                        {"worstStressUsd", s.worstStressUsd},
                        {"worst", s.worst},
                        {"thetaPerUsd", s.thetaPerUsd()},
                        {"marginUsd", orNull(s.marginUsd)},
                        {"trades", hedgeTradesJson(s.trades)}});
    }
    return json;
}

Json ratiosJson(const std::vector<InstrumentRatio>& ratios)
{
    Json json = Json::array();
    for (const InstrumentRatio& r : ratios)
        json.push_back({{"instrument", r.instrument},
                        {"ratio", r.ratio},
                        {"effectiveness", r.effectiveness},
                        {"jointRatio", r.jointRatio},
                        {"jointEffectiveness", r.jointEffectiveness},
                        {"ridgePenalty", r.penalty}});
    return json;
}

std::string tradeWords(const std::vector<HedgeTrade>& trades)
{
    std::string text;
    for (const HedgeTrade& t : trades)
        text += fmt::format("{}{} {:g} {}", text.empty() ? "" : ", ", t.side == Side::Buy ? "buy" : "sell", t.quantity,
                            t.instrument.name);
    return text;
}

std::string whole(double usd)
{
    return fmt::format("{:.0f}", usd);
}

std::string alternativesText(const HedgeAlternatives& a, const HedgeProposal& p)
{
    TextTable left({{"without", TextTable::Align::Left},
                    {"status", TextTable::Align::Left},
                    {"cost USD"},
                    {"one-day risk USD"},
                    {"legs"}});
    for (const LeftOut& l : a.leftOut)
        left.addRow({l.what, hedgeStatusWord(l.status), whole(l.costUsd), whole(l.riskAfterUsd),
                     std::to_string(l.trades.size())});
    std::string text = "\nleft out:\n" + left.text();
    for (const CheaperTwin& twin : a.twins)
        text +=
            fmt::format("instead of {}: {}; saves {:.2f} USD, frees {} USD of margin, differs by at most {:.0f} USD\n",
                        p.trades[twin.trade].instrument.name, tradeWords(twin.instead), twin.savesUsd,
                        twin.freesMarginUsd ? whole(*twin.freesMarginUsd) : "-", twin.worstDifferenceUsd);
    return text;
}

std::string thetaText(const std::vector<ThetaStructure>& structures)
{
    TextTable table({{"structure", TextTable::Align::Left},
                     {"theta USD/day"},
                     {"credit USD"},
                     {"cost USD"},
                     {"worst loss USD"},
                     {"where", TextTable::Align::Left},
                     {"margin USD"}});
    for (const ThetaStructure& s : structures)
        table.addRow({s.name, fmt::format("{:.1f}", s.thetaUsdDay), whole(s.creditUsd), whole(s.costUsd),
                      whole(s.worstLossUsd()), s.worst, s.marginUsd ? whole(*s.marginUsd) : "-"});
    return "\nstructures that earn theta:\n" + table.text();
}

std::string ratiosText(const std::vector<InstrumentRatio>& ratios)
{
    TextTable table({{"instrument", TextTable::Align::Left},
                     {"ratio alone"},
                     {"effectiveness"},
                     {"ratio together"},
                     {"effectiveness"}});
    for (const InstrumentRatio& r : ratios)
        table.addRow({r.instrument, fmt::format("{:+.4g}", r.ratio), fmt::format("{:.1f} %", 100.0 * r.effectiveness),
                      fmt::format("{:+.4g}", r.jointRatio), fmt::format("{:.1f} %", 100.0 * r.jointEffectiveness)});
    return "\nminimum-variance ratios:\n" + table.text();
}

} // namespace

void addExtras(Json& document, const HedgeExtras& extras, const HedgeProposal& proposal)
{
    if (extras.alternatives)
        document["alternatives"] = alternativesJson(*extras.alternatives, proposal);
    if (extras.theta)
        document["thetaStructures"] = thetaJson(*extras.theta);
    if (extras.ratios)
        document["ratios"] = ratiosJson(*extras.ratios);
}

std::string extrasText(const HedgeExtras& extras, const HedgeProposal& proposal)
{
    std::string text;
    if (proposal.robust)
        text += fmt::format(
            "robust: costs {:.0f} USD more than the hedge that trusts the numbers ({:.0f}); worst corner: {}\n",
            proposal.robust->priceUsd(), proposal.robust->nominalCostUsd, proposal.robust->worstCorner);
    if (extras.alternatives)
        text += alternativesText(*extras.alternatives, proposal);
    if (extras.theta)
        text += thetaText(*extras.theta);
    if (extras.ratios)
        text += ratiosText(*extras.ratios);
    return text;
}

} // namespace ballast

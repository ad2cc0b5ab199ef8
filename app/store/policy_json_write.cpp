#include "app/store/band_name.h"
#include "app/store/json_fields.h"
#include "app/store/policy_json.h"
#include "app/store/policy_json_limits.h"
#include "app/store/text_file.h"
#include "models/market/instrument_name.h"

namespace ballast {
namespace {

Json limit(const std::optional<double>& value)
{
    return value ? Json(*value) : Json(nullptr);
}

Json bandsJson(const HedgePolicy& policy)
{
    Json bands = Json::object();
    for (const Band& band : policy.bands)
        bands[bandName(band)] = Json::array({limit(band.lower), limit(band.upper)});
    return bands;
}

// The short label where it says the whole time.
std::string expiryText(Timestamp expiry)
{
    std::string label = expiryLabel(expiry);
    const auto read = parseExpiryLabel(label);
    return read && *read == expiry ? label : toIso8601(expiry);
}

Json universeJson(const HedgeUniverse& universe)
{
    Json kinds = Json::array();
    if (universe.perpetuals)
        kinds.push_back("perpetual");
    if (universe.futures)
        kinds.push_back("future");
    if (universe.options)
        kinds.push_back("option");
    if (universe.spot)
        kinds.push_back("spot");
    Json expiries = Json::array();
    for (const Timestamp expiry : universe.expiries)
        expiries.push_back(expiryText(expiry));
    return {{"kinds", kinds},
            {"minOpenInterest", universe.minOpenInterest},
            {"maxSpreadVolPoints", universe.maxSpreadVolPoints},
            {"deltaRange", Json::array({universe.minAbsDelta, universe.maxAbsDelta})},
            {"expiries", expiries},
            {"exclude", universe.exclude}};
}

} // namespace

std::string policyJson(const HedgePolicy& policy)
{
    Json json{{"name", policy.name},
              {"underlying", policy.underlying},
              {"bands", bandsJson(policy)},
              {"universe", universeJson(policy.universe)},
              {"costs",
               {{"takerFeeOption", policy.fees.takerFeeOption},
                {"takerFeeFuture", policy.fees.takerFeeFuture},
                {"feeCapOfPremium", policy.fees.feeCapOfPremium},
                {"useLadder", policy.depth == DepthUse::Ladder},
                {"depthShare", policy.depthShare},
                {"fixedPerLegUsd", policy.fixedPerLegUsd}}},
              {"maxLegs", policy.maxLegs ? Json(*policy.maxLegs) : Json(nullptr)},
              {"respectLots", policy.respectLots},
              {"maxNotionalUsd", limit(policy.maxNotionalUsd)},
              {"timeLimitSeconds", policy.timeLimitSeconds}};
    json.update(riskPriceJson(policy));
    json.update(pnlLimitsJson(policy));
    json["limits"] = positionRulesJson(policy.positions);
    if (policy.margin != MarginRule{})
        json["margin"] = {{"model", policy.margin.model.empty() ? Json(nullptr) : Json(policy.margin.model)},
                          {"maxInitialUsd", limit(policy.margin.maxInitialUsd)},
                          {"minCushionUnderStress", limit(policy.margin.minCushionUnderStress)},
                          {"equityUsd", limit(policy.margin.equityUsd)}};
    if (!policy.robust.empty())
        json["robust"] = robustJson(policy.robust);
    json["scenarios"] = scenarioChoiceJson(policy.scenarios);
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

Status writePolicyJson(const HedgePolicy& policy, const std::filesystem::path& file)
{
    return writeTextFile(file, policyJson(policy));
}

} // namespace ballast

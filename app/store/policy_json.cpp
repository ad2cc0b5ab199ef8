#include "app/store/policy_json.h"

#include "app/store/band_name.h"
#include "app/store/json_fields.h"
#include "app/store/nearest_word.h"
#include "app/store/policy_json_limits.h"
#include "app/store/text_file.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace ballast {
namespace {

constexpr std::size_t fileLimit = 1'000'000;
constexpr double unbounded = std::numeric_limits<double>::infinity();
constexpr std::array<std::string_view, 6> bandWords{"delta", "gamma", "vega", "theta", "vanna", "volga"};
const std::vector<std::string_view> policyKeys{
    "name",    "underlying",  "objective", "riskAversion", "horizonDays",    "confidence",
    "delta",   "bands",       "upside",    "floor",        "universe",       "costs",
    "maxLegs", "respectLots", "margin",    "scenarios",    "maxNotionalUsd", "timeLimitSeconds",
    "stress",  "limits",      "riskScope", "cvarWeight",   "skewStickiness", "minVariance",
    "robust"};

template <class T>
void take(T& field, const std::optional<T>& read)
{
    if (read)
        field = *read;
}

void readBands(const JsonFields& bands, HedgePolicy& policy)
{
    for (const std::string& key : bands.keys()) {
        auto band = parseBandName(key);
        if (!band) {
            const auto near = nearestWord(key.substr(0, key.find(':')), bandWords);
            bands.wrong(key, fmt::format("is no band, did you mean '{0}' or, by days to expiry, '{0}:30d', "
                                         "'{0}:30d-90d', '{0}:>90d'?",
                                         near));
            return;
        }
        if (const auto limits = bands.interval(key)) {
            band->lower = limits->first;
            band->upper = limits->second;
        }
        policy.bands.push_back(std::move(*band));
    }
}

// A label as in names ("27FEB26") or ISO 8601; a day alone means its 08:00 UTC.
std::optional<Timestamp> readExpiry(const std::string& text)
{
    if (const auto label = parseExpiryLabel(text))
        return *label;
    const auto at = parseIso8601(text);
    if (!at)
        return std::nullopt;
    if (text.size() == std::string_view("2026-02-27").size())
        return expiryOn(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*at)));
    return *at;
}

void readKinds(const JsonFields& fields, HedgeUniverse& universe)
{
    const auto kinds = fields.texts("kinds");
    if (!kinds)
        return;
    static constexpr std::array<std::string_view, 4> known{"perpetual", "future", "option", "spot"};
    for (const std::string& kind : *kinds) {
        if (std::ranges::find(known, kind) == known.end())
            fields.wrong("kinds", fmt::format("does not know '{}', did you mean '{}'?", kind.substr(0, 64),
                                              nearestWord(kind, known)));
    }
    const auto has = [&](std::string_view kind) { return std::ranges::find(*kinds, kind) != kinds->end(); };
    universe.perpetuals = has("perpetual");
    universe.futures = has("future");
    universe.options = has("option");
    universe.spot = has("spot");
}

void readUniverse(const JsonFields& fields, HedgeUniverse& universe)
{
    readKinds(fields, universe);
    take(universe.minOpenInterest, fields.number("minOpenInterest", {0.0, unbounded}));
    take(universe.maxSpreadVolPoints, fields.number("maxSpreadVolPoints", {0.0, unbounded}));
    if (const auto range = fields.interval("deltaRange")) {
        universe.minAbsDelta = range->first.value_or(0.0);
        universe.maxAbsDelta = range->second.value_or(1.0);
        if (universe.minAbsDelta < 0.0 || universe.maxAbsDelta > 1.0)
            fields.wrong("deltaRange", "must lie between 0 and 1");
    }
    for (const std::string& text : fields.texts("expiries").value_or(std::vector<std::string>())) {
        const auto expiry = readExpiry(text);
        if (!expiry) {
            fields.wrong("expiries",
                         fmt::format("does not know '{}', write 27MAR26 or 2026-03-27", text.substr(0, 64)));
            return;
        }
        universe.expiries.push_back(*expiry);
    }
    take(universe.exclude, fields.texts("exclude"));
}

void readCosts(const JsonFields& fields, HedgePolicy& policy)
{
    take(policy.fees.takerFeeOption, fields.number("takerFeeOption", {0.0, 1.0}));
    take(policy.fees.takerFeeFuture, fields.number("takerFeeFuture", {0.0, 1.0}));
    take(policy.fees.feeCapOfPremium, fields.number("feeCapOfPremium", {0.0, 1.0}));
    take(policy.depthShare, fields.number("depthShare", {0.0, 1.0}));
    take(policy.fixedPerLegUsd, fields.number("fixedPerLegUsd", {0.0, 1e9}));
    if (const auto useLadder = fields.boolean("useLadder"))
        policy.depth = *useLadder ? DepthUse::Ladder : DepthUse::BestOnly;
}

void readMargin(const JsonFields& margin, HedgePolicy& policy)
{
    take(policy.margin.model,
         margin.word("model", {"deribit-sm", "deribit-pm", "derive-sm", "derive-pm", "derive-pm-v1", "okx-pm"}));
    policy.margin.maxInitialUsd = margin.number("maxInitialUsd", {0.0, unbounded});
    if (policy.margin.maxInitialUsd && policy.margin.model.empty())
        margin.wrong("maxInitialUsd", "needs a margin model, such as \"deribit-pm\"");
    policy.margin.minCushionUnderStress = margin.number("minCushionUnderStress", {0.0, 1.0});
    policy.margin.equityUsd = margin.number("equityUsd", {0.0, unbounded});
    if (policy.margin.equityUsd && !(*policy.margin.equityUsd > 0.0))
        margin.wrong("equityUsd", "must be above 0");
}

void readLimits(const JsonFields& root, HedgePolicy& policy)
{
    if (const auto legs = root.integer("maxLegs", 0, 1'000))
        policy.maxLegs = static_cast<int>(*legs);
    take(policy.respectLots, root.boolean("respectLots"));
    policy.maxNotionalUsd = root.number("maxNotionalUsd", {0.0, unbounded});
    take(policy.timeLimitSeconds, root.number("timeLimitSeconds", {0.001, 3600.0}));
}

} // namespace

Result<HedgePolicy> readPolicyJson(const std::filesystem::path& file)
{
    const auto text = readTextFile(file, fileLimit);
    if (!text)
        return text.error();
    return parsePolicyJson(*text, file.string());
}

Result<HedgePolicy> parsePolicyJson(std::string_view text, std::string_view fileName)
{
    const auto file = parseJsonFile(text, fileName);
    if (!file)
        return file.error();
    JsonFile& json = **file;
    HedgePolicy policy;
    const JsonFields root(json, json.root, {}, policyKeys);
    take(policy.name, root.text("name"));
    take(policy.underlying, root.text("underlying"));
    if (policy.underlying.empty() || policy.underlying.size() > 16)
        root.wrong("underlying", "must name a coin such as \"BTC\"");
    readRiskPrice(root, policy);
    readBands(root.object("bands", {}), policy);
    readPnlLimits(json, root, policy);
    readPositionRules(root, policy);
    readUniverse(root.object("universe",
                             {"kinds", "minOpenInterest", "maxSpreadVolPoints", "deltaRange", "expiries", "exclude"}),
                 policy.universe);
    readCosts(root.object("costs", {"takerFeeOption", "takerFeeFuture", "feeCapOfPremium", "useLadder", "depthShare",
                                    "fixedPerLegUsd"}),
              policy);
    readLimits(root, policy);
    readMargin(root.object("margin", {"model", "maxInitialUsd", "minCushionUnderStress", "equityUsd"}), policy);
    readRobust(root.object("robust", {"volPoints", "correlation", "depthLoss"}), policy.robust);
    readScenarioChoice(root.object("scenarios", {"set", "file", "count", "seed"}), policy.scenarios);
    if (json.error)
        return *json.error;
    return policy;
}

} // namespace ballast

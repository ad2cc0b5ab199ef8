#include "app/cli/cases/case_json.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

using Json = nlohmann::json;

std::string upper(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 'a' + 'A') : c; });
    return text;
}

DeribitPairParameters pairOf(const Json& json)
{
    DeribitPairParameters p;
    p.priceRange = json.at("price_range");
    p.vol = {json.at("volatility_range_up"),  json.at("volatility_range_down"),       json.at("short_term_vega_power"),
             json.at("long_term_vega_power"), json.at("min_volatility_for_shock_up"), 1.0};
    p.extendedTableFactor = json.at("extended_table_factor");
    p.marginIncrement = json.at("m_inc");
    p.deltaThresholdUsd = json.at("delta_total_liq_shock_threshold");
    p.maxDeltaShock = json.at("max_delta_shock");
    return p;
}

DeribitCurrencyParameters currencyOf(const Json& json)
{
    return {json.at("min_annualised_move"), json.at("annualised_move_risk"), json.at("extended_dampener"),
            json.at("pnl_offset"),          json.at("max_offsetable_pnl"),   json.at("haircut")};
}

DeribitPortfolioParameters parametersOf(const Json& json)
{
    DeribitPortfolioParameters p = deribitPortfolioParameters();
    const Json& general = json.at("general");
    p.maintenanceFactor = general.at("mm_factor");
    p.bucketsPerSide = general.at("buckets_count");
    p.asOf = toIso8601(fromUnixMilliseconds(general.at("timestamp")));
    for (const auto& [name, pair] : json.at("currency_pair").items())
        p.pairs[upper(name.substr(0, name.find('_')))] = pairOf(pair);
    for (const auto& [name, currency] : json.at("currency").items())
        p.currencies[upper(name)] = currencyOf(currency);
    return p;
}

// Sizes in coins, as the venue states simulated positions.
Result<MarginLeg> legOf(const std::string& name, double coins, const Json& ticker, Timestamp at)
{
    const auto instrument = parseDeribitName(name);
    if (!instrument)
        return instrument.error();
    LineValues values;
    values.mark = ticker.at("mark_price");
    values.markUsd = values.forward = values.mark;
    values.unit = deltaOneGreeks(values.mark);
    values.years = instrument->expiry ? yearsBetween(at, *instrument->expiry) : 0.0;
    if (isOption(*instrument)) {
        if (!ticker.contains("mark_iv") || !ticker.contains("underlying_price"))
            return Error{Errc::BadInput, fmt::format("the ticker of {} has no mark_iv and underlying_price", name)};
        values.vol = ticker.at("mark_iv").get<double>() / 100.0;
        values.forward = ticker.at("underlying_price");
        values.markUsd *= instrument->settlement == Settlement::Inverse ? values.forward : 1.0;
        values.unit = optionGreeks({values.forward, *instrument->strike, values.years, *values.vol, *instrument->type},
                                   instrument->settlement);
    }
    return resized(unitLeg(*instrument, values, ticker.at("index_price")), coins);
}

DeribitSimulateCase::Margins marginsOf(const Json& json)
{
    const Json& details = json.at("initial_margin_details");
    const Json& matrix = details.at("risk_matrix_margin_details");
    DeribitSimulateCase::Margins m;
    m.worstCase = matrix.at("worst_case");
    m.deltaShock = matrix.at("delta_shock");
    m.rollShock = matrix.at("roll_shock");
    m.riskMatrixMargin = details.at("risk_matrix_margin");
    for (const char* part : {"spot_margin", "mmp_margin", "open_orders_margin"})
        m.otherInitial += details.at(part).get<double>();
    m.initial = json.at("initial_margin");
    m.maintenance = json.at("maintenance_margin");
    return m;
}

std::vector<double> vectorOf(const Json& json)
{
    std::vector<double> values = json.at("standard");
    const std::vector<double> extended = json.at("extended");
    values.insert(values.end(), extended.begin(), extended.end());
    return values;
}

std::string currencyOf(const DeribitPair& pair)
{
    return pair.settlement == Settlement::Inverse ? pair.underlying : "USDC";
}

// The entry of two vectors where they differ most; unequal lengths differ by all.
MarginFigure vectorFigure(const std::string& name, const std::vector<double>& computed,
                          const std::vector<double>& published)
{
    MarginFigure worst{name, static_cast<double>(computed.size()), static_cast<double>(published.size())};
    if (computed.size() != published.size() || computed.empty())
        return worst;
    worst = {name, computed[0], published[0]};
    for (std::size_t i = 1; i < computed.size(); ++i) {
        const MarginFigure here{fmt::format("{} [{}]", name, i), computed[i], published[i]};
        if (std::abs(here.difference()) > std::abs(worst.difference()))
            worst = here;
    }
    return worst;
}

void addVectors(std::vector<MarginFigure>& figures, const DeribitSimulateCase& published, const DeribitPairMargin& m)
{
    for (const MarginLeg& leg : published.inputs.legs) {
        const auto vector = published.initialVectors.find(leg.instrument);
        if (leg.underlying == m.pair.underlying && leg.settlement == m.pair.settlement &&
            vector != published.initialVectors.end())
            figures.push_back(
                vectorFigure("initial_risk_vectors " + leg.instrument, riskVector(leg, m.pair), vector->second));
    }
    const auto aggregate = published.aggregatedVectors.find(m.pair.name());
    if (aggregate != published.aggregatedVectors.end())
        figures.push_back(vectorFigure("aggregated_risk_vectors " + m.pair.name(), m.after, aggregate->second));
}

} // namespace

Result<DeribitSimulateCase> deribitSimulateCase(const Json& result)
{
    DeribitSimulateCase published;
    published.parameters = parametersOf(result.at("model_params"));
    const Timestamp at = fromUnixMilliseconds(result.at("model_params").at("general").at("timestamp"));
    for (const auto& [name, coins] : result.at("portfolio").at("position").items()) {
        auto leg = legOf(name, coins, result.at("ticker").at(name), at);
        if (!leg)
            return leg.error();
        published.inputs.legs.push_back(std::move(leg).value());
    }
    for (const auto& [currency, margins] : result.at("margins").items())
        published.margins[upper(currency)] = marginsOf(margins);
    for (const auto& [name, vectors] : result.at("initial_risk_vectors").items())
        published.initialVectors[name] = vectorOf(vectors);
    for (const auto& [name, vectors] : result.at("aggregated_risk_vectors").items())
        published.aggregatedVectors[name] = vectorOf(vectors);
    return published;
}

std::vector<MarginFigure> figuresOf(const DeribitSimulateCase& published)
{
    std::vector<MarginFigure> figures;
    std::map<std::string, DeribitSimulateCase::Margins> ours;
    for (const DeribitPairMargin& m : DeribitPortfolioMargin(published.parameters).pairs(published.inputs)) {
        DeribitSimulateCase::Margins& sum = ours[currencyOf(m.pair)];
        sum.worstCase += m.worstCase;
        sum.deltaShock += m.deltaShock;
        sum.rollShock += m.rollShock;
        sum.riskMatrixMargin += m.riskMatrixMargin();
        addVectors(figures, published, m);
    }
    for (const auto& [currency, theirs] : published.margins) {
        const DeribitSimulateCase::Margins& m = ours[currency];
        const auto add = [&, &of = currency](const char* name, double computed, double there) {
            figures.push_back({fmt::format("{} {}", of, name), computed, there});
        };
        add("worst_case", m.worstCase, theirs.worstCase);
        add("delta_shock", m.deltaShock, theirs.deltaShock);
        add("roll_shock", m.rollShock, theirs.rollShock);
        add("risk_matrix_margin", m.riskMatrixMargin, theirs.riskMatrixMargin);
        add("initial_margin", m.riskMatrixMargin + theirs.otherInitial, theirs.initial);
        add("maintenance_margin", published.parameters.maintenanceFactor * m.riskMatrixMargin, theirs.maintenance);
    }
    return figures;
}

} // namespace ballast

#include "models/risk/risk_groups.h"

#include "models/risk/aggregate.h"

#include <array>
#include <map>

namespace ballast {
namespace {

std::string wordOf(const RiskLine& line, RiskGrouping grouping)
{
    const Position& holding = line.holding;
    switch (grouping) {
    case RiskGrouping::Underlying:
        return underlyingOf(line);
    case RiskGrouping::Expiry:
        return line.instrument && line.instrument->expiry
                   ? underlyingOf(line) + " " + toIso8601(*line.instrument->expiry).substr(0, 10)
                   : underlyingOf(line);
    case RiskGrouping::Venue:
        return holding.instrument.venue.value;
    case RiskGrouping::Account:
        return holding.account;
    case RiskGrouping::Tag:
        return holding.tag;
    case RiskGrouping::Strategy:
        return holding.tag.substr(0, holding.tag.find('/'));
    }
    return {};
}

} // namespace

std::vector<RiskGroup> riskBy(const RiskReport& report, RiskGrouping grouping)
{
    std::map<std::string, RiskGroup> groups;
    for (const RiskLine& line : report.lines) {
        RiskGroup& group = groups[wordOf(line, grouping)];
        if (!line.values) {
            ++group.linesFailed;
            continue;
        }
        ++group.linesPriced;
        add(group.total, line.values->exposure);
        if (line.values->pnlUsd)
            group.pnlUsd = group.pnlUsd.value_or(0.0) + *line.values->pnlUsd;
    }
    std::vector<RiskGroup> sorted;
    for (auto& [name, group] : groups) {
        group.name = name;
        sorted.push_back(std::move(group));
    }
    return sorted;
}

const char* riskGroupingWord(RiskGrouping grouping)
{
    constexpr std::array<const char*, 6> words{"underlying", "expiry", "venue", "account", "tag", "strategy"};
    return words[static_cast<std::size_t>(grouping)];
}

Result<BetaWeightedRisk> betaWeighted(const RiskReport& report, const FactorModel& model, const std::string& benchmark)
{
    const auto base = model.find({FactorKind::Spot, benchmark});
    if (!base || !(model.covarianceOf(*base, *base) > 0.0))
        return Error{Errc::NotFound, "no moves of " + benchmark + " are known, choose another benchmark"};
    BetaWeightedRisk weighted;
    weighted.benchmark = benchmark;
    weighted.source = model.source;
    for (const RiskGroup& group : riskBy(report, RiskGrouping::Underlying)) {
        const auto factor = model.find({FactorKind::Spot, group.name});
        if (!factor) {
            weighted.unweighted.push_back(group.name);
            continue;
        }
        const double beta = model.covarianceOf(*factor, *base) / model.covarianceOf(*base, *base);
        weighted.betas.push_back({group.name, beta, model.correlation(*factor, *base)});
        weighted.deltaUsd += beta * group.total.deltaUsd;
        weighted.gammaUsd1pct += beta * beta * group.total.gammaUsd1pct;
    }
    return weighted;
}

} // namespace ballast

#include "models/margin/okx_portfolio.h"

#include "models/margin/revaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr std::array volOrder{VolMove::Up, VolMove::Same, VolMove::Down};

struct OkxScenario
{
    std::string name;
    double move = 0.0;
    VolMove vol = VolMove::Same;
    double share = 1.0;
    double days = 0.0; // theta: time instead of a move
};

std::vector<OkxScenario> scenariosOf(const OkxGroup& group, const OkxPortfolioParameters& p)
{
    std::vector<OkxScenario> scenarios;
    for (int third = -3; third <= 3; ++third) {
        const double move = group.spotRange * third / 3.0;
        for (const VolMove vol : volOrder)
            scenarios.push_back({fmt::format("{:+g} %, vol {}", std::round(move * 1e4) / 100.0, volMoveWord(vol)), move,
                                 vol, 1.0, 0.0});
    }
    scenarios.push_back({fmt::format("theta {:g} d", p.thetaDays), 0.0, VolMove::Same, 1.0, p.thetaDays});
    for (const double side : {-1.0, 1.0})
        scenarios.push_back({fmt::format("extreme {:+g} %", side * group.extremeMove * 100.0), side * group.extremeMove,
                             VolMove::Same, p.extremeShare, 0.0});
    return scenarios;
}

double pnlOf(const MarginLeg& leg, const OkxScenario& s, const OkxPortfolioParameters& p)
{
    if (s.days > 0.0)
        return thetaPnlUsd(leg, s.days);
    return s.share * usdPnl(leg, s.move, s.vol, p.vol);
}

// Annualised move of the basis on the net delta of each expiry.
double basisRate(const MarginLeg& leg, const OkxGroup& group)
{
    return group.basisMovePerYear * leg.years * leg.indexUsd;
}

double basisCharge(const std::vector<MarginLeg>& legs, const OkxGroup& group)
{
    std::map<std::optional<Timestamp>, std::pair<double, double>> nets; // coins, USD per coin
    for (const MarginLeg& leg : legs) {
        nets[leg.expiry].first += leg.coins * leg.delta;
        nets[leg.expiry].second = basisRate(leg, group);
    }
    double sum = 0.0;
    for (const auto& [expiry, net] : nets)
        sum += std::abs(net.first) * net.second;
    return sum;
}

double minimumCharge(const std::vector<MarginLeg>& legs, const OkxPortfolioParameters& p)
{
    double fees = 0.0;
    for (const MarginLeg& leg : legs) {
        if (leg.kind != InstrumentKind::Spot)
            fees += std::abs(leg.coins) * leg.indexUsd * (leg.option ? p.feeOption : p.feeFuture);
    }
    return tieredCharge(fees, p.minimumTiers);
}

std::vector<std::string> caveatsFor(const MarginInputs& inputs)
{
    std::vector<std::string> caveats{
        "OKX-like: the vol shock is Deribit's; the venue's table of vol points is UNCONFIRMED",
        "UNCONFIRMED: half of the loss at the extreme move; the form of the basis charge",
        "Left out, parameters not published: vega term structure (MR3), interest rate (MR5), slippage of the minimum "
        "charge (MR7), stablecoin hedges (MR9), borrowing (MR8)"};
    for (const MarginLeg& leg : inputs.legs) {
        if (leg.kind == InstrumentKind::Spot) {
            caveats.emplace_back("Spot counts as a hedge within its coin, as the spot-derivatives mode does");
            break;
        }
    }
    return caveats;
}

} // namespace

double tieredCharge(double amount, const std::vector<ChargeTier>& tiers)
{
    double sum = 0.0;
    double from = 0.0;
    for (const ChargeTier& tier : tiers) {
        const bool last = &tier == &tiers.back();
        const double to = last ? amount : std::min(amount, tier.upTo);
        sum += std::max(to - from, 0.0) * tier.rate;
        from = std::max(from, to);
    }
    return sum;
}

const OkxGroup& OkxPortfolioParameters::group(const std::string& underlying) const
{
    const auto at = groups.find(underlying);
    return at != groups.end() ? at->second : groups.at("");
}

OkxPortfolioParameters okxPortfolioParameters()
{
    OkxPortfolioParameters p;
    p.asOf = "2025-01-15 (OKX help and parameter notices)";
    const OkxGroup majors;
    const OkxGroup second{0.18, 0.36, 0.15};
    p.groups = {{"BTC", majors}, {"ETH", majors}, {"", {0.25, 0.5, 0.30}}};
    for (const char* coin : {"SOL", "DOGE", "PEPE", "XRP", "BNB", "SHIB", "LTC", "ORDI", "WLD", "BCH", "ADA"})
        p.groups[coin] = second;
    p.minimumTiers = {{250e3, 1.0}, {500e3, 2.0}, {1e6, 4.0}, {2e6, 6.0}, {3e6, 8.0}, {4e6, 10.0}, {4e6, 12.0}};
    return p;
}

OkxUnitMargin okxUnitMargin(const std::vector<MarginLeg>& legs, const OkxPortfolioParameters& parameters)
{
    OkxUnitMargin m;
    const OkxGroup& group = parameters.group(legs.front().underlying);
    for (const OkxScenario& s : scenariosOf(group, parameters)) {
        double pnl = 0.0;
        for (const MarginLeg& leg : legs)
            pnl += pnlOf(leg, s, parameters);
        if (-pnl > m.worstCharge) {
            m.worstCharge = -pnl;
            m.worst = m.pnl.size();
        }
        m.pnl.push_back(pnl);
    }
    m.basis = basisCharge(legs, group);
    m.minimum = minimumCharge(legs, parameters);
    return m;
}

MarginLevel OkxPortfolioMargin::level(const MarginInputs& inputs) const
{
    MarginLevel sum;
    for (const std::string& underlying : underlyingsOf(inputs))
        sum.maintenanceUsd += okxUnitMargin(legsOf(inputs, underlying), m_parameters).maintenance();
    sum.initialUsd = m_parameters.initialFactor * sum.maintenanceUsd;
    sum.balanceInitialUsd = sum.balanceMaintenanceUsd = balanceUsd(inputs, OptionValue::Counts);
    return sum;
}

MarginReport OkxPortfolioMargin::report(const MarginInputs& inputs) const
{
    const MarginLevel total = level(inputs);
    MarginReport report;
    report.model = word();
    report.parametersAsOf = m_parameters.asOf;
    report.initialUsd = total.initialUsd;
    report.maintenanceUsd = total.maintenanceUsd;
    report.balanceInitialUsd = total.balanceInitialUsd;
    report.balanceMaintenanceUsd = total.balanceMaintenanceUsd;
    report.linesLeftOut = inputs.linesLeftOut;
    addStandalone(report, *this, inputs);
    double largest = 0.0;
    for (const std::string& underlying : underlyingsOf(inputs)) {
        const std::vector<MarginLeg> legs = legsOf(inputs, underlying);
        const OkxUnitMargin m = okxUnitMargin(legs, m_parameters);
        const double factor = m_parameters.initialFactor;
        report.components.push_back({"worst of spot shock, theta, extreme", underlying, {}, factor * m.worstCharge});
        report.components.push_back({"basis", underlying, {}, factor * m.basis});
        report.components.push_back(
            {"minimum charge above these", underlying, {}, factor * (m.maintenance() - m.worstCharge - m.basis)});
        if (m.worst && m.worstCharge > largest) {
            largest = m.worstCharge;
            const OkxScenario s = scenariosOf(m_parameters.group(underlying), m_parameters)[*m.worst];
            report.worstScenario = WorstScenario{static_cast<int>(*m.worst), s.move, s.vol, s.name, -m.worstCharge};
        }
    }
    report.caveats = caveatsFor(inputs);
    return report;
}

MarginRows OkxPortfolioMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    MarginInputs everything = book;
    for (const MarginLeg& candidate : candidates)
        everything.legs.push_back(resized(candidate, 0.0));
    MarginRows rows;
    for (const std::string& underlying : underlyingsOf(everything)) {
        const std::vector<MarginLeg> legs = legsOf(everything, underlying);
        const OkxGroup& parameters = m_parameters.group(underlying);
        MarginGroup group{underlying, m_parameters.initialFactor, 1.0, {}, {}};
        for (const OkxScenario& s : scenariosOf(parameters, m_parameters)) {
            MarginRow row{s.name, static_cast<int>(group.rows.size()), s.move, s.vol, 0.0, 0.0, {}};
            for (const MarginLeg& leg : legs)
                row.bookLossUsd -= pnlOf(leg, s, m_parameters);
            for (const MarginLeg& unit : candidates)
                row.unitLossUsd.push_back(unit.underlying == underlying ? -pnlOf(unit, s, m_parameters) : 0.0);
            group.rows.push_back(std::move(row));
        }
        const auto termFor = [&](const MarginLeg& leg) -> MarginTerm& {
            const std::string name = leg.expiry ? "basis " + toIso8601(*leg.expiry) : "basis perpetual";
            auto at = std::ranges::find(group.terms, name, &MarginTerm::name);
            if (at == group.terms.end())
                at = group.terms.insert(group.terms.end(), {name, MarginTermShape::Absolute, 0.0, 0.0, 0.0,
                                                            std::vector<double>(candidates.size(), 0.0)});
            const double rate = basisRate(leg, parameters);
            at->maintenanceUsdPerCoin = rate;
            at->initialUsdPerCoin = m_parameters.initialFactor * rate;
            return *at;
        };
        for (const MarginLeg& leg : legs)
            termFor(leg).bookCoins += leg.coins * leg.delta;
        for (std::size_t i = 0; i < candidates.size(); ++i) {
            if (candidates[i].underlying == underlying)
                termFor(candidates[i]).unitCoins[i] = candidates[i].coins * candidates[i].delta;
        }
        rows.groups.push_back(std::move(group));
    }
    rows.kind = MarginRowsKind::AtMost;
    rows.limits.emplace_back("the minimum charge (MR7) is not in the rows");
    return rows;
}

} // namespace ballast

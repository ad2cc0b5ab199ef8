#include "models/margin/derive_portfolio.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

// Both managers in one shape: requirement = -(worst P&L) x factor + charges, against the marked balance.
struct ManagerMargin
{
    std::vector<DeriveScenario> scenarios;
    std::optional<std::size_t> worst;
    double worstPnl = 0.0;
    double initialFactor = 1.0;
    double maintenanceFactor = 1.0;
    double maintenanceCharge = 0.0;
    double initialCharge = 0.0; // all of it
    double balance = 0.0;
    std::string asOf;

    [[nodiscard]] double initialUsd() const { return -worstPnl * initialFactor + initialCharge; }
    [[nodiscard]] double maintenanceUsd() const { return -worstPnl * maintenanceFactor + maintenanceCharge; }
};

ManagerMargin firstVersion(const DeriveAccount& account)
{
    const PmrmParameters p = pmrmParameters();
    const PmrmMargin m = pmrmMargin(account, p);
    return {p.scenarios,
            m.worst,
            m.worstPnl,
            m.initialFactor,
            1.0,
            m.staticCharge,
            m.staticCharge * m.initialFactor + m.confidence,
            m.markToMarket,
            p.asOf};
}

ManagerMargin secondVersion(const DeriveAccount& account, const std::string& underlying)
{
    const Pmrm2Parameters p = pmrm2Parameters(underlying);
    const Pmrm2Margin m = pmrm2Margin(account, p);
    return {p.scenarios,
            m.worst,
            m.worstPnl,
            m.initialFactor,
            m.maintenanceFactor,
            m.maintenanceCharge,
            m.maintenanceCharge + m.initialCharge,
            m.markToMarket,
            p.asOf};
}

ManagerMargin managerMargin(const MarginInputs& inputs, const std::string& underlying, DerivePortfolioVersion version)
{
    const DeriveAccount account = deriveAccount(legsOf(inputs, underlying), inputs);
    return version == DerivePortfolioVersion::Pmrm1 ? firstVersion(account) : secondVersion(account, underlying);
}

std::string nameOf(const DeriveScenario& s)
{
    const double percent = std::round(s.move * 1e4) / 100.0;
    return fmt::format("{}, {}", percent == 0.0 ? "0 %" : fmt::format("{:+g} %", percent), deriveVolWord(s.vol));
}

VolMove volMoveOf(DeriveVolShock shock)
{
    return shock == DeriveVolShock::Up ? VolMove::Up : shock == DeriveVolShock::Down ? VolMove::Down : VolMove::Same;
}

WorstScenario worstOf(const ManagerMargin& m)
{
    WorstScenario w;
    w.pnlUsd = m.worstPnl;
    w.index = static_cast<int>(m.worst.value_or(m.scenarios.size()));
    w.name = "basis contingency";
    if (m.worst) {
        const DeriveScenario& s = m.scenarios[*m.worst];
        w.move = s.move;
        w.vol = volMoveOf(s.vol);
        w.name = nameOf(s);
    }
    return w;
}

std::vector<std::string> caveatsFor(const MarginInputs& inputs, DerivePortfolioVersion version)
{
    std::vector<std::string> caveats;
    if (version == DerivePortfolioVersion::Pmrm2)
        caveats.emplace_back("UNCONFIRMED: discounts of the documentation; the repository's configuration differs");
    if (inputs.ratePerYear == 0.0)
        caveats.emplace_back("Interest rate taken as 0: the venue discounts with its own rate feed");
    caveats.emplace_back("Oracle confidences are taken as full");
    for (const std::string& underlying : underlyingsOf(inputs)) {
        if (version == DerivePortfolioVersion::Pmrm2 && !pmrm2Documents(underlying))
            caveats.push_back("UNCONFIRMED: parameters of " + underlying + " are those of HYPE");
    }
    return caveats;
}

} // namespace

std::string_view DerivePortfolioMargin::word() const
{
    return m_version == DerivePortfolioVersion::Pmrm1 ? "derive-pm-v1" : "derive-pm";
}

MarginLevel DerivePortfolioMargin::level(const MarginInputs& inputs) const
{
    MarginLevel sum;
    double balance = inputs.cashUsd;
    for (const std::string& underlying : underlyingsOf(inputs)) {
        const ManagerMargin m = managerMargin(inputs, underlying, m_version);
        sum.initialUsd += m.initialUsd();
        sum.maintenanceUsd += m.maintenanceUsd();
        balance += m.balance;
    }
    sum.balanceInitialUsd = sum.balanceMaintenanceUsd = balance;
    return sum;
}

MarginReport DerivePortfolioMargin::report(const MarginInputs& inputs) const
{
    const MarginLevel total = level(inputs);
    MarginReport report;
    report.model = word();
    report.initialUsd = total.initialUsd;
    report.maintenanceUsd = total.maintenanceUsd;
    report.balanceInitialUsd = total.balanceInitialUsd;
    report.balanceMaintenanceUsd = total.balanceMaintenanceUsd;
    report.linesLeftOut = inputs.linesLeftOut;
    report.parametersAsOf =
        m_version == DerivePortfolioVersion::Pmrm1 ? pmrmParameters().asOf : pmrm2Parameters("BTC").asOf;
    for (const std::string& underlying : underlyingsOf(inputs)) {
        const ManagerMargin m = managerMargin(inputs, underlying, m_version);
        report.components.push_back({"worst case", underlying, {}, -m.worstPnl * m.initialFactor});
        report.components.push_back({"contingencies and haircuts", underlying, {}, m.initialCharge});
        if (m.worstPnl < 0.0 && (!report.worstScenario || m.worstPnl < report.worstScenario->pnlUsd))
            report.worstScenario = worstOf(m);
    }
    addStandalone(report, *this, inputs);
    report.caveats = caveatsFor(inputs, m_version);
    return report;
}

namespace {

// One tangent of the worst loss at the book: what one coin more of each candidate adds to each scenario. Gains and
// losses of an expiry are discounted differently, which makes the loss convex; its tangents are valid cuts.
constexpr double stepCoins = 1e-4;

struct Slope
{
    const MarginInputs& book;
    const std::string& underlying;
    DerivePortfolioVersion version;

    [[nodiscard]] std::vector<double> losses(const MarginLeg* added, double coins) const
    {
        MarginInputs inputs = book;
        if (added != nullptr)
            inputs.legs.push_back(resized(*added, coins));
        const DeriveAccount account = deriveAccount(legsOf(inputs, underlying), inputs);
        std::vector<double> pnl;
        double basis = 0.0;
        if (version == DerivePortfolioVersion::Pmrm1) {
            const PmrmMargin m = pmrmMargin(account, pmrmParameters());
            pnl = m.scenarioPnl;
            basis = m.basis;
        } else {
            const Pmrm2Margin m = pmrm2Margin(account, pmrm2Parameters(underlying));
            pnl = m.scenarioPnl;
            basis = m.basis;
        }
        pnl.push_back(basis);
        std::ranges::transform(pnl, pnl.begin(), [](double x) { return -x; });
        return pnl;
    }
};

std::vector<MarginRow> tangents(const Slope& slope, std::span<const MarginLeg> candidates)
{
    const std::vector<double> now = slope.losses(nullptr, 0.0);
    const std::vector<DeriveScenario> scenarios = slope.version == DerivePortfolioVersion::Pmrm1
                                                      ? pmrmParameters().scenarios
                                                      : pmrm2Parameters(slope.underlying).scenarios;
    std::vector<MarginRow> rows(now.size());
    for (std::size_t k = 0; k < rows.size(); ++k) {
        rows[k].index = static_cast<int>(k);
        rows[k].name = k < scenarios.size() ? nameOf(scenarios[k]) : "basis contingency";
        rows[k].move = k < scenarios.size() ? scenarios[k].move : 0.0;
        rows[k].vol = k < scenarios.size() ? volMoveOf(scenarios[k].vol) : VolMove::Same;
        rows[k].bookLossUsd = now[k];
        rows[k].unitLossUsd.assign(candidates.size(), 0.0);
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        if (candidates[i].underlying != slope.underlying || candidates[i].kind == InstrumentKind::Spot)
            continue;
        const std::vector<double> more = slope.losses(&candidates[i], stepCoins);
        const std::vector<double> less = slope.losses(&candidates[i], -stepCoins);
        for (std::size_t k = 0; k < rows.size(); ++k)
            rows[k].unitLossUsd[i] = (more[k] - less[k]) / (2.0 * stepCoins);
    }
    return rows;
}

} // namespace

MarginRows DerivePortfolioMargin::rows(const MarginInputs& book, std::span<const MarginLeg> candidates) const
{
    MarginInputs everything = book;
    for (const MarginLeg& candidate : candidates)
        everything.legs.push_back(resized(candidate, 0.0));
    MarginRows rows;
    for (const std::string& underlying : underlyingsOf(everything)) {
        const ManagerMargin m = managerMargin(everything, underlying, m_version);
        MarginGroup group;
        group.name = underlying;
        group.initialFactor = m.initialFactor;
        group.maintenanceFactor = m.maintenanceFactor;
        group.rows = tangents({everything, underlying, m_version}, candidates);
        const std::vector<double> none(candidates.size(), 0.0);
        // What is charged already stays charged: a constant term on one coin that nothing changes.
        group.terms.push_back(
            {"contingencies now", MarginTermShape::Absolute, m.initialCharge, m.maintenanceCharge, 1.0, none});
        rows.groups.push_back(std::move(group));
    }
    rows.kind = MarginRowsKind::AtMost;
    rows.limits = {"rows are tangents at the present book: an expiry whose value changes sign costs more",
                   "contingencies of perpetuals and naked shorts stay at the present book's"};
    return rows;
}

} // namespace ballast

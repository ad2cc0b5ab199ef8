#include "models/risk/scenario_engine.h"

#include "models/risk/aggregate.h"
#include "models/risk/exit_cost.h"
#include "models/risk/risk_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace ballast {
namespace {

Error badShock(const UnderlyingShock& shock, const char* what)
{
    const std::string who = shock.underlying.empty() ? "every underlying" : shock.underlying;
    return {Errc::BadInput, fmt::format("the shock on {}: {}", who, what)};
}

Status checkShock(const UnderlyingShock& s)
{
    for (const double value : {s.spot, s.volPoints, s.volRelative, s.skew25d, s.curvature25d, s.termPower, s.rate,
                               s.funding, s.basis, s.spreadMultiple, s.depthMultiple, s.oracleDelaySeconds}) {
        if (!std::isfinite(value))
            return badShock(s, "a value is no number");
    }
    if (s.spot <= -1.0 || s.basis <= -1.0)
        return badShock(s, "spot and basis must stay above -100 %");
    if (s.volRelative < -1.0)
        return badShock(s, "volRelative must be -1 or more");
    if (s.spreadMultiple < 0.0 || s.depthMultiple < 0.0 || s.oracleDelaySeconds < 0.0)
        return badShock(s, "multiples and delays must not be negative");
    for (const StablecoinPeg& peg : s.stablecoins) {
        if (!(peg.priceUsd > 0.0) || !std::isfinite(peg.priceUsd))
            return badShock(s, "a stablecoin needs a price above zero");
    }
    for (const PathPoint& point : s.path) {
        if (!std::isfinite(point.days) || !(point.spot > -1.0) || !std::isfinite(point.spot))
            return badShock(s, "a point of the path is no number or at -100 % or less");
    }
    return Done{};
}

bool isHalted(const Instrument& instrument, const UnderlyingShock& shock)
{
    return std::ranges::find(shock.venuesHalted, instrument.id.venue.value) != shock.venuesHalted.end();
}

// Runs line by line and keeps the sums.
class Run
{
public:
    Run(const ScenarioInputs& inputs, const Scenario& scenario) : m_inputs(inputs), m_scenario(scenario)
    {
        m_result.name = scenario.name;
        m_result.basis = inputs.report->basis;
        m_result.asOf = inputs.report->asOf;
        m_result.horizonDays = scenario.horizonDays;
        m_result.totalsBefore = inputs.report->totals;
    }

    void take(const RiskLine& line)
    {
        ScenarioLine out{line.position, line.holding.instrument.name, std::nullopt, {}};
        if (!line.values) {
            out.reason = line.values.error().message;
            ++m_result.linesLeftOut;
            m_result.lines.push_back(std::move(out));
            return;
        }
        const std::string& underlying = line.instrument->underlying;
        const UnderlyingShock& shock = shockOf(underlying);
        const VolSurface* surface = surfaceFor(m_inputs.surfaces, underlying);
        const LineCase c = lineCase(line, m_inputs.market.get(), surface);
        noteMissingSurface(c, shock);
        const ShockedLine shocked = revalueLine(c, shock, m_scenario.horizonDays, m_scenario.dynamics);
        out.pnlUsd = shocked.pnlUsd;
        m_result.pnlUsd += shocked.pnlUsd;
        UnderlyingOutcome& outcome = m_outcomes[underlying];
        outcome.pnlUsd += shocked.pnlUsd;
        if (shocked.settled) {
            m_result.expired.push_back({line.position, out.instrument, *line.instrument->expiry,
                                        shocked.settled->priceUsd, shocked.settled->valueUsd, shocked.pnlUsd});
        } else {
            add(outcome.after, shocked.after);
            add(m_result.totalsAfter, shocked.after);
            addExitCost(line, shock, shocked.after);
        }
        if (!shocked.estimate.empty())
            m_result.estimates.push_back(fmt::format("{}: {}", out.instrument, shocked.estimate));
        out.reason = shocked.estimate;
        noteWorst(shocked.pnlUsd);
        m_result.lines.push_back(std::move(out));
    }

    ScenarioResult finish()
    {
        for (auto& [underlying, outcome] : m_outcomes) {
            outcome.underlying = underlying;
            m_result.byUnderlying.push_back(outcome);
        }
        m_result.notes.assign(m_notes.begin(), m_notes.end());
        return std::move(m_result);
    }

private:
    const UnderlyingShock& shockOf(const std::string& underlying)
    {
        const auto known = m_shocks.find(underlying);
        return known != m_shocks.end() ? known->second
                                       : m_shocks.emplace(underlying, shockFor(m_scenario, underlying)).first->second;
    }

    void noteMissingSurface(const LineCase& c, const UnderlyingShock& shock)
    {
        if (m_scenario.dynamics == VolDynamics::StickyMoneyness && shock.spot != 0.0 && !c.surface &&
            isOption(*c.line->instrument))
            m_notes.insert(
                fmt::format("{} has no fitted surface: its strikes keep their vols", c.line->instrument->underlying));
    }

    void addExitCost(const RiskLine& line, const UnderlyingShock& shock, const Exposure& after)
    {
        if (isHalted(*line.instrument, shock)) {
            m_result.halted.push_back(line.holding.instrument.name);
            return;
        }
        const Quote* quote = m_inputs.market ? m_inputs.market->quote(line.holding.instrument) : nullptr;
        const double forward = line.values->forward;
        const double forwardThen = after.deltaCoin != 0.0 ? after.deltaUsd / after.deltaCoin : forward;
        const auto now =
            quote ? exitCostUsd(*line.instrument, *quote, line.holding.quantity, forward, {}) : std::nullopt;
        if (!now) {
            ++m_result.exitCost.linesWithoutQuote;
            return;
        }
        m_result.exitCost.nowUsd += *now;
        m_result.exitCost.thenUsd += *exitCostUsd(*line.instrument, *quote, line.holding.quantity, forwardThen, shock);
    }

    void noteWorst(double pnlUsd)
    {
        if (pnlUsd < 0.0 && (!m_result.worstLine || pnlUsd < *m_result.lines[*m_result.worstLine].pnlUsd))
            m_result.worstLine = m_result.lines.size();
    }

    const ScenarioInputs& m_inputs;
    const Scenario& m_scenario;
    std::map<std::string, UnderlyingShock> m_shocks;
    std::map<std::string, UnderlyingOutcome> m_outcomes;
    std::set<std::string> m_notes;
    ScenarioResult m_result;
};

} // namespace

Status checkScenario(const Scenario& scenario)
{
    if (!(scenario.horizonDays >= 0.0) || !std::isfinite(scenario.horizonDays))
        return Error{Errc::BadInput, "horizonDays must be zero or more"};
    for (const UnderlyingShock& shock : scenario.shocks) {
        if (const Status status = checkShock(shock); !status)
            return status;
    }
    return Done{};
}

std::vector<LineCase> lineCases(const ScenarioInputs& inputs)
{
    std::vector<LineCase> cases;
    for (const RiskLine& line : inputs.report->lines) {
        if (line.values)
            cases.push_back(
                lineCase(line, inputs.market.get(), surfaceFor(inputs.surfaces, line.instrument->underlying)));
    }
    return cases;
}

Result<ScenarioResult> runScenario(const ScenarioInputs& inputs, const Scenario& scenario, std::stop_token stop)
{
    if (const Status status = checkScenario(scenario); !status)
        return status.error();
    Run run(inputs, scenario);
    for (const RiskLine& line : inputs.report->lines) {
        if (stop.stop_requested())
            return Error{Errc::Cancelled, "the scenario was not finished: newer work replaced it"};
        run.take(line);
    }
    return run.finish();
}

double scenarioPnlUsd(const ScenarioInputs& inputs, const Scenario& scenario)
{
    std::map<std::string, UnderlyingShock> shocks;
    double sum = 0.0;
    for (const LineCase& c : lineCases(inputs)) {
        const std::string& underlying = c.line->instrument->underlying;
        auto known = shocks.find(underlying);
        if (known == shocks.end())
            known = shocks.emplace(underlying, shockFor(scenario, underlying)).first;
        sum += shockedPnlUsd(c, known->second, scenario.horizonDays, scenario.dynamics);
    }
    return sum;
}

} // namespace ballast

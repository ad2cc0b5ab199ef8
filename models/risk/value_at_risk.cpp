#include "models/risk/value_at_risk.h"

#include "models/risk/aggregate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace ballast {
namespace {

using Rows = std::vector<std::vector<double>>; // [line][scenario]

double partOfTail(const Tail& tail, const std::vector<double>& pnl)
{
    double sum = 0.0;
    for (const TailShare& s : tail.scenarios)
        sum -= s.share * pnl[s.scenario];
    return sum;
}

std::vector<double> minus(const std::vector<double>& total, const std::vector<double>& part)
{
    std::vector<double> rest = total;
    for (std::size_t i = 0; i < rest.size(); ++i)
        rest[i] -= part[i];
    return rest;
}

VarContribution contribution(std::string name, const std::vector<double>& part, const std::vector<double>& total,
                             const Tail& tail, const MoveScenarios& scenarios, double confidence)
{
    VarContribution c;
    c.name = std::move(name);
    c.componentVarUsd = -part[tail.varScenario];
    c.componentEsUsd = partOfTail(tail, part);
    if (const auto without = tailOf(minus(total, part), confidence, scenarios.weights)) {
        c.marginalVarUsd = tail.risk.var - without->risk.var;
        c.marginalEsUsd = tail.risk.es - without->risk.es;
    }
    return c;
}

// Half done when stopped.
void addContributions(VarReport& report, const BookRevaluer& book, const Rows& rows, const Tail& tail,
                      const MoveScenarios& scenarios, const std::stop_token& stop)
{
    std::map<std::string, std::vector<double>> groups;
    for (std::size_t line = 0; line < rows.size() && !stop.stop_requested(); ++line) {
        const RiskLine& l = book.line(line);
        report.byLine.push_back(
            contribution(l.holding.instrument.name, rows[line], report.pnlUsd, tail, scenarios, report.confidence));
        auto& group = groups[l.instrument->underlying];
        group.resize(report.pnlUsd.size(), 0.0);
        for (std::size_t s = 0; s < group.size(); ++s)
            group[s] += rows[line][s];
    }
    for (const auto& [underlying, pnl] : groups)
        report.byUnderlying.push_back(contribution(underlying, pnl, report.pnlUsd, tail, scenarios, report.confidence));
}

void addWorst(VarReport& report, const MoveScenarios& scenarios, std::size_t shown)
{
    std::vector<std::size_t> order(report.pnlUsd.size());
    for (std::size_t i = 0; i < order.size(); ++i)
        order[i] = i;
    const auto count = static_cast<std::ptrdiff_t>(std::min(shown, order.size()));
    std::ranges::partial_sort(order, order.begin() + count, {}, [&](std::size_t i) { return report.pnlUsd[i]; });
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const std::size_t s = order[static_cast<std::size_t>(i)];
        report.worst.push_back({scenarios.names[s], report.pnlUsd[s], scenarios.logMoves[s]});
    }
}

// A line whose spot no factor moves would look riskless: it is named.
void noteUnmoved(VarReport& report, const ScenarioInputs& inputs)
{
    report.linesLeftOut = inputs.report->linesFailed;
    std::map<std::string, int> unmoved;
    for (const RiskLine& line : inputs.report->lines) {
        if (line.values &&
            std::ranges::find(report.factors, RiskFactor{FactorKind::Spot, line.instrument->underlying}) ==
                report.factors.end())
            ++unmoved[line.instrument->underlying];
    }
    for (const auto& [underlying, lines] : unmoved)
        report.notes.push_back(fmt::format("no history moves {}: its {} line(s) add nothing", underlying, lines));
}

// What an engine refused to revalue would look revalued: it is named.
void noteEstimates(VarReport& report, const OtcEstimates& estimates)
{
    if (estimates.lines.empty())
        return;
    report.estimates = estimates;
    report.notes.push_back(estimates.summary("scenario"));
}

// USD per unit log move of each factor.
std::vector<double> factorExposures(const RiskLine& line, const std::vector<RiskFactor>& factors)
{
    std::vector<double> w(factors.size(), 0.0);
    if (!line.values)
        return w;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (factors[i].underlying != line.instrument->underlying)
            continue;
        const LineValues& v = *line.values;
        if (factors[i].kind == FactorKind::Spot)
            w[i] = v.exposure.deltaUsd;
        else if (factors[i].kind == FactorKind::Vol)
            w[i] = v.exposure.vegaUsd * 100.0 * v.vol.value_or(0.0);
    }
    return w;
}

double quadratic(const FactorModel& model, const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j)
            sum += a[i] * model.covarianceOf(i, j) * b[j];
    }
    return sum;
}

// Euler: the part of the deviation that a position of these exposures carries is w' S W / sqrt(W' S W).
VarContribution normalContribution(std::string name, const FactorModel& model, const std::vector<double>& part,
                                   const std::vector<double>& total, const VarSettings& settings)
{
    const double variance = quadratic(model, total, total);
    const double deviation = std::sqrt(variance);
    const double days = std::sqrt(static_cast<double>(settings.horizonDays));
    const TailMeasure unit = normalTail(days, settings.confidence);
    const double carried = deviation > 0.0 ? quadratic(model, part, total) / deviation : 0.0;
    const double without = variance - 2.0 * quadratic(model, part, total) + quadratic(model, part, part);
    const double saved = deviation - std::sqrt(std::max(without, 0.0));
    return {std::move(name), unit.var * carried, unit.es * carried, unit.var * saved, unit.es * saved};
}

Status checkSettings(const VarSettings& settings)
{
    if (!(settings.confidence > 0.5 && settings.confidence < 1.0))
        return Error{Errc::BadInput, "the confidence must lie between 0.5 and 1, such as 0.99"};
    if (settings.horizonDays < 1 || settings.horizonDays > 10)
        return Error{Errc::BadInput, "the horizon must be 1 to 10 days"};
    return Done{};
}

} // namespace

const char* varMethodWord(VarMethod method)
{
    constexpr std::array<const char*, 4> words{"parametric", "historical", "filtered", "simulated"};
    return words[static_cast<std::size_t>(method)];
}

MoveScenarios scenariosOf(const FactorHistory& overHorizon)
{
    MoveScenarios scenarios{overHorizon.factors, {}, overHorizon.moves, {}};
    for (const auto day : overHorizon.days)
        scenarios.names.push_back(toIso8601(day).substr(0, 10));
    return scenarios;
}

void addStress(MoveScenarios& scenarios, const std::string& name, std::vector<double> logMoves, double weight)
{
    scenarios.weights.resize(scenarios.logMoves.size(), 1.0);
    scenarios.names.push_back(name);
    scenarios.logMoves.push_back(std::move(logMoves));
    scenarios.weights.push_back(weight);
}

Result<VarReport> simulatedVar(const ScenarioInputs& inputs, const MoveScenarios& scenarios, VarMethod method,
                               const VarSettings& settings, std::stop_token stop)
{
    if (const Status status = checkSettings(settings); !status)
        return status.error();
    const BookRevaluer book(inputs, scenarios.factors, settings.dynamics);
    VarReport report{method, settings.confidence, settings.horizonDays, {}, scenarios.factors, {}, {}, {}, {}, {}, 0,
                     {}};
    const BookRevaluer::LinePnls pnls = book.linePnls(scenarios.logMoves, stop);
    const Rows& rows = pnls.usd;
    if (rows.size() != book.lines())
        return Error{Errc::Cancelled, "value at risk was not finished: newer work replaced it"};
    report.pnlUsd.assign(scenarios.logMoves.size(), 0.0);
    for (const std::vector<double>& row : rows) {
        for (std::size_t s = 0; s < row.size(); ++s)
            report.pnlUsd[s] += row[s];
    }
    const auto tail = tailOf(report.pnlUsd, settings.confidence, scenarios.weights);
    if (!tail)
        return tail.error();
    report.risk = tail->risk;
    addWorst(report, scenarios, settings.worstShown);
    addContributions(report, book, rows, *tail, scenarios, stop);
    const auto errors = bootstrapTail(report.pnlUsd, settings.confidence, settings.bootstrap, scenarios.weights, stop);
    if (!errors)
        return errors.error();
    report.errors = *errors;
    noteUnmoved(report, inputs);
    noteEstimates(report, pnls.estimates);
    return report;
}

Result<VarReport> parametricVar(const ScenarioInputs& inputs, const FactorModel& model, const VarSettings& settings)
{
    if (const Status status = checkSettings(settings); !status)
        return status.error();
    std::vector<double> total(model.factors.size(), 0.0);
    std::map<std::string, std::vector<double>> groups;
    for (const RiskLine& line : inputs.report->lines) {
        if (!line.values)
            continue;
        const auto w = factorExposures(line, model.factors);
        auto& group = groups[line.instrument->underlying];
        group.resize(w.size(), 0.0);
        for (std::size_t i = 0; i < w.size(); ++i) {
            total[i] += w[i];
            group[i] += w[i];
        }
    }
    VarReport report{
        VarMethod::Parametric, settings.confidence, settings.horizonDays, {}, model.factors, {}, {}, {}, {}, {}, 0, {}};
    const double deviation = std::sqrt(quadratic(model, total, total) * settings.horizonDays);
    report.risk = normalTail(deviation, settings.confidence);
    for (const auto& [underlying, w] : groups)
        report.byUnderlying.push_back(normalContribution(underlying, model, w, total, settings));
    for (const RiskLine& line : inputs.report->lines) {
        if (line.values)
            report.byLine.push_back(normalContribution(line.holding.instrument.name, model,
                                                       factorExposures(line, model.factors), total, settings));
    }
    noteUnmoved(report, inputs);
    return report;
}

} // namespace ballast

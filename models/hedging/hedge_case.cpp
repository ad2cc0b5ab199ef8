#include "models/hedging/hedge_case.h"

#include "models/hedging/constraints.h"
#include "models/hedging/factor_model.h"
#include "models/hedging/position_rules.h"
#include "models/hedging/robust.h"
#include "models/risk/scenario_engine.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double capOfPricedRisk = 2.0; // the same where risk has a price: no hedge is much larger than the book
constexpr double leastPricedCoins = 1.0;
constexpr double capOfBook = 10.0;    // times the book's gross size, where depth is unknown
constexpr std::size_t namedLines = 3; // of the lines left out, in a sentence
constexpr double assumedVol = 0.60;   // only where neither a surface nor a priced option of the book says better

double grossCoins(const RiskReport& report, const std::string& underlying)
{
    double sum = 0.0;
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok() || !line.instrument || line.instrument->underlying != underlying)
            continue;
        const double quantity = std::abs(line.holding.quantity);
        sum += isQuantityInUsd(*line.instrument) ? quantity / line.values->forward : quantity;
    }
    return sum;
}

// A line that cannot be priced may belong to the underlying by its name only.
bool concerns(const RiskLine& line, const std::string& underlying)
{
    return line.instrument ? line.instrument->underlying == underlying
                           : line.holding.instrument.name.starts_with(underlying);
}

std::optional<std::string> linesLeftOut(const RiskReport& report, const std::string& underlying)
{
    std::vector<std::string> names;
    for (const RiskLine& line : report.lines) {
        if (!line.values.ok() && concerns(line, underlying))
            names.push_back(line.holding.instrument.name);
    }
    if (names.empty())
        return std::nullopt;
    const std::size_t count = names.size();
    names.resize(std::min(count, namedLines));
    const std::string more = count > namedLines ? fmt::format(" and {} more", count - namedLines) : std::string();
    return fmt::format("{}{} cannot be priced and {} not counted.", fmt::join(names, ", "), more,
                       count == 1 ? "is" : "are");
}

std::optional<std::string> bandFault(const Band& band)
{
    const auto finite = [](const std::optional<double>& bound) { return !bound || std::isfinite(*bound); };
    if (!finite(band.lower) || !finite(band.upper))
        return fmt::format("The {} band has a bound that is not a number.", band.name);
    if (band.lower && band.upper && *band.lower > *band.upper)
        return fmt::format("The {} band's lower bound {:g} is above its upper bound {:g}.", band.name, *band.lower,
                           *band.upper);
    return std::nullopt;
}

std::optional<std::string> riskFault(const HedgePolicy& policy)
{
    if (!(policy.riskAversion >= 0.0 && std::isfinite(policy.riskAversion)))
        return "The risk aversion must be 0 or more.";
    if (!(policy.horizonDays > 0.0 && policy.horizonDays <= 3650.0))
        return "The horizon must lie above 0 and at most at 3650 days.";
    if (!(policy.confidence > 0.0 && policy.confidence < 1.0))
        return "The confidence must lie between 0 and 1, as 0.975 does.";
    if (!(policy.cvarWeight >= 0.0 && std::isfinite(policy.cvarWeight)))
        return "The weight of the expected shortfall must be 0 or more.";
    return std::nullopt;
}

std::optional<std::string> shapeFault(const StressMove& move)
{
    if (!move.shape)
        return std::nullopt;
    Scenario scenario{move.name, move.shape->horizonDays, move.shape->dynamics, {move.shape->shock}};
    scenario.shocks.front().underlying.clear();
    scenario.shocks.front().spot = move.spot;
    const Status sound = checkScenario(scenario);
    return sound ? std::nullopt : std::optional("Stress " + move.name + ": " + sound.error().message);
}

std::optional<std::string> limitFault(const HedgePolicy& policy)
{
    const auto badMove = [](double move) { return !(std::isfinite(move) && move > -1.0); };
    for (const auto& moves : {policy.upside, policy.floor}) {
        for (const PnlAtMove& one : moves) {
            if (badMove(one.move) || !std::isfinite(one.leastPnlUsd))
                return "An upside or floor needs a move above -100 % and an amount in USD.";
        }
    }
    for (const StressMove& one : policy.stress.moves) {
        if (badMove(one.spot) || !std::isfinite(one.volPoints))
            return "A stress scenario needs a move above -100 % and a vol move in points.";
        if (auto fault = shapeFault(one))
            return fault;
    }
    const auto sound = [](const std::optional<double>& most) { return !most || std::isfinite(*most); };
    if (!sound(policy.stress.maxLossUsd) || !std::ranges::all_of(policy.stress.moves, sound, &StressMove::maxLossUsd))
        return "The largest stress loss must be a number.";
    const PositionRules& rules = policy.positions;
    const auto negative = [](const std::optional<double>& value) { return value && !(*value >= 0.0); };
    const bool badLimit =
        std::ranges::any_of(rules.instruments, [](const PositionLimit& limit) { return !(limit.maxCoins >= 0.0); }) ||
        std::ranges::any_of(rules.venues, [](const VenueLimit& limit) { return !(limit.maxNotionalUsd >= 0.0); });
    if (negative(rules.maxCoins) || negative(rules.openInterestShare) || badLimit)
        return "Position limits, venue limits and the share of open interest must not be negative.";
    if (negative(policy.margin.maxInitialUsd))
        return "The margin limit must not be negative.";
    const RobustBox& box = policy.robust;
    if (!(box.volPoints >= 0.0 && box.volPoints <= 100.0 && box.correlation >= 0.0 && box.correlation <= 1.0 &&
          box.depthLoss >= 0.0 && box.depthLoss < 1.0))
        return "The robust box needs vol points from 0 to 100, a correlation error from 0 to 1 and a share of depth "
               "from 0 to below 1.";
    if (policy.margin.equityUsd && !(*policy.margin.equityUsd > 0.0))
        return "The account's equity must be above 0.";
    if (policy.margin.maxInitialUsd && policy.margin.model.empty())
        return "A margin limit needs a margin model, such as \"deribit-pm\".";
    return std::nullopt;
}

} // namespace

std::optional<std::string> inputFault(const HedgeInputs& inputs)
{
    const HedgePolicy& policy = inputs.policy;
    if (!inputs.market || !inputs.market->instruments || !inputs.book)
        return "There is no market or no book to hedge.";
    if (policy.maxLegs && *policy.maxLegs < 1)
        return "The policy allows no legs at all: set maxLegs to 1 or more.";
    if (!(policy.depthShare > 0.0 && policy.depthShare <= 1.0))
        return "The share of visible depth must lie above 0 and at most at 1.";
    if (policy.maxNotionalUsd && !(*policy.maxNotionalUsd >= 0.0))
        return "The notional limit must not be negative.";
    if (!(policy.fixedPerLegUsd >= 0.0 && std::isfinite(policy.fixedPerLegUsd)))
        return "The fixed cost of a leg must be 0 or more.";
    if (!(policy.timeLimitSeconds > 0.0))
        return "The time limit must be above 0 seconds.";
    for (const Band& band : policy.bands) {
        if (auto fault = bandFault(band))
            return fault;
    }
    if (auto fault = riskFault(policy))
        return fault;
    return limitFault(policy);
}

Exposure exposureOf(const RiskReport& report, const std::string& underlying)
{
    const auto it = std::ranges::find(report.byUnderlying, underlying, &UnderlyingRisk::underlying);
    return it == report.byUnderlying.end() ? Exposure{} : it->total;
}

namespace {

void appendLimits(HedgeCase& opened, const HedgePolicy& policy, const LimitMarket& market)
{
    opened.limits = pnlLimits(policy, market);
    opened.cushion = cushionMoves(policy, market);
    opened.pnlBefore = pnlAtLimits(opened.before, opened.limits, policy.underlying);
    for (HedgeRow& row : pnlRows(opened.limits, opened.pnlBefore, opened.choice.candidates)) {
        if (policy.respectLots || policy.maxLegs)
            moveInBySolverTolerance(row);
        opened.problem.rows.push_back(std::move(row));
    }
}

std::optional<std::string> deltaNote(const HedgePolicy& policy)
{
    if (policy.delta != DeltaChoice::MinVariance || policy.hullWhite)
        return std::nullopt;
    if (policy.skewStickiness == defaultSkewStickiness)
        return fmt::format("The min-variance delta assumes a skew stickiness of {:g}, as sticky strike: nothing is "
                           "fitted yet.",
                           policy.skewStickiness);
    return fmt::format("The min-variance delta assumes a skew stickiness of {:g}: no fitted coefficients were given.",
                       policy.skewStickiness);
}

void appendNotes(HedgeCase& opened, const HedgePolicy& policy, bool volKnown)
{
    if (const auto cushion = policy.margin.minCushionUnderStress; cushion && !policy.margin.equityUsd)
        opened.notes.push_back(
            fmt::format("The cushion of {:.0f} % under stress is not checked: the account's equity is not known.",
                        100.0 * *cushion));
    if (auto note = linesLeftOut(opened.before, policy.underlying))
        opened.notes.push_back(std::move(*note));
    if (!volKnown)
        opened.notes.push_back(fmt::format(
            "Risk in USD assumes a vol of {:.0f} %: no surface and no option says better.", 100.0 * assumedVol));
    if (auto note = deltaNote(policy))
        opened.notes.push_back(std::move(*note));
}

double capOf(const HedgePolicy& policy, const RiskReport& before)
{
    const double gross = grossCoins(before, policy.underlying);
    return policy.objective == HedgeObjective::Cost ? std::max(leastCapCoins, capOfBook * gross)
                                                    : std::max(leastPricedCoins, capOfPricedRisk * gross);
}

// The price of risk, the margin limit and the corners of the robust box: what is known once the rows stand.
Status setRiskAndMargin(HedgeCase& opened, const HedgeInputs& inputs, const DeltaRule& delta,
                        const std::stop_token& stop)
{
    const HedgePolicy& policy = inputs.policy;
    const auto scenarios = bookScenarios(inputs, opened.before, opened.moves, stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "The hedge was cancelled."};
    if (scenarios && !scenarios->estimates.lines.empty())
        opened.notes.push_back(fmt::format("Scenarios hold {}.", scenarios->estimates.summary("scenario")));
    auto risk = riskFor(inputs, opened.before, opened.choice.candidates, opened.moves, scenarios, {}, stop);
    if (!risk)
        return risk.error();
    opened.risk = std::move(risk).value();
    auto margin = marginLimitFor(policy, opened.before, opened.choice.candidates, *inputs.market, opened.cushion);
    if (!margin)
        return margin.error();
    opened.margin = std::move(margin).value();
    opened.marginWord = marginWordFor(policy, opened.before);
    opened.marginBefore = marginLevel(opened.marginWord, opened.before);
    if (const auto robust = makeRobust(opened, inputs, delta, stop); !robust)
        return robust.error();
    if (scenarios)
        opened.scenarios = scenarios.value();
    return Done{};
}

} // namespace

Result<HedgeCase> openCase(const HedgeInputs& inputs, const std::stop_token& stop)
{
    const HedgePolicy& policy = inputs.policy;
    auto before = computeRisk({inputs.market, inputs.book, inputs.surfaces, VolChoice::Mark, {}, inputs.otc}, stop);
    if (!before)
        return before.error();
    HedgeCase opened;
    opened.before = std::move(before).value();
    opened.exposureBefore = exposureOf(opened.before, policy.underlying);
    const DeltaRule delta(policy, inputs.surfaces);
    opened.bandsBefore = bandValues(opened.before, policy, delta);
    opened.choice = chooseCandidates(inputs, capOf(policy, opened.before), stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "The hedge was cancelled."};
    for (HedgeCandidate& candidate : opened.choice.candidates)
        candidate.policyDeltaPerUnit = delta.deltaCoin(candidate.instrument, candidate.unit);
    applyPositionRules(opened.choice.candidates, *inputs.book, policy, *inputs.market);
    opened.problem = hedgeProblem(policy, thinned(opened.choice.candidates, policy.robust), opened.bandsBefore, delta);
    appendLimits(opened, policy, {inputs.market.get(), inputs.surfaces});
    const auto vol = riskVol(surfaceFor(inputs.surfaces, policy.underlying), opened.before, policy.underlying);
    opened.moves = oneDayMoves(vol.value_or(assumedVol));
    if (inputs.history) {
        if (const auto fitted = fittedMoves(*inputs.history, policy.underlying))
            opened.moves = *fitted;
    }
    appendNotes(opened, policy, vol.has_value());
    if (const Status set = setRiskAndMargin(opened, inputs, delta, stop); !set)
        return set.error();
    return opened;
}

} // namespace ballast

#include "models/hedging/hedge_case.h"

#include "models/hedging/constraints.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

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

} // namespace

std::optional<std::string> inputFault(const HedgeInputs& inputs)
{
    const HedgePolicy& policy = inputs.policy;
    if (!inputs.market || !inputs.market->instruments || !inputs.book)
        return "There is no market or no book to hedge.";
    if (policy.objective != HedgeObjective::Cost)
        return "Only the least-cost objective is available yet: variance and CVaR objectives are not.";
    if (policy.maxLegs && *policy.maxLegs < 1)
        return "The policy allows no legs at all: set maxLegs to 1 or more.";
    if (!(policy.depthShare > 0.0 && policy.depthShare <= 1.0))
        return "The share of visible depth must lie above 0 and at most at 1.";
    if (policy.maxNotionalUsd && !(*policy.maxNotionalUsd >= 0.0))
        return "The notional limit must not be negative.";
    if (!(policy.timeLimitSeconds > 0.0))
        return "The time limit must be above 0 seconds.";
    for (const Band& band : policy.bands) {
        if (auto fault = bandFault(band))
            return fault;
    }
    return std::nullopt;
}

Exposure exposureOf(const RiskReport& report, const std::string& underlying)
{
    const auto it = std::ranges::find(report.byUnderlying, underlying, &UnderlyingRisk::underlying);
    return it == report.byUnderlying.end() ? Exposure{} : it->total;
}

Result<HedgeCase> openCase(const HedgeInputs& inputs, const std::stop_token& stop)
{
    const HedgePolicy& policy = inputs.policy;
    auto before = computeRisk({inputs.market, inputs.book, inputs.surfaces, VolChoice::Mark}, stop);
    if (!before)
        return before.error();
    HedgeCase opened;
    opened.before = std::move(before).value();
    opened.exposureBefore = exposureOf(opened.before, policy.underlying);
    opened.bandsBefore = bandValues(opened.before, policy);
    const double cap = std::max(leastCapCoins, capOfBook * grossCoins(opened.before, policy.underlying));
    opened.choice = chooseCandidates(inputs, cap, stop);
    if (stop.stop_requested())
        return Error{Errc::Cancelled, "The hedge was cancelled."};
    opened.problem = hedgeProblem(policy, opened.choice.candidates, opened.bandsBefore);
    const auto vol = riskVol(surfaceFor(inputs.surfaces, policy.underlying), opened.before, policy.underlying);
    opened.moves = oneDayMoves(vol.value_or(assumedVol));
    if (auto note = linesLeftOut(opened.before, policy.underlying))
        opened.notes.push_back(std::move(*note));
    if (!vol)
        opened.notes.push_back(fmt::format(
            "Risk in USD assumes a vol of {:.0f} %: no surface and no option says better.", 100.0 * assumedVol));
    return opened;
}

} // namespace ballast

#include "models/hedging/hedge_scenarios.h"

#include "models/pricing/black_batch.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double monthYears = 30.0 / daysPerYear;
constexpr double farthestMoneyness = 2.5; // standard deviations
constexpr double shortestTermYears = 3.0 / daysPerYear;
constexpr int spotPoints = 41;
constexpr int volPoints = 9;
constexpr double spotReach = 6.0; // standard deviations
constexpr double volReach = 3.0;
constexpr double degreesOfFreedom = 4.0;
constexpr double lowestReturn = -0.95;
constexpr double decay = 0.94; // RiskMetrics, daily (spec F9)
constexpr std::size_t fewestDays = 30;

struct WeightedMove
{
    double move = 0.0;
    double weight = 0.0;
};

std::vector<WeightedMove> points(double reach, int count, double (*density)(double))
{
    std::vector<WeightedMove> result;
    for (int i = 0; i < count; ++i) {
        const double z = reach * (2.0 * i / (count - 1) - 1.0);
        result.push_back({z, density(z)});
    }
    return result;
}

double studentDensity(double z) // of unit variance
{
    return std::pow(1.0 + z * z / (degreesOfFreedom - 2.0), -0.5 * (degreesOfFreedom + 1.0));
}

double normalDensity(double z)
{
    return std::exp(-0.5 * z * z);
}

void normalise(HedgeScenarioSet& set)
{
    double sum = 0.0;
    for (const HedgeScenario& scenario : set.scenarios)
        sum += scenario.probability;
    for (HedgeScenario& scenario : set.scenarios)
        scenario.probability /= sum;
}

constexpr std::size_t factorsPerUnderlying = 4;

double factorOf(const UnderlyingMove& move, std::size_t factor)
{
    const double values[] = {std::log1p(move.spot), move.volPoints, move.skewPoints, move.termPoints};
    return values[factor];
}

UnderlyingMove moveOf(const double* factors)
{
    return {std::max(std::expm1(factors[0]), lowestReturn), factors[1], factors[2], factors[3]};
}

std::vector<double> factorsOf(const MoveDay& day)
{
    std::vector<double> factors;
    for (const UnderlyingMove& move : day.moves) {
        for (std::size_t f = 0; f < factorsPerUnderlying; ++f)
            factors.push_back(factorOf(move, f));
    }
    return factors;
}

std::vector<UnderlyingMove> movesOf(const std::vector<double>& factors)
{
    std::vector<UnderlyingMove> moves;
    for (std::size_t i = 0; i < factors.size(); i += factorsPerUnderlying)
        moves.push_back(moveOf(factors.data() + i));
    return moves;
}

Result<Done> checked(const MoveHistory& history)
{
    if (history.days.size() < fewestDays)
        return Error{Errc::BadInput, "historical scenarios need a history of at least 30 days"};
    const bool sound = std::ranges::all_of(history.days, [&](const MoveDay& day) {
        return day.moves.size() == history.underlyings.size() &&
               std::ranges::all_of(day.moves, [](const UnderlyingMove& move) {
                   return move.spot > -1.0 && std::isfinite(move.spot) && std::isfinite(move.volPoints) &&
                          std::isfinite(move.skewPoints) && std::isfinite(move.termPoints);
               });
    });
    if (!sound)
        return Error{Errc::BadInput, "the history has a day with a move that is not a number or below -100 %"};
    return Done{};
}

// Standardised days and the variance of the day after the last.
struct FilteredDays
{
    std::vector<std::vector<double>> standardised;
    std::vector<double> nextVariance;
};

FilteredDays filtered(const MoveHistory& history)
{
    FilteredDays result;
    const std::size_t factors = history.underlyings.size() * factorsPerUnderlying;
    std::vector<double> variance(factors, 0.0);
    for (const MoveDay& day : history.days) { // start: the sample's own
        const auto values = factorsOf(day);
        for (std::size_t f = 0; f < factors; ++f)
            variance[f] += values[f] * values[f] / static_cast<double>(history.days.size());
    }
    for (const MoveDay& day : history.days) {
        const auto values = factorsOf(day);
        auto& z = result.standardised.emplace_back(factors, 0.0);
        for (std::size_t f = 0; f < factors; ++f) {
            z[f] = variance[f] > 0.0 ? values[f] / std::sqrt(variance[f]) : 0.0;
            variance[f] = decay * variance[f] + (1.0 - decay) * values[f] * values[f];
        }
    }
    result.nextVariance = std::move(variance);
    return result;
}

struct OptionColumns
{
    std::vector<double> forward, strike, years, vol, price;
    std::vector<OptionType> type;
    std::vector<PriceStatus> status;
};

std::vector<double> optionPnl(const Instrument& instrument, const LineValues& values, double quantity,
                              const std::vector<UnderlyingMove>& moves, double days)
{
    const std::size_t n = moves.size() + 1; // the last one is the option as it is
    OptionColumns c;
    const double skew = skewLoading(*instrument.strike, values.forward, *values.vol, values.years);
    const double term = termLoading(values.years);
    c.price.resize(n);
    c.status.resize(n);
    c.type.assign(n, *instrument.type);
    c.strike.assign(n, *instrument.strike);
    for (const UnderlyingMove& move : moves) {
        c.forward.push_back(std::max(values.forward * (1.0 + move.spot), 0.0));
        const double points = move.volPoints + skew * move.skewPoints + term * move.termPoints;
        c.vol.push_back(std::max(*values.vol + 0.01 * points, 0.0));
        c.years.push_back(std::max(values.years - days / daysPerYear, 0.0));
    }
    c.forward.push_back(values.forward);
    c.vol.push_back(*values.vol);
    c.years.push_back(values.years);
    blackPrices({c.forward, c.strike, c.years, c.vol, c.type}, c.price, c.status);
    std::vector<double> pnl;
    for (std::size_t s = 0; s < moves.size(); ++s)
        pnl.push_back(quantity * (c.price[s] - c.price.back()));
    return pnl;
}

struct OtcPnl
{
    std::vector<double> usd;
    std::vector<std::string> refusals; // of the scenarios in which Greeks stand in for the engine
};

// Of an underlying that the set moves.
OtcPnl otcPnl(const Instrument& instrument, const LineValues& values, double quantity, const HedgeScenarioSet& set,
              double days)
{
    const auto found = std::ranges::find(set.underlyings, instrument.underlying);
    const auto underlying = static_cast<std::size_t>(found - set.underlyings.begin());
    const double term = termLoading(values.years);
    const double skew = skewLoading(*instrument.strike, values.forward, *values.vol, values.years);
    OtcPnl pnl;
    for (const HedgeScenario& scenario : set.scenarios) {
        const UnderlyingMove& move = scenario.moves[underlying];
        const double points = move.volPoints + skew * move.skewPoints + term * move.termPoints;
        OtcMove moved = otcMove(*values.otc, {std::max(values.forward * (1.0 + move.spot), 0.0),
                                              std::max(*values.vol + 0.01 * points, 0.0), days / daysPerYear});
        pnl.usd.push_back(quantity * moved.pnlUsd);
        if (!moved.refusal.empty())
            pnl.refusals.push_back(std::move(moved.refusal));
    }
    return pnl;
}

} // namespace

double skewLoading(double strike, double forward, double vol, double years)
{
    const double deviation = vol * std::sqrt(years);
    if (!(deviation > 0.0))
        return 0.0;
    return -std::clamp(std::log(strike / forward) / deviation, -farthestMoneyness, farthestMoneyness);
}

double termLoading(double years)
{
    return std::sqrt(monthYears / std::max(years, shortestTermYears)) - 1.0;
}

HedgeScenarioSet gridScenarios(const std::string& underlying, const OneDayMoves& moves, double horizonDays)
{
    HedgeScenarioSet set{{underlying}, {}};
    const double root = std::sqrt(horizonDays);
    for (const WeightedMove& spot : points(spotReach, spotPoints, studentDensity)) {
        for (const WeightedMove& vol : points(volReach, volPoints, normalDensity)) {
            const double change = std::expm1(spot.move * moves.spotReturn * root);
            const double own = std::sqrt(1.0 - moves.spotVolCorrelation * moves.spotVolCorrelation);
            const double volMove = moves.spotVolCorrelation * spot.move + own * vol.move;
            set.scenarios.push_back(
                {spot.weight * vol.weight, {{std::max(change, lowestReturn), volMove * moves.volPoints * root}}});
        }
    }
    normalise(set);
    return set;
}

Result<HedgeScenarioSet> historicalScenarios(const MoveHistory& history, const ScenarioChoice& choice,
                                             double horizonDays)
{
    if (const auto sound = checked(history); !sound)
        return sound.error();
    HedgeScenarioSet set{history.underlyings, {}};
    const std::size_t count = std::min(history.days.size(), static_cast<std::size_t>(std::max(1, choice.count)));
    for (std::size_t t = history.days.size() - count; t < history.days.size(); ++t) {
        std::vector<double> factors = factorsOf(history.days[t]);
        for (double& factor : factors)
            factor *= std::sqrt(horizonDays);
        set.scenarios.push_back({1.0, movesOf(factors)});
    }
    normalise(set);
    return set;
}

Result<HedgeScenarioSet> filteredScenarios(const MoveHistory& history, const ScenarioChoice& choice, double horizonDays)
{
    if (const auto sound = checked(history); !sound)
        return sound.error();
    const FilteredDays days = filtered(history);
    std::mt19937_64 generator(static_cast<std::uint64_t>(choice.seed));
    HedgeScenarioSet set{history.underlyings, {}};
    const int steps = std::max(1, static_cast<int>(std::ceil(horizonDays)));
    const double share = horizonDays / steps;
    for (int draw = 0; draw < choice.count; ++draw) {
        std::vector<double> variance = days.nextVariance;
        std::vector<double> path(variance.size(), 0.0);
        for (int step = 0; step < steps; ++step) {
            const auto& z = days.standardised[generator() % days.standardised.size()];
            for (std::size_t f = 0; f < path.size(); ++f) {
                const double move = z[f] * std::sqrt(variance[f]);
                path[f] += move * std::sqrt(share);
                variance[f] = decay * variance[f] + (1.0 - decay) * move * move;
            }
        }
        set.scenarios.push_back({1.0, movesOf(path)});
    }
    normalise(set);
    return set;
}

std::vector<double> scenarioPnl(const Instrument& instrument, const LineValues& values, double quantity,
                                const HedgeScenarioSet& set, double days)
{
    const auto found = std::ranges::find(set.underlyings, instrument.underlying);
    std::vector<double> pnl(set.scenarios.size(), 0.0);
    if (found == set.underlyings.end())
        return pnl;
    if (values.otc)
        return otcPnl(instrument, values, quantity, set, days).usd;
    const auto underlying = static_cast<std::size_t>(found - set.underlyings.begin());
    if (!isOption(instrument)) {
        const double deltaUsd = values.exposure.deltaUsd;
        for (std::size_t s = 0; s < pnl.size(); ++s)
            pnl[s] = deltaUsd * set.scenarios[s].moves[underlying].spot;
        return pnl;
    }
    std::vector<UnderlyingMove> moves;
    for (const HedgeScenario& scenario : set.scenarios)
        moves.push_back(scenario.moves[underlying]);
    return optionPnl(instrument, values, quantity, moves, days);
}

ScenarioPnls bookPnls(const RiskReport& report, const HedgeScenarioSet& set, double days, const std::stop_token& stop)
{
    ScenarioPnls sum{std::vector<double>(set.scenarios.size(), 0.0)};
    for (const RiskLine& line : report.lines) {
        if (stop.stop_requested())
            break;
        if (!line.values.ok() || !line.instrument)
            continue;
        std::vector<double> pnl;
        const bool moves = std::ranges::find(set.underlyings, line.instrument->underlying) != set.underlyings.end();
        if (line.values->otc && moves) {
            OtcPnl own = otcPnl(*line.instrument, line.values.value(), line.holding.quantity, set, days);
            for (const std::string& refusal : own.refusals)
                sum.estimates.note(line, refusal);
            pnl = std::move(own.usd);
        } else {
            pnl = scenarioPnl(*line.instrument, line.values.value(), line.holding.quantity, set, days);
        }
        for (std::size_t s = 0; s < pnl.size(); ++s)
            sum.usd[s] += pnl[s];
    }
    return sum;
}

std::vector<double> scenarioPnl(const RiskReport& report, const HedgeScenarioSet& set, double days)
{
    return bookPnls(report, set, days).usd;
}

} // namespace ballast

#include "models/risk/var_backtest.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace ballast {
namespace {

constexpr double significance = 0.05;
constexpr double yellowFrom = 0.95;
constexpr double redFrom = 0.9999;

// n ln p with 0 ln 0 = 0.
double timesLog(double count, double probability)
{
    return count > 0.0 ? count * std::log(probability) : 0.0;
}

double share(int part, int whole)
{
    return whole > 0 ? static_cast<double>(part) / whole : 0.0;
}

RatioTest testOf(double statistic, double pValue)
{
    return {std::max(statistic, 0.0), pValue, pValue < significance};
}

// P(X <= most) of a binomial.
double binomialUpTo(int most, int days, double probability)
{
    double sum = 0.0;
    for (int k = 0; k <= most; ++k) {
        const double logChoose = std::lgamma(days + 1.0) - std::lgamma(k + 1.0) - std::lgamma(days - k + 1.0);
        sum += std::exp(logChoose + k * std::log(probability) + (days - k) * std::log1p(-probability));
    }
    return std::min(sum, 1.0);
}

} // namespace

double chiSquareTail1(double x)
{
    return std::erfc(std::sqrt(0.5 * std::max(x, 0.0)));
}

double chiSquareTail2(double x)
{
    return std::exp(-0.5 * std::max(x, 0.0));
}

RatioTest kupiecTest(int days, int exceptions, double probability)
{
    const double n = days;
    const double x = exceptions;
    const double observed = share(exceptions, days);
    const double expectedLog = timesLog(n - x, 1.0 - probability) + timesLog(x, probability);
    const double observedLog = timesLog(n - x, 1.0 - observed) + timesLog(x, observed);
    const double statistic = -2.0 * (expectedLog - observedLog);
    return testOf(statistic, chiSquareTail1(statistic));
}

Transitions transitionsOf(const std::vector<bool>& hits)
{
    Transitions t;
    for (std::size_t i = 1; i < hits.size(); ++i) {
        if (hits[i - 1])
            ++(hits[i] ? t.hitToHit : t.hitToCalm);
        else
            ++(hits[i] ? t.calmToHit : t.calmToCalm);
    }
    return t;
}

RatioTest independenceTest(const Transitions& t)
{
    const int fromCalm = t.calmToCalm + t.calmToHit;
    const int fromHit = t.hitToCalm + t.hitToHit;
    const double afterCalm = share(t.calmToHit, fromCalm);
    const double afterHit = share(t.hitToHit, fromHit);
    const double either = share(t.calmToHit + t.hitToHit, fromCalm + fromHit);
    const double alike =
        timesLog(t.calmToCalm + t.hitToCalm, 1.0 - either) + timesLog(t.calmToHit + t.hitToHit, either);
    const double apart = timesLog(t.calmToCalm, 1.0 - afterCalm) + timesLog(t.calmToHit, afterCalm) +
                         timesLog(t.hitToCalm, 1.0 - afterHit) + timesLog(t.hitToHit, afterHit);
    const double statistic = -2.0 * (alike - apart);
    return testOf(statistic, chiSquareTail1(statistic));
}

RatioTest conditionalCoverageTest(const RatioTest& coverage, const RatioTest& independence)
{
    const double statistic = coverage.statistic + independence.statistic;
    return testOf(statistic, chiSquareTail2(statistic));
}

TrafficLight trafficLight(int days, int exceptions, double probability)
{
    const double upTo = binomialUpTo(exceptions, days, probability);
    if (upTo >= redFrom)
        return TrafficLight::Red;
    return upTo >= yellowFrom ? TrafficLight::Yellow : TrafficLight::Green;
}

const char* trafficLightWord(TrafficLight light)
{
    constexpr std::array<const char*, 3> words{"green", "yellow", "red"};
    return words[static_cast<std::size_t>(light)];
}

AcceptedExceptions acceptedExceptions(int days, double probability)
{
    const int expected = static_cast<int>(std::lround(days * probability));
    AcceptedExceptions accepted{expected, expected};
    while (accepted.fewest > 0 && !kupiecTest(days, accepted.fewest - 1, probability).rejected)
        --accepted.fewest;
    while (accepted.most < days && !kupiecTest(days, accepted.most + 1, probability).rejected)
        ++accepted.most;
    return accepted;
}

double expectedShortfallTest(std::span<const VarDay> days, double confidence)
{
    double sum = 0.0;
    for (const VarDay& day : days) {
        if (day.exceeded() && day.es > 0.0)
            sum += -day.pnl / (static_cast<double>(days.size()) * (1.0 - confidence) * day.es);
    }
    return sum - 1.0;
}

Result<VarBacktest> backtestVar(std::span<const VarDay> days, double confidence)
{
    if (days.empty() || !(confidence > 0.0 && confidence < 1.0))
        return Error{Errc::BadInput, "a backtest needs days and a confidence between 0 and 1"};
    VarBacktest result;
    result.days = static_cast<int>(days.size());
    result.confidence = confidence;
    std::vector<bool> hits;
    for (std::size_t i = 0; i < days.size(); ++i) {
        hits.push_back(days[i].exceeded());
        if (hits.back())
            result.exceptions.push_back(i);
    }
    const int exceptions = static_cast<int>(result.exceptions.size());
    const double probability = 1.0 - confidence;
    result.expectedExceptions = probability * result.days;
    result.kupiec = kupiecTest(result.days, exceptions, probability);
    result.independence = independenceTest(transitionsOf(hits));
    result.conditionalCoverage = conditionalCoverageTest(result.kupiec, result.independence);
    result.light = trafficLight(result.days, exceptions, probability);
    result.accepted = acceptedExceptions(result.days, probability);
    result.shortfallZ2 = expectedShortfallTest(days, confidence);
    return result;
}

} // namespace ballast

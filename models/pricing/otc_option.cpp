#include "models/pricing/otc_option.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

constexpr double daysPerYear = 365.0;
constexpr double leastDeviation = 1e-7; // vol sqrt T: below it the index goes along its forwards
constexpr double simulatedForwardBump = 0.02;

double carryOf(const OtcContract& c)
{
    return c.years > 0.0 ? std::log(c.forward / c.spot) / c.years : 0.0;
}

double payoff(const OtcContract& c, double price)
{
    return std::max(c.type == OptionType::Call ? price - c.strike : c.strike - price, 0.0);
}

bool beyond(const OtcTerms& terms, double price)
{
    return isUpBarrier(terms.barrier) ? price >= terms.barrierUsd : price <= terms.barrierUsd;
}

double averaged(AverageKind kind, double average, int count, double next)
{
    if (count == 0)
        return next;
    const double n = count;
    return kind == AverageKind::Arithmetic ? (n * average + next) / (n + 1.0)
                                           : std::exp((n * std::log(average) + std::log(next)) / (n + 1.0));
}

void fix(OtcContract& c, double level)
{
    c.pastAverage = averaged(c.terms.average, c.pastAverage, c.pastFixings, level);
    ++c.pastFixings;
}

// The option that a touched barrier leaves.
double vanillaUsd(const OtcContract& c)
{
    return blackPrice({c.forward, c.strike, c.years, c.vol, c.type});
}

// The average that the forwards promise.
double expectedAverage(OtcContract c)
{
    const double carry = carryOf(c);
    for (const double t : c.fixingYears)
        fix(c, c.spot * std::exp(carry * t));
    return c.pastAverage;
}

// An arithmetic average whose fixed part alone decides whether the option ends in the money.
bool decided(const OtcContract& c)
{
    const double total = c.pastFixings + static_cast<double>(c.fixingYears.size());
    return c.terms.average == AverageKind::Arithmetic && c.pastFixings * c.pastAverage >= total * c.strike;
}

std::optional<double> settledBarrierUsd(const OtcContract& c, bool still)
{
    const OtcTerms& terms = c.terms;
    const bool in = knocksIn(terms.barrier);
    if (c.barrierHit)
        return in ? vanillaUsd(c) : 0.0;
    if (beyond(terms, c.spot))
        return in ? vanillaUsd(c) : terms.rebateUsd;
    if (!still)
        return std::nullopt;
    const bool touched = c.years > 0.0 && beyond(terms, c.forward);
    if (touched)
        return in ? payoff(c, c.forward) : terms.rebateUsd;
    return in ? terms.rebateUsd : payoff(c, c.forward);
}

std::optional<double> settledAsianUsd(const OtcContract& c, bool still)
{
    if (c.fixingYears.empty())
        return payoff(c, c.pastAverage);
    return still || decided(c) ? std::optional(payoff(c, expectedAverage(c))) : std::nullopt;
}

// What needs no engine.
std::optional<double> settledUsd(const OtcContract& c)
{
    const bool still = c.vol * std::sqrt(c.years) < leastDeviation;
    switch (c.terms.style) {
    case OtcStyle::Barrier:
        return settledBarrierUsd(c, still);
    case OtcStyle::Asian:
        return settledAsianUsd(c, still);
    case OtcStyle::American:
        return still ? std::optional(std::max(payoff(c, c.forward), payoff(c, c.spot))) : std::nullopt;
    }
    return std::nullopt;
}

bool sound(const OtcContract& c)
{
    const bool finite = std::isfinite(c.spot) && std::isfinite(c.forward) && std::isfinite(c.years) &&
                        std::isfinite(c.vol) && std::isfinite(c.strike);
    return finite && c.spot > 0.0 && c.forward > 0.0 && c.strike > 0.0 && c.years >= 0.0 && c.vol >= 0.0;
}

// Differences around one contract; the first error stays.
class Bumps
{
public:
    Bumps(const OtcPricer& pricer, const OtcContract& contract, OtcEngine engine)
        : m_pricer(pricer), m_contract(contract), m_engine(engine)
    {}

    double at(double forwardShift, double volShift, double days)
    {
        const OtcPoint point{m_contract.forward + forwardShift, m_contract.vol + volShift, days / daysPerYear};
        const auto price = otcPrice(m_pricer, movedContract(m_contract, point), m_engine);
        if (!price && !m_error)
            m_error = price.error();
        return price ? price->usd : 0.0;
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }

private:
    const OtcPricer& m_pricer;
    const OtcContract& m_contract;
    OtcEngine m_engine;
    std::optional<Error> m_error;
};

} // namespace

OtcContract movedContract(const OtcContract& contract, const OtcPoint& point)
{
    OtcContract moved = contract;
    const double elapsed = std::min(point.elapsedYears, contract.years);
    moved.years = contract.years - elapsed;
    moved.forward = point.forward;
    const bool unmoved = point.forward == contract.forward && elapsed == 0.0; // to the last bit
    moved.spot = unmoved ? contract.spot : point.forward * std::exp(-carryOf(contract) * moved.years);
    moved.vol = point.vol;
    const bool out = contract.terms.style == OtcStyle::Barrier && !knocksIn(contract.terms.barrier);
    if (contract.terms.style == OtcStyle::Barrier && !contract.barrierHit &&
        (beyond(contract.terms, contract.spot) || beyond(contract.terms, moved.spot))) {
        moved.barrierHit = true;
        moved.cashUsd += out ? contract.terms.rebateUsd : 0.0;
    }
    moved.fixingYears.clear();
    for (const double t : contract.fixingYears) {
        if (t <= point.elapsedYears && elapsed > 0.0)
            fix(moved, contract.spot + (moved.spot - contract.spot) * std::min(t / elapsed, 1.0));
        else
            moved.fixingYears.push_back(t - point.elapsedYears);
    }
    return moved;
}

Result<OtcPrice> otcPrice(const OtcPricer& pricer, const OtcContract& contract, OtcEngine engine)
{
    if (!sound(contract))
        return Error{Errc::BadInput, "the contract's index, forward, vol or time is no positive number"};
    const auto settled = settledUsd(contract);
    auto price = settled ? Result<OtcPrice>(OtcPrice{*settled}) : pricer.price(contract, engine);
    if (price)
        price->usd += contract.cashUsd;
    if (price && !std::isfinite(price->usd))
        return Error{Errc::Undetermined, "the contract's numbers are beyond what can be priced"};
    return price;
}

OtcEngine scenarioEngine(const OtcTerms& terms)
{
    return terms.style == OtcStyle::American ? OtcEngine::FiniteDifferences : OtcEngine::Analytic;
}

bool hasEngine(const OtcTerms& terms, OtcEngine engine)
{
    if (terms.style == OtcStyle::American)
        return engine == OtcEngine::FiniteDifferences;
    const bool geometric = terms.style == OtcStyle::Asian && terms.average == AverageKind::Geometric;
    return !geometric || engine != OtcEngine::FiniteDifferences;
}

// Central differences (Glasserman, Monte Carlo Methods in Financial Engineering, 7.1): a simulation takes the same
// random numbers on both sides and a wider bump.
Result<OtcValues> otcGreeks(const OtcPricer& pricer, const OtcContract& contract, OtcEngine engine)
{
    const auto price = otcPrice(pricer, contract, engine);
    if (!price)
        return price.error();
    const double relative = engine == OtcEngine::MonteCarlo ? simulatedForwardBump : otcForwardBump;
    const double f = relative * contract.forward;
    const double v = std::min(otcVolBump, 0.5 * contract.vol);
    const double points = 100.0 * v;
    Bumps bump(pricer, contract, engine);

    OtcValues values;
    values.standardErrorUsd = price->standardErrorUsd;
    Greeks& g = values.greeks;
    g.priceUsd = price->usd;
    g.priceCoin = price->usd / contract.forward;
    const double up = bump.at(f, 0.0, 0.0);
    const double down = bump.at(-f, 0.0, 0.0);
    g.delta = (up - down) / (2.0 * f);
    g.netDelta = g.delta; // settled in USD
    g.gamma = (up - 2.0 * price->usd + down) / (f * f);
    if (v > 0.0) {
        const double higher = bump.at(0.0, v, 0.0);
        const double lower = bump.at(0.0, -v, 0.0);
        g.vega = (higher - lower) / (2.0 * points);
        g.volga = (higher - 2.0 * price->usd + lower) / (points * points);
        g.vanna = (bump.at(f, v, 0.0) - bump.at(-f, v, 0.0) - bump.at(f, -v, 0.0) + bump.at(-f, -v, 0.0)) /
                  (4.0 * f * points);
    }
    g.theta = bump.at(0.0, 0.0, otcDayBump) - price->usd;
    g.charm = (bump.at(f, 0.0, otcDayBump) - bump.at(-f, 0.0, otcDayBump)) / (2.0 * f) - g.delta;
    if (bump.error())
        return *bump.error();
    return values;
}

} // namespace ballast

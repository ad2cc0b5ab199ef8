#include "tests/margin/margin_cases.h"

#include "models/pricing/black76.h"

#include <chrono>
#include <cmath>
#include <cstdio>
#include <random>

namespace ballast::test {
namespace {

constexpr double daysPerYear = 365.0;

Timestamp expiryIn(double days)
{
    using namespace std::chrono;
    return Timestamp(duration_cast<Milliseconds>(duration<double, std::ratio<86400>>(20000.0 + days)));
}

MarginLeg deltaOne(InstrumentKind kind, double price, double coins)
{
    MarginLeg leg;
    leg.kind = kind;
    leg.underlying = "BTC";
    leg.quantity = coins * price;
    leg.coins = coins;
    leg.indexUsd = leg.forwardUsd = leg.markUsd = price;
    leg.delta = 1.0;
    return leg;
}

} // namespace

MarginLeg optionLeg(OptionType type, double strike, double forward, double days, double vol, double coins)
{
    const BlackValues values = blackValues(BlackTerms{forward, strike, days / daysPerYear, vol, type});
    MarginLeg leg;
    leg.underlying = "BTC";
    leg.kind = InstrumentKind::Option;
    leg.expiry = expiryIn(days);
    leg.option = OptionTerms{strike, type, vol};
    leg.quantity = leg.coins = coins;
    leg.indexUsd = leg.forwardUsd = forward;
    leg.years = days / daysPerYear;
    leg.markUsd = values.price;
    leg.delta = values.delta;
    leg.instrument = "BTC-" + std::to_string(std::lround(days)) + "d-" + std::to_string(std::lround(strike)) +
                     (type == OptionType::Call ? "-C" : "-P");
    return leg;
}

MarginLeg perpetualLeg(double price, double coins)
{
    MarginLeg leg = deltaOne(InstrumentKind::Perpetual, price, coins);
    leg.instrument = "BTC-PERPETUAL";
    return leg;
}

MarginLeg futureLeg(double price, double days, double coins)
{
    MarginLeg leg = deltaOne(InstrumentKind::Future, price, coins);
    leg.expiry = expiryIn(days);
    leg.years = days / daysPerYear;
    leg.instrument = "BTC-" + std::to_string(std::lround(days)) + "d";
    return leg;
}

MarginLeg onIndex(MarginLeg leg, double indexUsd)
{
    leg.indexUsd = indexUsd;
    return leg;
}

MarginLeg spotLeg(double price, double coins)
{
    MarginLeg leg = deltaOne(InstrumentKind::Spot, price, coins);
    leg.quantity = coins;
    leg.instrument = "BTC";
    return leg;
}

MarginLeg linear(MarginLeg leg)
{
    leg.settlement = Settlement::Linear;
    leg.quantity = leg.coins;
    leg.instrument = "USDC " + leg.instrument;
    return leg;
}

MarginLeg ofCoin(MarginLeg leg, std::string underlying)
{
    leg.underlying = std::move(underlying);
    leg.instrument = leg.underlying + " " + leg.instrument;
    return leg;
}

MarginInputs inputsOf(std::vector<MarginLeg> legs, double cashUsd)
{
    MarginInputs inputs;
    inputs.legs = std::move(legs);
    inputs.cashUsd = cashUsd;
    return inputs;
}

bool near(double actual, double expected, double relative)
{
    const bool ok = std::abs(actual - expected) <= relative * std::max(std::abs(expected), 1e-9);
    if (!ok)
        std::fprintf(stderr, "actual %.12g, expected %.12g\n", actual, expected);
    return ok;
}

MarginInputs randomBook(unsigned seed)
{
    std::mt19937 engine(seed);
    std::uniform_real_distribution<double> share(0.0, 1.0);
    MarginInputs inputs;
    constexpr double days[] = {3.0, 30.0, 120.0};
    for (int i = 0; i < 8; ++i) {
        const OptionType type = share(engine) < 0.5 ? OptionType::Call : OptionType::Put;
        const double strike = 60000.0 + 5000.0 * std::floor(share(engine) * 18.0);
        const double expiry = days[static_cast<std::size_t>(share(engine) * 3.0)];
        const double vol = 0.4 + 0.5 * share(engine);
        inputs.legs.push_back(optionLeg(type, strike, 100000.0, expiry, vol, 40.0 * share(engine) - 25.0));
        inputs.legs.back().instrument += "-" + std::to_string(i);
    }
    inputs.legs.push_back(perpetualLeg(100000.0, 20.0 * share(engine) - 10.0));
    inputs.legs.push_back(onIndex(futureLeg(101000.0, 30.0, 10.0 * share(engine) - 5.0), 100000.0));
    inputs.legs.push_back(spotLeg(100000.0, 30.0));
    return inputs;
}

} // namespace ballast::test

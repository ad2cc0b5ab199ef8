#pragma once

#include "models/margin/margin_inputs.h"

#include <string>

namespace ballast::test {

// Legs of the worked numbers of spec B: index and forward alike unless the test changes the leg.
[[nodiscard]] MarginLeg optionLeg(OptionType type, double strike, double forward, double days, double vol,
                                  double coins);
[[nodiscard]] MarginLeg perpetualLeg(double price, double coins);
[[nodiscard]] MarginLeg futureLeg(double price, double days, double coins);
[[nodiscard]] MarginLeg onIndex(MarginLeg leg, double indexUsd);
[[nodiscard]] MarginLeg spotLeg(double price, double coins);

[[nodiscard]] MarginLeg linear(MarginLeg leg);
[[nodiscard]] MarginLeg ofCoin(MarginLeg leg, std::string underlying);

[[nodiscard]] MarginInputs inputsOf(std::vector<MarginLeg> legs, double cashUsd = 0.0);

// Equal to `relative` of the expected value (absolute near zero).
[[nodiscard]] bool near(double actual, double expected, double relative = 1e-6);

// A mixed book around 100,000: shorts, longs, three expiries, perpetual and future, coin collateral; reproducible.
[[nodiscard]] MarginInputs randomBook(unsigned seed);

} // namespace ballast::test

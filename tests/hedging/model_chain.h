#pragma once

#include "models/market/snapshot.h"
#include "tests/support/market_builder.h"

#include <string>
#include <vector>

namespace ballast::test {

// A made-up BTC chain at an index of 64,000 USD on 2026-02-05T12:00Z: perpetual, three expiries, strikes 50,000 to
// 80,000, a smile with put skew, spreads of two vol points.
[[nodiscard]] MarketBuilder modelChain();
// The same with every vol so much higher.
[[nodiscard]] MarketBuilder chainWithVols(double shift);

// "BTC-27MAR26-60000-P"
[[nodiscard]] std::string chainOption(const char* expiry, int strike, char type);

} // namespace ballast::test

#pragma once

#include "models/desk/desk_picture.h"
#include "tests/support/market_builder.h"

namespace ballast::test {

// BTC with three expiries and ETH with one, quoted around known SVI smiles: bid and ask one vol point either side, mark
// at the smile, venue forward given, no venue vols; perpetuals and indices.
[[nodiscard]] MarketBuilder smileMarket();

// The smile of smileMarket() at that strike and that many years: what a fit must find again.
[[nodiscard]] double smileVol(double strike, double forward, double years);

// Options of both underlyings in several expiries, and a perpetual.
[[nodiscard]] PortfolioPtr deskBook();

} // namespace ballast::test

#pragma once

#include "models/margin/margin_inputs.h"
#include "models/margin/vol_shock.h"

namespace ballast {

// Undiscounted Black-76 value of one coin of an option leg, USD, at a forward moved by `move` and this vol.
[[nodiscard]] double optionValueUsd(const MarginLeg& leg, double move, double vol);

// P&L of the whole leg in what it settles in: coins for inverse (options q (V'/F' - V/F), futures q (1 - 1/(1+m))),
// dollars for linear (q (V' - V), q F m). Spec B2 step 1.
[[nodiscard]] double settlementPnl(const MarginLeg& leg, double move, VolMove vol, const VolShock& shock);

// The same as a change of value in USD at the moved price: q (V' - V), q F m.
[[nodiscard]] double usdPnl(const MarginLeg& leg, double move, VolMove vol, const VolShock& shock);

// Share of an expiring option's margin that is still asked: falls from 1 to 0 over the settlement window's half hour.
[[nodiscard]] double openMarginShare(const MarginLeg& leg);

// USD value lost or won when `days` pass, all else equal.
[[nodiscard]] double thetaPnlUsd(const MarginLeg& leg, double days);

} // namespace ballast

#include "models/risk/exit_cost.h"

#include <algorithm>
#include <cmath>

namespace ballast {

std::optional<double> exitCostUsd(const Instrument& instrument, const Quote& quote, double quantity,
                                  double underlyingUsd, const UnderlyingShock& shock)
{
    const auto mid = midPrice(quote);
    if (!mid || *mid <= 0.0)
        return std::nullopt;
    const double halfSpread = 0.5 * (*quote.ask - *quote.bid) * shock.spreadMultiple;
    double perUnitUsd = halfSpread;
    if (isQuantityInUsd(instrument))
        perUnitUsd = halfSpread / *mid;
    else if (isOption(instrument) && instrument.settlement == Settlement::Inverse)
        perUnitUsd = halfSpread * underlyingUsd;

    const auto shown = quantity > 0.0 ? quote.bidAmount : quote.askAmount; // a long leaves on the bid
    double timesShown = 1.0;
    if (shown && *shown > 0.0 && shock.depthMultiple > 0.0)
        timesShown = std::max(std::abs(quantity) / (*shown * shock.depthMultiple), 1.0);
    return std::abs(quantity) * perUnitUsd * std::sqrt(timesShown);
}

} // namespace ballast

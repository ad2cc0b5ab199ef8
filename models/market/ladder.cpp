#include "models/market/ladder.h"

#include <algorithm>

namespace ballast {

LadderFill walkLadder(const Ladder& ladder, Side side, double amount, std::optional<double> limit)
{
    LadderFill fill;
    double paid = 0.0;
    for (const LadderLevel& level : side == Side::Buy ? ladder.asks : ladder.bids) {
        const bool beyond = limit && (side == Side::Buy ? level.price > *limit : level.price < *limit);
        if (beyond || fill.filled >= amount)
            break;
        const double take = std::min(level.amount, amount - fill.filled);
        fill.filled += take;
        paid += take * level.price;
        fill.worstPrice = level.price;
    }
    if (fill.filled > 0.0)
        fill.averagePrice = paid / fill.filled;
    return fill;
}

} // namespace ballast

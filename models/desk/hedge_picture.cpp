#include "models/desk/hedge_picture.h"

namespace ballast {

std::vector<WishedLeg> legsOf(const std::vector<HedgeTrade>& trades)
{
    std::vector<WishedLeg> legs;
    for (const HedgeTrade& trade : trades)
        legs.push_back({trade.instrument, trade.side == Side::Buy ? trade.quantity : -trade.quantity});
    return legs;
}

} // namespace ballast

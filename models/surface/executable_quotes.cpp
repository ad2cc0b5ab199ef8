#include "models/surface/executable_quotes.h"
#include "models/surface/smile_quotes.h"

#include <algorithm>

namespace ballast {

double optionTakerFeeUsd(const Instrument& option, double underlyingUsd, double premium)
{
    return std::min(option.takerFee.value_or(defaultOptionTakerFee) * underlyingUsd, optionFeeCap * premium);
}

std::vector<StrikeSides> executableStrikes(const MarketSnapshot& snapshot, const OptionGroup& group, double forward,
                                           Settlement settlement)
{
    std::vector<StrikeSides> strikes;
    for (const std::size_t i : group.options) {
        const Instrument& option = (*snapshot.instruments)[i];
        const Quote& quote = snapshot.quotes[i];
        if (option.settlement != settlement || quote.state != QuoteState::Live ||
            !quoteProblem(quote, snapshot.asOf).empty())
            continue;
        if (strikes.empty() || strikes.back().strike != *option.strike)
            strikes.push_back({*option.strike, {}, {}, {}, {}});
        const auto side = [&](const std::optional<double>& price, const std::optional<double>& amount, double sign) {
            std::optional<ExecutableSide> executable;
            if (price && *price > 0.0) {
                const double premium = premiumUsd(option, *price, forward);
                executable = {i, premium + sign * optionTakerFeeUsd(option, forward, premium), amount};
            }
            return executable;
        };
        const bool call = *option.type == OptionType::Call;
        (call ? strikes.back().callAsk : strikes.back().putAsk) = side(quote.ask, quote.askAmount, 1.0);
        (call ? strikes.back().callBid : strikes.back().putBid) = side(quote.bid, quote.bidAmount, -1.0);
    }
    return strikes;
}

} // namespace ballast

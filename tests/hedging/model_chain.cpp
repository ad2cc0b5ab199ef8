#include "tests/hedging/model_chain.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"

#include <cmath>

namespace ballast::test {
namespace {

constexpr double indexUsd = 64000.0;

double smile(double strike, double forward, double years)
{
    const double k = std::log(strike / forward) / std::sqrt(years);
    return 0.68 - 0.12 * k + 0.20 * k * k;
}

} // namespace

std::string chainOption(const char* expiry, int strike, char type)
{
    return std::string("BTC-") + expiry + "-" + std::to_string(strike) + "-" + type;
}

MarketBuilder modelChain()
{
    return chainWithVols(0.0);
}

MarketBuilder chainWithVols(double shift)
{
    MarketBuilder market("2026-02-05T12:00:00Z");
    market.id(11).index("BTC", indexUsd).perpetual("BTC-PERPETUAL", indexUsd - 5.0, indexUsd + 5.0);
    for (const char* expiry : {"20FEB26", "27MAR26", "26JUN26"}) {
        const Timestamp at = parseExpiryLabel(expiry).value();
        const double years = yearsBetween(timeOf("2026-02-05T12:00:00Z"), at);
        const double forward = indexUsd * (1.0 + 0.02 * years);
        for (int strike = 50000; strike <= 80000; strike += 5000) {
            for (const OptionType type : {OptionType::Call, OptionType::Put}) {
                const double vol = smile(strike, forward, years) + shift;
                const auto price = [&](double v) {
                    return blackPrice({forward, static_cast<double>(strike), years, v, type}) / forward;
                };
                QuoteSpec quote;
                quote.bid = price(vol - 0.01);
                quote.ask = price(vol + 0.01);
                quote.mark = price(vol);
                quote.markIv = vol;
                quote.underlying = forward;
                quote.openInterest = 200.0;
                quote.bidAmount = quote.askAmount = 50.0;
                market.option(chainOption(expiry, strike, type == OptionType::Call ? 'C' : 'P'), quote);
            }
        }
    }
    return market;
}

} // namespace ballast::test

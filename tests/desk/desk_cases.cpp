#include "tests/desk/desk_cases.h"

#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"
#include "models/surface/svi.h"

#include <cmath>

namespace ballast::test {
namespace {

constexpr double halfSpreadVol = 0.01;

struct ChainTerms
{
    std::string underlying;
    std::string expiry;
    double forward = 0.0;
    double strikeStep = 0.0;
    int strikesEachSide = 0;
};

void addOption(MarketBuilder& market, const ChainTerms& chain, double strike, OptionType type, double years)
{
    const double vol = smileVol(strike, chain.forward, years);
    const auto coin = [&](double atVol) {
        return blackPrice({chain.forward, strike, years, atVol, type}) / chain.forward;
    };
    const std::string name = chain.underlying + "-" + chain.expiry + "-" + std::to_string(std::lround(strike)) +
                             (type == OptionType::Call ? "-C" : "-P");
    market.option(name, {.bid = coin(vol - halfSpreadVol),
                         .ask = coin(vol + halfSpreadVol),
                         .bidAmount = 20.0,
                         .askAmount = 20.0,
                         .mark = coin(vol),
                         .underlying = chain.forward,
                         .openInterest = 100.0});
}

void addChain(MarketBuilder& market, const ChainTerms& chain, Timestamp asOf)
{
    const double years = yearsBetween(asOf, parseExpiryLabel(chain.expiry).value());
    const double centre = std::round(chain.forward / chain.strikeStep) * chain.strikeStep;
    for (int i = -chain.strikesEachSide; i <= chain.strikesEachSide; ++i) {
        addOption(market, chain, centre + i * chain.strikeStep, OptionType::Call, years);
        addOption(market, chain, centre + i * chain.strikeStep, OptionType::Put, years);
    }
}

} // namespace

double smileVol(double strike, double forward, double years)
{
    // Wings scale with total variance, so that later slices lie above earlier ones at every k.
    const double scale = years * 365.0 / 30.0;
    const SviParams slice{0.012 * scale, 0.06 * scale, -0.3, 0.02, 0.25};
    return std::sqrt(sviTotalVariance(slice, std::log(strike / forward)) / years);
}

MarketBuilder smileMarket()
{
    constexpr std::string_view time = "2026-01-01T08:00:00Z";
    MarketBuilder market(time);
    market.id(41).index("BTC", 100000.0).index("ETH", 3000.0);
    market.perpetual("BTC-PERPETUAL", 99999.5, 100000.5).perpetual("ETH-PERPETUAL", 2999.95, 3000.05);
    addChain(market, {"BTC", "16JAN26", 100200.0, 2000.0, 10}, timeOf(time));
    addChain(market, {"BTC", "30JAN26", 100400.0, 5000.0, 8}, timeOf(time));
    addChain(market, {"BTC", "27MAR26", 101200.0, 10000.0, 6}, timeOf(time));
    addChain(market, {"ETH", "30JAN26", 3010.0, 100.0, 8}, timeOf(time));
    return market;
}

PortfolioPtr deskBook()
{
    return BookBuilder("desk book")
        .line("BTC-30JAN26-110000-C", 20.0, 0.02)
        .line("BTC-30JAN26-90000-P", -35.0, 0.015)
        .line("BTC-16JAN26-100000-C", -12.0, 0.04)
        .line("BTC-27MAR26-120000-C", 15.0)
        .line("BTC-PERPETUAL", -310000.0, 99000.0)
        .line("ETH-30JAN26-2800-P", 150.0, 0.03)
        .build();
}

} // namespace ballast::test

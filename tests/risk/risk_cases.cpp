#include "tests/risk/risk_cases.h"

#include "models/market/instrument_name.h"

#include <cmath>
#include <stdexcept>

namespace ballast::test {

MarketBuilder workedMarket()
{
    MarketBuilder market(workedTime);
    market
        .option("BTC-31JAN26-110000-C",
                {.mark = workedCall110k / workedForward, .markIv = workedVol, .underlying = workedForward})
        .option("BTC-31JAN26-90000-P",
                {.mark = workedPut90k / workedForward, .markIv = workedVol, .underlying = workedForward})
        .option("BTC-31JAN26-100000-C",
                {.mark = workedCall100k / workedForward, .markIv = workedVol, .underlying = workedForward})
        .option("BTC_USDC-31JAN26-110000-C", {.mark = workedCall110k, .markIv = workedVol, .underlying = workedForward})
        .option("BTC-26JUN26-140000-C", {.mark = 0.05, .markIv = 0.55, .underlying = 102500.0})
        .option("ETH-31JAN26-3000-P", {.mark = 0.06, .markIv = 0.7, .underlying = 3010.0})
        .future("BTC-31JAN26", 99995.0, 100005.0)
        .future("BTC_USDC-31JAN26", 99990.0, 100010.0)
        .perpetual("BTC-PERPETUAL", 99999.5, 100000.5)
        .perpetual("ETH-PERPETUAL", 2999.95, 3000.05)
        .spot("BTC_USDC", 99990.0, 100010.0)
        .index("BTC", 99950.0)
        .index("ETH", 3001.0);
    return market;
}

PortfolioPtr mixedBook()
{
    return BookBuilder("mixed")
        .line("BTC-31JAN26-110000-C", 10.0, 0.02)
        .line("BTC-31JAN26-90000-P", -25.0, 0.021)
        .line("BTC_USDC-31JAN26-110000-C", 3.0, 2000.0)
        .line("BTC-26JUN26-140000-C", -4.0)
        .line("BTC-31JAN26", 150000.0, 98000.0)
        .line("BTC-PERPETUAL", -250000.0, 101000.0)
        .line("BTC_USDC", 1.5, 90000.0)
        .line("ETH-31JAN26-3000-P", 40.0, 0.05)
        .line("ETH-PERPETUAL", 60000.0)
        .build();
}

VolSurfacePtr flatSurface(std::string_view underlying, std::string_view expiryLabel, double years, double forward,
                          double vol)
{
    const auto expiry = parseExpiryLabel(expiryLabel);
    if (!expiry)
        throw std::invalid_argument(expiry.error().message);
    SviSlice slice;
    slice.expiry = *expiry;
    slice.years = years;
    slice.forward = forward;
    slice.params = {vol * vol * years, 0.0, 0.0, 0.0, 0.1};
    slice.atmVol = vol;

    VolSurface surface;
    surface.underlying = underlying;
    surface.asOf = *expiry - std::chrono::seconds(std::llround(years * 365.0 * 86400.0));
    surface.slices.push_back(slice);
    surface.forwards.push_back({*expiry, years, forward, ForwardSource::Venue});
    return std::make_shared<const VolSurface>(std::move(surface));
}

RiskReport reportOf(const SnapshotPtr& market, const PortfolioPtr& book)
{
    return computeRisk({market, book, {}, VolChoice::Mark}, {}).value();
}

RiskLine lineOf(const SnapshotPtr& market, std::string_view instrument, double quantity,
                std::optional<double> averagePrice)
{
    return priceLine({market, BookBuilder().line(instrument, quantity, averagePrice).build(), {}, VolChoice::Mark}, 0);
}

} // namespace ballast::test

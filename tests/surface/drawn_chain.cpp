#include "tests/surface/drawn_chain.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"
#include "models/pricing/black76.h"

#include <cmath>
#include <map>

namespace ballast::test {
namespace {

double coinPrice(const DrawnExpiry& drawn, double strike, double years, double shift, OptionType type)
{
    const double vol = std::sqrt(sviTotalVariance(drawn.slice, std::log(strike / drawn.forward)) / years) + shift;
    return blackPrice({drawn.forward, strike, years, vol, type}) / drawn.forward;
}

Quote drawnQuote(const DrawnExpiry& drawn, double strike, double years, OptionType type, Timestamp at)
{
    Quote quote;
    quote.bid = coinPrice(drawn, strike, years, -drawn.halfWidthVol, type);
    quote.ask = coinPrice(drawn, strike, years, drawn.halfWidthVol, type);
    quote.mark = coinPrice(drawn, strike, years, 0.0, type);
    quote.underlyingPrice = drawn.forward;
    quote.at = at;
    return quote;
}

} // namespace

MarketSnapshot drawnChain(const std::vector<DrawnExpiry>& expiries)
{
    MarketSnapshot snapshot;
    snapshot.id = SnapshotId{7};
    snapshot.asOf = parseIso8601("2026-02-25T08:00:00Z").value();
    snapshot.indices = {{"BTC", 100000.0, snapshot.asOf}};
    std::vector<Instrument> instruments;
    std::map<std::string, Quote> byName;
    for (const DrawnExpiry& drawn : expiries) {
        const Timestamp expiry = parseExpiryLabel(drawn.label).value();
        const double years = yearsBetween(snapshot.asOf, expiry);
        for (const double strike : drawn.strikes) {
            for (const OptionType type : {OptionType::Call, OptionType::Put}) {
                Instrument option;
                option.underlying = "BTC";
                option.strike = strike;
                option.expiry = expiry;
                option.type = type;
                option.id = {deribitVenue, "BTC-" + drawn.label + "-" + std::to_string(std::lround(strike)) +
                                               (type == OptionType::Call ? "-C" : "-P")};
                byName[option.id.name] = drawnQuote(drawn, strike, years, type, snapshot.asOf);
                instruments.push_back(option);
            }
        }
    }
    snapshot.instruments = std::make_shared<const InstrumentTable>(std::move(instruments));
    for (const Instrument& instrument : snapshot.instruments->all())
        snapshot.quotes.push_back(byName.at(instrument.id.name));
    return snapshot;
}

std::size_t indexOf(const MarketSnapshot& snapshot, const std::string& name)
{
    return snapshot.instruments->find({deribitVenue, name}).value();
}

std::vector<double> evenStrikes(double forward, double kLow, double kHigh, int count)
{
    std::vector<double> strikes;
    for (int i = 0; i < count; ++i)
        strikes.push_back(std::round(forward * std::exp(kLow + (kHigh - kLow) * i / (count - 1))));
    return strikes;
}

} // namespace ballast::test

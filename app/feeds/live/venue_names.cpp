#include "app/feeds/live/venue_names.h"

#include "models/core/number_text.h"
#include "models/market/calendar.h"
#include "models/market/instrument_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <vector>

namespace ballast {
namespace {

Error notAName(std::string_view venue, std::string_view name)
{
    return {Errc::BadInput, fmt::format("'{}' is no instrument of {} known here", name.substr(0, 48), venue)};
}

std::vector<std::string_view> split(std::string_view name, char mark)
{
    std::vector<std::string_view> parts;
    for (std::size_t from = 0;;) {
        const std::size_t at = name.find(mark, from);
        parts.push_back(name.substr(from, at - from));
        if (at == std::string_view::npos)
            return parts;
        from = at + 1;
    }
}

bool isCoin(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 15 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 0)
        return std::nullopt;
    return value;
}

// "220325": YYMMDD at 08:00 UTC.
std::optional<Timestamp> sixDigitExpiry(std::string_view text)
{
    if (text.size() != 6 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const std::chrono::year_month_day date(std::chrono::year(2000 + *digits(text.substr(0, 2))),
                                           std::chrono::month(static_cast<unsigned>(*digits(text.substr(2, 2)))),
                                           std::chrono::day(static_cast<unsigned>(*digits(text.substr(4, 2)))));
    return date.ok() ? std::optional(expiryOn(date)) : std::nullopt;
}

std::optional<double> strikeOf(std::string_view text)
{
    const bool plain = !text.empty() && text.size() <= 12 &&
                       std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
    const auto value = plain ? parseNumber(text) : std::nullopt;
    return value && *value > 0.0 ? value : std::nullopt;
}

std::optional<OptionType> typeOf(std::string_view text)
{
    if (text == "C")
        return OptionType::Call;
    return text == "P" ? std::optional(OptionType::Put) : std::nullopt;
}

Instrument blank(const VenueId& venue, std::string_view name, std::string_view coin, InstrumentKind kind,
                 Settlement settlement)
{
    Instrument instrument;
    instrument.id = {venue, std::string(name)};
    instrument.underlying = coin;
    instrument.kind = kind;
    instrument.settlement = settlement;
    return instrument;
}

// OKX contract tables: BTC-USD 100 USD, other coins 10 USD; BTC-USDT 0.01 BTC, ETH-USDT 0.1 ETH; options 0.01 BTC
// (since April 2022), 0.1 ETH.
double okxContractSize(const Instrument& instrument)
{
    const bool btc = instrument.underlying == "BTC";
    if (instrument.kind == InstrumentKind::Spot)
        return 1.0;
    if (isQuantityInUsd(instrument))
        return btc ? 100.0 : 10.0;
    if (btc)
        return 0.01;
    return instrument.underlying == "ETH" ? 0.1 : 1.0;
}

bool isDollar(std::string_view text)
{
    return text == "USD" || text == "USDT" || text == "USDC";
}

// Month letters of futures: H March, M June, U September, Z December; the last Friday.
std::optional<Timestamp> quarterExpiry(std::string_view text)
{
    constexpr std::string_view letters = "HMUZ";
    const auto letter = text.size() == 3 ? letters.find(text[0]) : std::string_view::npos;
    const auto year = text.size() == 3 ? digits(text.substr(1)) : std::nullopt;
    if (letter == std::string_view::npos || !year)
        return std::nullopt;
    const std::chrono::year_month_weekday_last friday(std::chrono::year(2000 + *year),
                                                      std::chrono::month(static_cast<unsigned>(3 * (letter + 1))),
                                                      std::chrono::Friday[std::chrono::last]);
    return expiryOn(std::chrono::year_month_day(std::chrono::sys_days(friday)));
}

struct CoinPair
{
    std::string_view coin;
    std::string_view dollar;
};

// "BTCUSDT" to BTC and USDT.
std::optional<CoinPair> joinedPair(std::string_view text)
{
    constexpr std::array<std::string_view, 3> dollars{"USDT", "USDC", "USD"};
    for (const std::string_view dollar : dollars) {
        if (text.ends_with(dollar) && isCoin(text.substr(0, text.size() - dollar.size())))
            return CoinPair{text.substr(0, text.size() - dollar.size()), dollar};
    }
    return std::nullopt;
}

Result<Instrument> bybitOption(std::string_view name)
{
    const auto parts = split(name, '-');
    const bool sized = parts.size() == 4 || (parts.size() == 5 && isDollar(parts[4]));
    if (!sized || !isCoin(parts[0]))
        return notAName("Bybit", name);
    const auto expiry = parseExpiryLabel(parts[1]);
    Instrument instrument = blank(bybitVenue, name, parts[0], InstrumentKind::Option, Settlement::Linear);
    instrument.strike = strikeOf(parts[2]);
    instrument.type = typeOf(parts[3]);
    if (!expiry || !instrument.strike || !instrument.type)
        return notAName("Bybit", name);
    instrument.expiry = *expiry;
    return instrument;
}

Result<Instrument> bybitLinear(std::string_view name)
{
    if (name.ends_with("PERP") && isCoin(name.substr(0, name.size() - 4)))
        return blank(bybitVenue, name, name.substr(0, name.size() - 4), InstrumentKind::Perpetual, Settlement::Linear);
    const auto parts = split(name, '-');
    const auto pair = joinedPair(parts[0]);
    const std::string_view coin = pair ? pair->coin : parts[0];
    if (!isCoin(coin) || parts.size() > 2 || (parts.size() == 1 && !pair) || (pair && pair->dollar == "USD"))
        return notAName("Bybit", name);
    if (parts.size() == 1)
        return blank(bybitVenue, name, coin, InstrumentKind::Perpetual, Settlement::Linear);
    const auto expiry = parseExpiryLabel(parts[1]);
    if (!expiry)
        return notAName("Bybit", name);
    Instrument instrument = blank(bybitVenue, name, coin, InstrumentKind::Future, Settlement::Linear);
    instrument.expiry = *expiry;
    return instrument;
}

Result<Instrument> bybitInverse(std::string_view name)
{
    const auto usd = name.find("USD");
    if (usd == std::string_view::npos || !isCoin(name.substr(0, usd)))
        return notAName("Bybit", name);
    const std::string_view rest = name.substr(usd + 3);
    if (rest.empty())
        return blank(bybitVenue, name, name.substr(0, usd), InstrumentKind::Perpetual, Settlement::Inverse);
    const auto expiry = quarterExpiry(rest);
    if (!expiry)
        return notAName("Bybit", name);
    Instrument instrument = blank(bybitVenue, name, name.substr(0, usd), InstrumentKind::Future, Settlement::Inverse);
    instrument.expiry = *expiry;
    return instrument;
}

Result<Instrument> binanceOption(std::string_view name)
{
    const auto parts = split(name, '-');
    Instrument instrument = blank(binanceVenue, name, parts[0], InstrumentKind::Option, Settlement::Linear);
    if (parts.size() != 4 || !isCoin(parts[0]))
        return notAName("Binance", name);
    instrument.expiry = sixDigitExpiry(parts[1]);
    instrument.strike = strikeOf(parts[2]);
    instrument.type = typeOf(parts[3]);
    if (!instrument.expiry || !instrument.strike || !instrument.type)
        return notAName("Binance", name);
    return instrument;
}

} // namespace

Result<Instrument> parseOkxName(std::string_view name)
{
    const auto parts = split(name, '-');
    if (parts.size() < 2 || parts.size() > 5 || parts.size() == 4 || !isCoin(parts[0]) || !isDollar(parts[1]))
        return notAName("OKX", name);
    const auto settlement = parts[1] == "USD" ? Settlement::Inverse : Settlement::Linear;
    Instrument instrument = blank(okxVenue, name, parts[0], InstrumentKind::Spot, Settlement::Linear);
    if (parts.size() > 2)
        instrument.settlement = settlement;
    if (parts.size() == 3 && parts[2] == "SWAP") {
        instrument.kind = InstrumentKind::Perpetual;
    } else if (parts.size() > 2) {
        instrument.kind = parts.size() == 3 ? InstrumentKind::Future : InstrumentKind::Option;
        instrument.expiry = sixDigitExpiry(parts[2]);
        if (!instrument.expiry)
            return notAName("OKX", name);
    }
    if (parts.size() == 5) {
        instrument.strike = strikeOf(parts[3]);
        instrument.type = typeOf(parts[4]);
        if (!instrument.strike || !instrument.type)
            return notAName("OKX", name);
    }
    instrument.contractSize = okxContractSize(instrument);
    return instrument;
}

Result<Instrument> parseBybitName(std::string_view name, BybitCategory category)
{
    switch (category) {
    case BybitCategory::Option:
        return bybitOption(name);
    case BybitCategory::Linear:
        return bybitLinear(name);
    case BybitCategory::Inverse:
        return bybitInverse(name);
    case BybitCategory::Spot:
        break;
    }
    const auto pair = joinedPair(name);
    if (!pair)
        return notAName("Bybit", name);
    return blank(bybitVenue, name, pair->coin, InstrumentKind::Spot, Settlement::Linear);
}

Result<Instrument> parseBinanceName(std::string_view name, BinanceMarket market)
{
    if (name.find('-') != std::string_view::npos || market == BinanceMarket::Options)
        return binanceOption(name);
    const auto parts = split(name, '_');
    const auto pair = joinedPair(parts[0]);
    if (!pair || parts.size() > 2)
        return notAName("Binance", name);
    const bool coinM = pair->dollar == "USD";
    if (parts.size() == 1 && coinM)
        return notAName("Binance", name);
    if (parts.size() == 1)
        return blank(binanceVenue, name, pair->coin,
                     market == BinanceMarket::Spot ? InstrumentKind::Spot : InstrumentKind::Perpetual,
                     Settlement::Linear);
    const auto settlement = coinM ? Settlement::Inverse : Settlement::Linear;
    Instrument instrument = blank(binanceVenue, name, pair->coin, InstrumentKind::Perpetual, settlement);
    if (parts[1] != "PERP") {
        instrument.kind = InstrumentKind::Future;
        instrument.expiry = sixDigitExpiry(parts[1]);
        if (!instrument.expiry)
            return notAName("Binance", name);
    }
    // COIN-M contracts: BTC 100 USD, other coins 10 USD.
    if (coinM)
        instrument.contractSize = pair->coin == "BTC" ? 100.0 : 10.0;
    return instrument;
}

double okxAmountScale(const Instrument& instrument)
{
    return instrument.kind == InstrumentKind::Spot ? 1.0 : instrument.contractSize;
}

double binanceAmountScale(const Instrument& instrument)
{
    return isQuantityInUsd(instrument) ? instrument.contractSize : 1.0;
}

} // namespace ballast

#include "models/market/instrument_name.h"

#include "models/market/calendar.h"
#include "models/market/name_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace ballast {
namespace {

constexpr std::array<std::string_view, 12> months{"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                                  "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};

Error notAName(std::string_view name, std::string_view why)
{
    return {Errc::BadInput, fmt::format("'{}' is no Deribit instrument name: {}", name.substr(0, 48), why)};
}

bool isCurrency(std::string_view text)
{
    return text.size() >= 2 && text.size() <= 10 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); });
}

// Only the venue's own way of writing a strike is one, so that a name and its instrument belong to each other.
std::optional<double> parseStrike(std::string_view text)
{
    const auto strike = parseAmount(text);
    return strike && amountText(*strike) == text ? strike : std::nullopt;
}

struct Pair
{
    std::string underlying;
    Settlement settlement = Settlement::Inverse;
};

std::optional<Pair> parsePair(std::string_view text)
{
    const std::size_t bar = text.find('_');
    if (bar == std::string_view::npos)
        return isCurrency(text) ? std::optional(Pair{std::string(text), Settlement::Inverse}) : std::nullopt;
    const auto base = text.substr(0, bar);
    const auto quote = text.substr(bar + 1);
    if (!isCurrency(base) || (quote != "USDC" && quote != "USDT"))
        return std::nullopt;
    return Pair{std::string(base), Settlement::Linear};
}

} // namespace

std::string expiryLabel(Timestamp expiry)
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(expiry));
    return fmt::format("{}{}{:02}", static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()) % 100);
}

Result<Timestamp> parseExpiryLabel(std::string_view label)
{
    const std::size_t digits = label.size() == 7 ? 2 : 1;
    if (label.size() != digits + 5 || label[0] == '0')
        return Error{Errc::BadInput, fmt::format("'{}' is no expiry, write it as 27FEB26", label.substr(0, 16))};
    unsigned day = 0;
    int year = 0;
    const auto dayRead = std::from_chars(label.data(), label.data() + digits, day);
    const auto yearRead = std::from_chars(label.data() + digits + 3, label.data() + label.size(), year);
    const auto month = std::ranges::find(months, label.substr(digits, 3));
    if (dayRead.ptr != label.data() + digits || yearRead.ptr != label.data() + label.size() || month == months.end() ||
        year < 0)
        return Error{Errc::BadInput, fmt::format("'{}' is no expiry, write it as 27FEB26", label)};
    const std::chrono::year_month_day date(std::chrono::year(2000 + year),
                                           std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
                                           std::chrono::day(day));
    if (!date.ok())
        return Error{Errc::BadInput, fmt::format("'{}' is no day of the calendar", label)};
    return expiryOn(date);
}

Result<Instrument> parseDeribitName(std::string_view name)
{
    const auto parts = splitAtDashes(name);
    const auto pair = parsePair(parts[0]);
    if (!pair)
        return notAName(name, "it must begin with a currency such as BTC or BTC_USDC");

    Instrument instrument;
    instrument.id = {deribitVenue, std::string(name)};
    instrument.underlying = pair->underlying;
    instrument.settlement = pair->settlement;
    if (parts.size() == 1) {
        instrument.kind = InstrumentKind::Spot;
        instrument.settlement = Settlement::Linear;
        return withDeribitTerms(std::move(instrument));
    }
    if (parts.size() == 2 && parts[1] == "PERPETUAL") {
        instrument.kind = InstrumentKind::Perpetual;
        return withDeribitTerms(std::move(instrument));
    }
    const auto expiry = parseExpiryLabel(parts[1]);
    if (!expiry)
        return notAName(name, "the second part must be an expiry such as 27FEB26 or PERPETUAL");
    instrument.expiry = *expiry;
    if (parts.size() == 2) {
        instrument.kind = InstrumentKind::Future;
        return withDeribitTerms(std::move(instrument));
    }
    if (parts.size() != 4)
        return notAName(name, "an option has four parts, CURRENCY-EXPIRY-STRIKE-C or -P");
    instrument.kind = InstrumentKind::Option;
    instrument.strike = parseStrike(parts[2]);
    if (!instrument.strike)
        return notAName(name, "the third part must be a strike such as 120000 or 0d55");
    if (parts[3] != "C" && parts[3] != "P")
        return notAName(name, "the last part must be C or P");
    instrument.type = parts[3] == "C" ? OptionType::Call : OptionType::Put;
    return withDeribitTerms(std::move(instrument));
}

std::string deribitName(const Instrument& instrument)
{
    std::string name = instrument.underlying;
    if (instrument.kind == InstrumentKind::Spot)
        return instrument.id.name.empty() ? name : instrument.id.name;
    if (instrument.settlement == Settlement::Linear)
        name += instrument.id.name.find("_USDT") != std::string::npos ? "_USDT" : "_USDC";
    if (instrument.kind == InstrumentKind::Perpetual)
        return name + "-PERPETUAL";
    name += "-" + expiryLabel(*instrument.expiry);
    if (instrument.kind == InstrumentKind::Option)
        name += "-" + amountText(*instrument.strike) + (*instrument.type == OptionType::Call ? "-C" : "-P");
    return name;
}

} // namespace ballast

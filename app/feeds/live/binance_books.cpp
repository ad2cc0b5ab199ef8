#include "app/feeds/live/binance_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace ballast::binance {

using namespace venue;

namespace {

std::string uppered(std::string_view name)
{
    std::string result(name);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return result;
}

bool isPartial(std::string_view stream)
{
    return stream.find("@depth5") != std::string_view::npos || stream.find("@depth10") != std::string_view::npos ||
           stream.find("@depth20") != std::string_view::npos;
}

} // namespace

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("a Binance message without {}", what)};
}

Timestamp timeOf(const Object& data, std::string_view key)
{
    return milliseconds(data, key).value_or(Timestamp{});
}

std::optional<Instrument> known(Reading& reading, std::string_view name)
{
    auto instrument = parseBinanceName(name, reading.market);
    if (instrument)
        return std::move(*instrument);
    ++reading.message.unknownNames;
    return std::nullopt;
}

Result<BookUpdate> bookOf(const Object& data, const Instrument& instrument, std::string_view bidKey,
                          std::string_view askKey, std::string_view idKey)
{
    const double scale = binanceAmountScale(instrument);
    auto bids = levels(data, bidKey, scale);
    auto asks = levels(data, askKey, scale);
    const auto last = integer(data, idKey);
    if (!bids || !asks || !last)
        return lacks("a whole book");
    return BookUpdate{instrument.id.name, BookUpdateKind::Image, timeOf(data, "E"), *last, {},
                      std::move(*bids),   std::move(*asks)};
}

// The chain: pu is u of the message before; spot has no pu, there U follows u by one.
Status readDepth(const Object& data, Reading& reading)
{
    const auto name = text(data, "s");
    if (!name)
        return lacks("a symbol");
    const auto instrument = known(reading, *name);
    if (!instrument)
        return Done{};
    auto book = bookOf(data, *instrument, "b", "a", "u");
    if (!book)
        return book.error();
    if (!isPartial(reading.stream)) {
        const auto first = integer(data, "U");
        const auto previous = integer(data, "pu");
        if (!first)
            return lacks("U");
        book->kind = BookUpdateKind::Change;
        book->previousChangeId = previous ? *previous : *first - 1;
    }
    reading.message.events.emplace_back(std::move(*book));
    return Done{};
}

Status readImage(const Object& data, Reading& reading)
{
    const std::string name(text(data, "symbol").value_or(""));
    const std::string symbol = name.empty() ? uppered(reading.stream.substr(0, reading.stream.find('@'))) : name;
    if (symbol.empty()) {
        reading.message.ignored = "book without an instrument";
        return Done{};
    }
    const auto instrument = known(reading, symbol);
    if (!instrument)
        return Done{};
    auto book = bookOf(data, *instrument, "bids", "asks", "lastUpdateId");
    if (!book)
        return book.error();
    reading.message.events.emplace_back(std::move(*book));
    return Done{};
}

} // namespace ballast::binance

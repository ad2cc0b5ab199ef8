#include "app/feeds/live/deribit_channels.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast {
namespace {

std::string lowered(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return result;
}

std::string tickerChannel(const std::string& name, const DeribitChannelChoice& choice)
{
    return choice.incrementalTickers ? "incremental_ticker." + name : fmt::format("ticker.{}.100ms", name);
}

std::string bookChannel(const std::string& name, const DeribitChannelChoice& choice, Login login)
{
    if (choice.bookDepth == BookDepth::Grouped)
        return fmt::format("book.{}.none.10.100ms", name);
    return fmt::format("book.{}.{}", name, login == Login::Granted ? "raw" : "100ms");
}

} // namespace

std::vector<std::string> currencyChannels(std::string_view currency)
{
    const std::string index = lowered(currency) + "_usd";
    return {"deribit_price_index." + index,
            "deribit_volatility_index." + index,
            "markprice.options." + index,
            fmt::format("perpetual.{}-PERPETUAL.100ms", currency),
            fmt::format("trades.option.{}.100ms", currency),
            fmt::format("trades.future.{}.100ms", currency),
            fmt::format("instrument.state.any.{}", currency)};
}

std::vector<std::string> instrumentChannels(const Instrument& instrument, const DeribitChannelChoice& choice,
                                            Login login)
{
    const std::string& name = instrument.id.name;
    const bool watched = choice.watched.contains(name);
    std::vector<std::string> channels;
    if (!isOption(instrument) || choice.everyOptionTicker || watched)
        channels.push_back(tickerChannel(name, choice));
    if (instrument.kind == InstrumentKind::Perpetual || watched)
        channels.push_back(bookChannel(name, choice, login));
    return channels;
}

std::vector<std::string> privateChannels()
{
    return {"user.portfolio.any", "user.changes.any.any.100ms"};
}

std::string_view instrumentOfChannel(std::string_view channel)
{
    constexpr std::array<std::string_view, 5> prefixes{"book.", "ticker.", "incremental_ticker.", "quote.",
                                                       "perpetual."};
    for (const std::string_view prefix : prefixes) {
        if (!channel.starts_with(prefix))
            continue;
        const std::string_view rest = channel.substr(prefix.size());
        return rest.substr(0, rest.find('.'));
    }
    return {};
}

} // namespace ballast

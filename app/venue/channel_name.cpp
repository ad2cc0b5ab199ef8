#include "app/venue/channel_name.h"

#include "models/core/number_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

namespace ballast {
namespace {

std::vector<std::string> partsOf(std::string_view text)
{
    std::vector<std::string> parts;
    while (true) {
        const auto dot = text.find('.');
        parts.emplace_back(text.substr(0, dot));
        if (dot == std::string_view::npos)
            return parts;
        text.remove_prefix(dot + 1);
    }
}

std::string raised(std::string_view text)
{
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return static_cast<char>(std::toupper(static_cast<unsigned char>(c))); });
    return result;
}

bool takeInterval(const std::string& word, ChannelName& channel)
{
    channel.isRaw = word == "raw";
    return channel.isRaw || word == "agg2" || word == "100ms";
}

// "btc_usd" names the underlying BTC.
bool takeIndex(const std::string& word, ChannelName& channel)
{
    const auto end = word.find('_');
    if (end == std::string::npos || end == 0 || word.substr(end) != "_usd")
        return false;
    channel.currency = raised(word.substr(0, end));
    return true;
}

bool isContractKind(const std::string& word)
{
    constexpr std::array<std::string_view, 6> kinds{"any", "future", "option", "spot", "future_combo", "option_combo"};
    return std::ranges::find(kinds, word) != kinds.end();
}

// "{instrument}.{interval}" or "{kind}.{currency}.{interval}", from `parts[first]` on.
bool takeScope(const std::vector<std::string>& parts, std::size_t first, ChannelName& channel)
{
    const std::size_t count = parts.size() - first;
    if (count == 2) {
        channel.instrument = parts[first];
        return !channel.instrument.empty() && takeInterval(parts[first + 1], channel);
    }
    if (count != 3 || !isContractKind(parts[first]))
        return false;
    channel.contractKind = parts[first];
    channel.currency = raised(parts[first + 1]);
    return !channel.currency.empty() && takeInterval(parts[first + 2], channel);
}

// book.X.interval or book.X.group.depth.interval
bool takeBook(const std::vector<std::string>& parts, ChannelName& channel)
{
    if (parts.size() != 3 && parts.size() != 5)
        return false;
    channel.instrument = parts[1];
    if (channel.instrument.empty() || !takeInterval(parts.back(), channel))
        return false;
    if (parts.size() == 3)
        return true;
    channel.kind = ChannelKind::GroupedBook;
    const auto depth = parseNumber(parts[3]);
    if (!depth || (*depth != 1.0 && *depth != 10.0 && *depth != 20.0))
        return false;
    channel.depth = static_cast<std::size_t>(*depth);
    if (parts[2] == "none")
        return true;
    constexpr std::array<double, 8> groups{1.0, 2.0, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0};
    const auto group = parseNumber(parts[2]);
    if (!group || std::ranges::find(groups, *group) == groups.end())
        return false;
    // The steps of ether are named in hundredths of a dollar.
    channel.group = channel.instrument.starts_with("ETH") ? *group / 100.0 : *group;
    return true;
}

bool takeUser(const std::vector<std::string>& parts, ChannelName& channel)
{
    if (parts.size() == 3 && parts[1] == "portfolio") {
        channel.kind = ChannelKind::Portfolio;
        channel.currency = raised(parts[2]);
        return !channel.currency.empty();
    }
    constexpr std::array<std::pair<std::string_view, ChannelKind>, 3> kinds{{{"changes", ChannelKind::UserChanges},
                                                                             {"orders", ChannelKind::UserOrders},
                                                                             {"trades", ChannelKind::UserTrades}}};
    const auto kind =
        std::ranges::find(kinds, parts.size() > 1 ? parts[1] : std::string(), [](const auto& k) { return k.first; });
    if (kind == kinds.end() || parts.size() < 4)
        return false;
    channel.kind = kind->second;
    return takeScope(parts, 2, channel);
}

} // namespace

std::optional<ChannelName> parseChannelName(std::string_view text)
{
    const std::vector<std::string> parts = partsOf(text);
    ChannelName channel;
    const std::string& head = parts.front();
    bool sound = false;
    const auto ofInstrument = [&](ChannelKind kind, std::size_t count) {
        channel.kind = kind;
        if (parts.size() != count || parts[1].empty())
            return false;
        channel.instrument = parts[1];
        return count == 2 || takeInterval(parts[2], channel);
    };
    if (head == "ticker")
        sound = ofInstrument(ChannelKind::Ticker, 3);
    else if (head == "incremental_ticker")
        sound = ofInstrument(ChannelKind::IncrementalTicker, 2);
    else if (head == "quote")
        sound = ofInstrument(ChannelKind::Quote, 2);
    else if (head == "perpetual")
        sound = ofInstrument(ChannelKind::Perpetual, 3);
    else if (head == "book") {
        channel.kind = ChannelKind::Book;
        sound = takeBook(parts, channel);
    } else if (head == "deribit_price_index" && parts.size() == 2) {
        channel.kind = ChannelKind::Index;
        sound = takeIndex(parts[1], channel);
    } else if (head == "deribit_volatility_index" && parts.size() == 2) {
        channel.kind = ChannelKind::VolIndex;
        sound = takeIndex(parts[1], channel);
    } else if (head == "markprice" && parts.size() == 3 && parts[1] == "options") {
        channel.kind = ChannelKind::MarkPrices;
        sound = takeIndex(parts[2], channel);
    } else if (head == "trades" && parts.size() >= 3) {
        channel.kind = ChannelKind::Trades;
        sound = takeScope(parts, 1, channel);
    } else if (head == "instrument" && parts.size() == 4 && parts[1] == "state" && isContractKind(parts[2])) {
        channel.kind = ChannelKind::InstrumentState;
        channel.contractKind = parts[2];
        channel.currency = raised(parts[3]);
        sound = !channel.currency.empty();
    } else if (text == "platform_state") {
        channel.kind = ChannelKind::PlatformState;
        sound = true;
    } else if (head == "user") {
        sound = takeUser(parts, channel);
    }
    return sound ? std::optional(channel) : std::nullopt;
}

} // namespace ballast

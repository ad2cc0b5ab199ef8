#include "app/venue/account_json.h"
#include "app/venue/simulated_venue.h"

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

bool isOfInstrument(ChannelKind kind)
{
    return kind == ChannelKind::Ticker || kind == ChannelKind::IncrementalTicker || kind == ChannelKind::Quote ||
           kind == ChannelKind::Book || kind == ChannelKind::GroupedBook || kind == ChannelKind::Perpetual;
}

std::vector<std::string> channelsOf(const Json& params)
{
    std::vector<std::string> names;
    const auto it = params.find("channels");
    if (it == params.end() || !it->is_array())
        return names;
    for (const Json& name : *it) {
        if (name.is_string())
            names.push_back(name.get<std::string>());
    }
    return names;
}

// What of a ticker became different, one level deep: the venue sends changed fields only.
Json changedFields(const Json& before, const Json& now)
{
    Json changes = Json::object();
    for (const auto& [key, value] : now.items()) {
        const auto old = before.find(key);
        if (old == before.end() || *old != value)
            changes[key] = value;
    }
    return changes;
}

} // namespace

RpcAnswer SimulatedVenue::subscribe(VenueConnection& connection, const Json& params)
{
    return enter(connection, params, false);
}

RpcAnswer SimulatedVenue::subscribePrivate(VenueConnection& connection, const Json& params)
{
    return enter(connection, params, true);
}

// Names that are no channels, or of nothing listed, are left out of the answer.
RpcAnswer SimulatedVenue::enter(VenueConnection& connection, const Json& params, bool isPrivate)
{
    if (!params.contains("channels") || !params["channels"].is_array())
        return badParameter("channels", "value required");
    Json granted = Json::array();
    std::vector<std::pair<std::string, ChannelName>> fresh;
    for (const std::string& text : channelsOf(params)) {
        const auto channel = parseChannelName(text);
        if (!channel || (isOfInstrument(channel->kind) && !rowOf(channel->instrument)))
            continue;
        if (channel->isRaw && !connection.key)
            return rpcFault(rpc_code::rawNeedsLogin);
        if (channel->isPrivate() && !isPrivate)
            return rpcFault(connection.key ? rpc_code::scopeExceeded : rpc_code::unauthorized);
        granted.push_back(text);
        if (connection.channels.emplace(text, *channel).second)
            fresh.emplace_back(text, *channel);
    }
    for (const auto& [text, channel] : fresh)
        greet(connection, text, channel);
    return granted;
}

RpcAnswer SimulatedVenue::unsubscribe(VenueConnection& connection, const Json& params)
{
    if (!params.contains("channels") || !params["channels"].is_array())
        return badParameter("channels", "value required");
    Json left = Json::array();
    for (const std::string& text : channelsOf(params)) {
        if (connection.channels.erase(text) > 0)
            left.push_back(text);
    }
    return left;
}

RpcAnswer SimulatedVenue::unsubscribeAll(VenueConnection& connection, const Json&)
{
    connection.channels.clear();
    return Json("ok");
}

// The first message of a subscription.
void SimulatedVenue::greet(VenueConnection& connection, const std::string& text, const ChannelName& channel)
{
    std::optional<Json> payload;
    const auto row = isOfInstrument(channel.kind) ? rowOf(channel.instrument) : std::nullopt;
    const VenueBooks::Book* book = m_books.find(channel.instrument);
    switch (channel.kind) {
    case ChannelKind::Book:
        payload = venue_json::bookSnapshot(channel.instrument, book != nullptr ? *book : VenueBooks::Book{},
                                           marketTime(m_now));
        break;
    case ChannelKind::GroupedBook:
        payload = venue_json::groupedBook(channel.instrument, book != nullptr ? *book : VenueBooks::Book{},
                                          channel.group, channel.depth, marketTime(m_now));
        break;
    case ChannelKind::IncrementalTicker:
        payload = m_tickers.try_emplace(channel.instrument, venue_json::ticker(listed(*row))).first->second;
        (*payload)["type"] = "snapshot";
        break;
    case ChannelKind::Portfolio:
        for (const std::string& currency : m_account.currencies()) {
            if (channel.currency == "ANY" || channel.currency == currency)
                send(connection,
                     notificationText(text, venue_json::portfolio(currency, m_account.figures(currency, *m_picture))),
                     text);
        }
        return;
    case ChannelKind::MarkPrices:
        payload = allMarks(channel.currency);
        break;
    case ChannelKind::Ticker:
    case ChannelKind::Quote:
    case ChannelKind::Perpetual:
        payload = rowNewsOf(channel, *row);
        break;
    case ChannelKind::Index:
    case ChannelKind::VolIndex:
        payload = newsOf(channel);
        break;
    default:
        return;
    }
    if (payload)
        send(connection, notificationText(text, *payload), text);
}

bool SimulatedVenue::covers(const ChannelName& channel, const Instrument& instrument) const
{
    if (!channel.instrument.empty())
        return channel.instrument == instrument.id.name;
    const bool currency = channel.currency.empty() || channel.currency == "ANY" ||
                          venue_json::settlementCurrency(instrument) == channel.currency;
    return currency && (channel.contractKind == "any" || channel.contractKind == venue_json::kind(instrument));
}

Json SimulatedVenue::allMarks(const std::string& currency) const
{
    Json list = Json::array();
    for (std::size_t row = 0; row < m_picture->quotes.size(); ++row) {
        const Instrument& instrument = (*m_picture->instruments)[row];
        if (isOption(instrument) && instrument.underlying == currency && m_picture->quotes[row].mark)
            list.push_back(venue_json::markPrice(listed(row)));
    }
    return list;
}

std::optional<Json> SimulatedVenue::rowNewsOf(const ChannelName& channel, std::size_t row) const
{
    switch (channel.kind) {
    case ChannelKind::Ticker:
        return venue_json::ticker(listed(row));
    case ChannelKind::Quote:
        return venue_json::quote(listed(row));
    case ChannelKind::Perpetual:
        return venue_json::perpetual(listed(row));
    case ChannelKind::IncrementalTicker: {
        const auto changes = m_tickerChanges.find(channel.instrument);
        return changes == m_tickerChanges.end() ? std::nullopt : std::optional(changes->second);
    }
    default:
        return std::nullopt;
    }
}

// The tick's news of one channel; nullopt: none.
std::optional<Json> SimulatedVenue::newsOf(const ChannelName& channel) const
{
    switch (channel.kind) {
    case ChannelKind::Index:
        for (const IndexPrice& index : m_picture->indices) {
            if (index.underlying == channel.currency)
                return Json{{"index_name", venue_json::indexName(index.underlying)},
                            {"price", index.priceUsd},
                            {"timestamp", toUnixMilliseconds(index.at + m_settings.clockOffset)}};
        }
        return std::nullopt;
    case ChannelKind::VolIndex: {
        const auto vol = m_volIndices.find(channel.currency);
        if (vol == m_volIndices.end())
            return std::nullopt;
        return Json{{"index_name", venue_json::indexName(channel.currency)},
                    {"volatility", venue_json::rounded(100.0 * vol->second, 2)},
                    {"timestamp", toUnixMilliseconds(m_picture->asOf + m_settings.clockOffset)}};
    }
    case ChannelKind::Trades: {
        Json list = tradesOf(m_freshTrades, channel);
        return list.empty() ? std::nullopt : std::optional(std::move(list));
    }
    default:
        break;
    }
    const auto row = isOfInstrument(channel.kind) ? rowOf(channel.instrument) : std::nullopt;
    return row && m_changed[*row] ? rowNewsOf(channel, *row) : std::nullopt;
}

void SimulatedVenue::tellMarket()
{
    noteTickers();
    std::unordered_map<std::string, std::optional<std::string>> texts; // one text for all who listen
    const bool marksDue = m_volIndicesAt == m_picture->asOf;           // once a second
    for (auto& [id, connection] : m_connections) {
        for (const auto& [name, channel] : connection.channels) {
            if (channel.kind == ChannelKind::Book || channel.kind == ChannelKind::GroupedBook || channel.isPrivate())
                continue;
            if (channel.kind == ChannelKind::InstrumentState) {
                for (const auto& [instrument, state] : m_states) {
                    if (channel.currency == "ANY" || instrument.starts_with(channel.currency))
                        send(connection,
                             notificationText(name, Json{{"instrument_name", instrument},
                                                         {"state", state},
                                                         {"timestamp", toUnixMilliseconds(marketTime(m_now))}}),
                             name);
                }
                continue;
            }
            if (channel.kind == ChannelKind::VolIndex && !marksDue)
                continue;
            const auto [text, isNew] = texts.try_emplace(name);
            if (isNew) {
                const auto payload = channel.kind == ChannelKind::MarkPrices
                                         ? (marksDue ? std::optional(allMarks(channel.currency)) : std::nullopt)
                                         : newsOf(channel);
                if (payload)
                    text->second = notificationText(name, *payload);
            }
            if (text->second)
                send(connection, *text->second, name);
        }
    }
}

void SimulatedVenue::tellBooks()
{
    for (const auto& [instrument, step] : std::exchange(m_steps, {})) {
        const VenueBooks::Book* book = m_books.find(instrument);
        for (auto& [id, connection] : m_connections) {
            // The channels of one instrument's book stand together in the sorted map.
            const std::string prefix = "book." + instrument + ".";
            for (auto it = connection.channels.lower_bound(prefix);
                 it != connection.channels.end() && it->first.starts_with(prefix); ++it) {
                const ChannelName& channel = it->second;
                const Json payload =
                    channel.kind == ChannelKind::Book
                        ? venue_json::bookChange(instrument, step, marketTime(m_now))
                        : venue_json::groupedBook(instrument, *book, channel.group, channel.depth, marketTime(m_now));
                send(connection, notificationText(it->first, payload), it->first);
            }
        }
    }
}

void SimulatedVenue::noteTickers()
{
    m_tickerChanges.clear();
    for (auto& [name, before] : m_tickers) {
        const auto row = rowOf(name);
        if (!row || !m_changed[*row])
            continue;
        Json now = venue_json::ticker(listed(*row));
        Json changes = changedFields(before, now);
        changes["type"] = "change";
        changes["instrument_name"] = name;
        changes["timestamp"] = now["timestamp"];
        m_tickerChanges[name] = std::move(changes);
        before = std::move(now);
    }
}

void SimulatedVenue::refreshBook(std::size_t row)
{
    const std::string& name = (*m_picture->instruments)[row].id.name;
    const Quote& quote = m_picture->quotes[row];
    Ladder ladder = m_desk.shownLadder(name, quote);
    if (m_desk.touches(name)) {
        Quote shown = quote;
        const auto best = [](const std::vector<LadderLevel>& side, std::optional<double>& price,
                             std::optional<double>& amount) {
            price = side.empty() ? std::nullopt : std::optional(side.front().price);
            amount = side.empty() ? std::nullopt : std::optional(side.front().amount);
        };
        best(ladder.bids, shown.bid, shown.bidAmount);
        best(ladder.asks, shown.ask, shown.askAmount);
        m_touched[row] = std::move(shown);
    } else {
        m_touched.erase(row);
    }
    if (auto step = m_books.update(name, ladder))
        m_steps.emplace_back(name, std::move(*step));
}

void SimulatedVenue::refreshBooks()
{
    for (std::size_t row = 0; row < m_picture->quotes.size(); ++row) {
        const std::string& name = (*m_picture->instruments)[row].id.name;
        if (m_changed[row] || m_touched.contains(row) || m_books.find(name) == nullptr || m_desk.touches(name))
            refreshBook(row);
    }
}

} // namespace ballast

#include "app/venue/account_json.h"
#include "app/venue/simulated_venue.h"

#include "models/market/calendar.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace ballast {
namespace {

constexpr std::size_t mostTrades = 2'000; // kept to be asked for

// At-the-money vols by expiry, each of the strike nearest to its forward.
std::map<Timestamp, double> atTheMoney(const MarketSnapshot& market, const std::string& underlying)
{
    std::map<Timestamp, std::pair<double, double>> nearest; // distance, vol
    for (std::size_t row = 0; row < market.quotes.size(); ++row) {
        const Instrument& instrument = (*market.instruments)[row];
        const Quote& quote = market.quotes[row];
        if (!isOption(instrument) || instrument.underlying != underlying || !quote.markIv || !quote.underlyingPrice ||
            !instrument.expiry || *instrument.expiry <= market.asOf)
            continue;
        const double distance = std::abs(std::log(*instrument.strike / *quote.underlyingPrice));
        const auto [it, isNew] = nearest.try_emplace(*instrument.expiry, distance, *quote.markIv);
        if (!isNew && distance < it->second.first)
            it->second = {distance, *quote.markIv};
    }
    std::map<Timestamp, double> vols;
    for (const auto& [expiry, found] : nearest)
        vols[expiry] = found.second;
    return vols;
}

// 30 days ahead, total variance interpolated in time. The venue's own index weighs all strikes (its DVOL paper); this
// one takes those at the money.
std::optional<double> volIndexOf(const MarketSnapshot& market, const std::string& underlying)
{
    constexpr double horizon = 30.0 / 365.0;
    std::optional<std::pair<double, double>> before; // years, total variance
    for (const auto& [expiry, vol] : atTheMoney(market, underlying)) {
        const double years = yearsBetween(market.asOf, expiry);
        const double variance = vol * vol * years;
        if (years >= horizon) {
            if (!before)
                return vol;
            const double share = (horizon - before->first) / (years - before->first);
            return std::sqrt((before->second + share * (variance - before->second)) / horizon);
        }
        before = {years, variance};
    }
    return before ? std::optional(std::sqrt(before->second / before->first)) : std::nullopt;
}

} // namespace

void SimulatedVenue::noteVolIndices()
{
    m_volIndicesAt = m_picture->asOf;
    m_volIndices.clear();
    for (const std::string& underlying : underlyingsOf(*m_picture)) {
        if (const auto vol = volIndexOf(*m_picture, underlying))
            m_volIndices[underlying] = *vol;
    }
}

// Which rows have news; what came to the list and what left it.
void SimulatedVenue::noteListing(const MarketSnapshot& before)
{
    const std::size_t rows = m_picture->quotes.size();
    m_changed.assign(rows, true);
    if (before.instruments == m_picture->instruments) {
        for (std::size_t row = 0; row < rows; ++row)
            m_changed[row] = !(m_picture->quotes[row] == before.quotes[row]);
        return;
    }
    m_touched.clear();
    for (const Instrument& instrument : m_picture->instruments->all()) {
        if (!before.instruments->find(instrument.id))
            m_states.emplace_back(instrument.id.name, "open");
    }
    for (const Instrument& instrument : before.instruments->all()) {
        if (rowOf(instrument.id.name))
            continue;
        m_states.emplace_back(instrument.id.name, "delivered");
        m_books.erase(instrument.id.name);
        m_tickers.erase(instrument.id.name);
    }
}

// A maker's market shows its trades by volume and last price only: one trade a step and instrument.
void SimulatedVenue::noteTrades(const MarketSnapshot& before)
{
    for (std::size_t row = 0; row < m_picture->quotes.size(); ++row) {
        const Quote& now = m_picture->quotes[row];
        const Instrument& instrument = (*m_picture->instruments)[row];
        if (!m_changed[row] || !now.last || !now.volume24h)
            continue;
        const Quote* old = before.quote(instrument.id);
        const double amount = old != nullptr ? *now.volume24h - old->volume24h.value_or(0.0) : 0.0;
        if (!(amount > 0.0))
            continue;
        const IndexPrice* index = m_picture->index(instrument.underlying);
        PublicTrade trade;
        trade.instrument = instrument.id.name;
        trade.sequence = ++m_lastTrade;
        trade.price = *now.last;
        trade.amount = amount;
        trade.side = *now.last >= midPrice(*old).value_or(*now.last) ? Side::Buy : Side::Sell;
        trade.iv = now.markIv;
        trade.mark = now.mark.value_or(0.0);
        trade.indexUsd = index != nullptr ? index->priceUsd : 0.0;
        trade.at = now.at;
        m_freshTrades.push_back(std::move(trade));
    }
    m_trades.insert(m_trades.end(), m_freshTrades.begin(), m_freshTrades.end());
    if (m_trades.size() > mostTrades)
        m_trades.erase(m_trades.begin(), m_trades.end() - static_cast<std::ptrdiff_t>(mostTrades));
}

Json SimulatedVenue::tradesOf(const std::vector<PublicTrade>& trades, const ChannelName& channel) const
{
    Json list = Json::array();
    for (const PublicTrade& trade : trades) {
        const auto row = rowOf(trade.instrument);
        if (!row || !covers(channel, (*m_picture->instruments)[*row]))
            continue;
        list.push_back({{"trade_id", std::to_string(trade.sequence)},
                        {"trade_seq", trade.sequence},
                        {"instrument_name", trade.instrument},
                        {"timestamp", toUnixMilliseconds(trade.at)},
                        {"price", trade.price},
                        {"amount", trade.amount},
                        {"direction", trade.side == Side::Buy ? "buy" : "sell"},
                        {"iv", trade.iv ? Json(venue_json::rounded(100.0 * *trade.iv, 2)) : Json(nullptr)},
                        {"mark_price", trade.mark},
                        {"index_price", trade.indexUsd},
                        {"tick_direction", 0}});
    }
    return list;
}

// Orders, trades and positions of the account, to whoever listens.
void SimulatedVenue::tellAccount(const DeskChanges& changes)
{
    std::set<std::string> names;
    for (const DeskOrder& order : changes.orders)
        names.insert(order.ticket.instrument);
    std::set<std::string> currencies;
    for (const std::string& name : names) {
        const auto row = rowOf(name);
        if (!row)
            continue;
        const Instrument& instrument = (*m_picture->instruments)[*row];
        currencies.insert(venue_json::settlementCurrency(instrument));
        Json orders = Json::array();
        Json trades = Json::array();
        for (const DeskOrder& order : changes.orders) {
            if (order.ticket.instrument == name)
                orders.push_back(venue_json::order(order, *m_picture));
        }
        for (const DeskTrade& trade : changes.trades) {
            if (trade.instrument == name)
                trades.push_back(venue_json::trade(trade, *m_picture));
        }
        Json positions = Json::array();
        if (!trades.empty())
            positions.push_back(venue_json::position(name, m_account.position(name), *m_picture));
        for (auto& [id, connection] : m_connections) {
            for (const auto& [text, channel] : connection.channels) {
                if (!channel.isPrivate() || channel.kind == ChannelKind::Portfolio || !covers(channel, instrument))
                    continue;
                if (channel.kind == ChannelKind::UserChanges)
                    send(connection,
                         notificationText(text, Json{{"instrument_name", name},
                                                     {"orders", orders},
                                                     {"trades", trades},
                                                     {"positions", positions}}),
                         text);
                else if (channel.kind == ChannelKind::UserOrders)
                    send(connection, notificationText(text, orders), text);
                else if (!trades.empty())
                    send(connection, notificationText(text, trades), text);
            }
        }
    }
    for (const std::string& currency : currencies)
        tellPortfolio(currency);
}

void SimulatedVenue::tellPortfolio(const std::string& currency)
{
    for (auto& [id, connection] : m_connections) {
        for (const auto& [text, channel] : connection.channels) {
            if (channel.kind == ChannelKind::Portfolio && (channel.currency == "ANY" || channel.currency == currency))
                send(connection,
                     notificationText(text, venue_json::portfolio(currency, m_account.figures(currency, *m_picture))),
                     text);
        }
    }
}

} // namespace ballast

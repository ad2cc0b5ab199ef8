#pragma once

#include "app/feeds/live/deribit_session.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace ballast::test {

// Enough of Deribit for the session: answers requests, keeps books with change ids, can be told to misbehave. Knows
// every state that a book ever had, to compare with.
class SimulatedDeribit
{
public:
    struct Book
    {
        std::map<double, double, std::greater<>> bids;
        std::map<double, double> asks;
        std::int64_t changeId = 1'000;
    };

    std::vector<std::string> options{"BTC-27MAR26-70000-C", "BTC-27MAR26-60000-P"};
    std::int64_t skewMs = 0;
    std::set<std::string> refusedChannels;
    std::map<std::string, int> faults; // method to error code, once each
    std::vector<QJsonObject> requests;
    std::set<std::string> subscribed;
    std::size_t largestBatch = 0;

    // Messages that go back for one request.
    std::vector<std::string> answer(const std::string& text, Timestamp now)
    {
        const QJsonObject request = QJsonDocument::fromJson(QByteArray::fromStdString(text)).object();
        requests.push_back(request);
        const std::string method = request[QLatin1String("method")].toString().toStdString();
        const QJsonObject params = request[QLatin1String("params")].toObject();
        if (const auto fault = faults.find(method); fault != faults.end()) {
            const int code = fault->second;
            faults.erase(fault);
            return {reply(
                request, QStringLiteral("error"),
                QJsonObject{{QStringLiteral("code"), code}, {QStringLiteral("message"), QStringLiteral("planned")}},
                now)};
        }
        if (method.ends_with("/subscribe"))
            return subscribe(request, params, now);
        if (method.ends_with("/unsubscribe")) {
            for (const QJsonValue channel : params[QLatin1String("channels")].toArray())
                subscribed.erase(channel.toString().toStdString());
            return {reply(request, QStringLiteral("result"), params[QLatin1String("channels")], now)};
        }
        return {reply(request, QStringLiteral("result"), resultOf(method, params), now)};
    }

    std::string change(const std::string& channel, std::mt19937& random, Timestamp now)
    {
        Book& book = books[channel];
        if (book.bids.empty())
            seedBook(book);
        const std::int64_t previous = book.changeId;
        book.changeId += 1 + static_cast<std::int64_t>(random() % 3);
        QJsonArray bids;
        QJsonArray asks;
        for (unsigned i = 0; i <= random() % 3; ++i)
            randomChange(book, random, bids, asks);
        remember(channel, book);
        return notification(channel, book.changeId, previous, "change", bids, asks, now);
    }

    std::string snapshot(const std::string& channel, Timestamp now)
    {
        Book& book = books[channel];
        if (book.bids.empty())
            seedBook(book);
        remember(channel, book);
        QJsonArray bids;
        QJsonArray asks;
        for (const auto& [price, amount] : book.bids)
            bids.append(QJsonArray{QStringLiteral("new"), price, amount});
        for (const auto& [price, amount] : book.asks)
            asks.append(QJsonArray{QStringLiteral("new"), price, amount});
        return notification(channel, book.changeId, -1, "snapshot", bids, asks, now);
    }

    // The book as it was at a change id.
    [[nodiscard]] Ladder ladderAt(const std::string& channel, std::int64_t changeId) const
    {
        const auto known = m_history.find({channel, changeId});
        return known == m_history.end() ? Ladder{{{-1.0, -1.0}}, {}} : known->second;
    }

    std::map<std::string, Book> books;

private:
    static std::string dump(const QJsonObject& object)
    {
        return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
    }

    std::string reply(const QJsonObject& request, const QString& key, const QJsonValue& value, Timestamp now) const
    {
        const double micros = 1000.0 * static_cast<double>(toUnixMilliseconds(now) + skewMs);
        return dump({{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
                     {QStringLiteral("id"), request[QLatin1String("id")]},
                     {key, value},
                     {QStringLiteral("usIn"), micros},
                     {QStringLiteral("usOut"), micros}});
    }

    std::vector<std::string> subscribe(const QJsonObject& request, const QJsonObject& params, Timestamp now)
    {
        QJsonArray granted;
        std::vector<std::string> out;
        const QJsonArray channels = params[QLatin1String("channels")].toArray();
        largestBatch = std::max(largestBatch, static_cast<std::size_t>(channels.size()));
        std::vector<std::string> snapshots;
        for (const QJsonValue value : channels) {
            const std::string channel = value.toString().toStdString();
            if (refusedChannels.contains(channel))
                continue;
            granted.append(value);
            subscribed.insert(channel);
            if (channel.starts_with("book."))
                snapshots.push_back(snapshot(channel, now));
        }
        out.push_back(reply(request, QStringLiteral("result"), granted, now));
        out.insert(out.end(), snapshots.begin(), snapshots.end());
        return out;
    }

    QJsonValue resultOf(const std::string& method, const QJsonObject& params) const
    {
        const QString currency = params[QLatin1String("currency")].toString();
        if (method == "public/auth")
            return QJsonObject{{QStringLiteral("access_token"), QStringLiteral("ACCESS")},
                               {QStringLiteral("refresh_token"), QStringLiteral("REFRESH")},
                               {QStringLiteral("expires_in"), 900},
                               {QStringLiteral("scope"), QStringLiteral("connection")}};
        if (method == "public/get_instruments")
            return listing(currency.toStdString());
        if (method == "private/get_positions")
            return QJsonArray{QJsonObject{{QStringLiteral("instrument_name"), QStringLiteral("BTC-PERPETUAL")},
                                          {QStringLiteral("size"), 5000.0},
                                          {QStringLiteral("direction"), QStringLiteral("sell")},
                                          {QStringLiteral("mark_price"), 1.0}}};
        if (method.starts_with("private/get_account"))
            return QJsonObject{{QStringLiteral("currency"), currency}, {QStringLiteral("equity"), 1.5}};
        if (method == "public/get_book_summary_by_currency" || method.starts_with("private/"))
            return QJsonArray{};
        return QStringLiteral("ok");
    }

    QJsonArray listing(const std::string& currency) const
    {
        QJsonArray items;
        const auto add = [&items](const std::string& name) {
            items.append(QJsonObject{{QStringLiteral("instrument_name"), QString::fromStdString(name)},
                                     {QStringLiteral("tick_size"), 0.5},
                                     {QStringLiteral("kind"), QStringLiteral("future")}});
        };
        add(currency + "-PERPETUAL");
        for (const std::string& name : options) {
            if (name.starts_with(currency + "-"))
                add(name);
        }
        return items;
    }

    static void seedBook(Book& book)
    {
        for (int i = 0; i < 5; ++i) {
            book.bids[100.0 - i] = 10.0 + i;
            book.asks[101.0 + i] = 20.0 + i;
        }
    }

    static void randomChange(Book& book, std::mt19937& random, QJsonArray& bids, QJsonArray& asks)
    {
        const bool isBid = random() % 2 == 0;
        const double price =
            isBid ? 100.0 - static_cast<double>(random() % 12) : 101.0 + static_cast<double>(random() % 12);
        const std::size_t levels = isBid ? book.bids.size() : book.asks.size();
        const bool known = isBid ? book.bids.contains(price) : book.asks.contains(price);
        const bool erase = known && levels > 2 && random() % 3 == 0;
        const double amount = erase ? 0.0 : 1.0 + static_cast<double>(random() % 500);
        const auto apply = [&](auto& side) {
            if (erase)
                side.erase(price);
            else
                side[price] = amount;
        };
        if (isBid)
            apply(book.bids);
        else
            apply(book.asks);
        const QString action =
            erase ? QStringLiteral("delete") : (known ? QStringLiteral("change") : QStringLiteral("new"));
        (isBid ? bids : asks).append(QJsonArray{action, price, amount});
    }

    void remember(const std::string& channel, const Book& book)
    {
        Ladder ladder;
        for (const auto& [price, amount] : book.bids)
            ladder.bids.push_back({price, amount});
        for (const auto& [price, amount] : book.asks)
            ladder.asks.push_back({price, amount});
        m_history.insert_or_assign({channel, book.changeId}, std::move(ladder));
    }

    static std::string notification(const std::string& channel, std::int64_t id, std::int64_t previous,
                                    const char* type, const QJsonArray& bids, const QJsonArray& asks, Timestamp now)
    {
        QJsonObject data{
            {QStringLiteral("type"), QString::fromLatin1(type)},
            {QStringLiteral("timestamp"), static_cast<double>(toUnixMilliseconds(now))},
            {QStringLiteral("instrument_name"), QString::fromStdString(std::string(instrumentOfChannel(channel)))},
            {QStringLiteral("change_id"), static_cast<double>(id)},
            {QStringLiteral("bids"), bids},
            {QStringLiteral("asks"), asks}};
        if (previous >= 0)
            data[QLatin1String("prev_change_id")] = static_cast<double>(previous);
        return dump(
            {{QStringLiteral("jsonrpc"), QStringLiteral("2.0")},
             {QStringLiteral("method"), QStringLiteral("subscription")},
             {QStringLiteral("params"), QJsonObject{{QStringLiteral("channel"), QString::fromStdString(channel)},
                                                    {QStringLiteral("data"), data}}}});
    }

    std::map<std::pair<std::string, std::int64_t>, Ladder> m_history;
};

} // namespace ballast::test

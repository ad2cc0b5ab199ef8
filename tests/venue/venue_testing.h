#pragma once

#include "app/venue/simulated_venue.h"
#include "tests/support/market_builder.h"

#include <nlohmann/json.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace ballast::test {

// A perpetual and `options` options with depth, at a time when none of them has expired.
inline SnapshotPtr smallMarket(int options = 6)
{
    const auto depth = [](double bid, double ask, double tick, double amount) {
        Ladder ladder;
        for (int i = 0; i < 5; ++i) {
            ladder.bids.push_back({bid - i * tick, amount * (i + 1)});
            ladder.asks.push_back({ask + i * tick, amount * (i + 1)});
        }
        return std::make_shared<const Ladder>(std::move(ladder));
    };
    MarketBuilder builder("2026-02-05T10:00:00Z");
    builder.index("BTC", 64'000.0);
    builder.listed("BTC-PERPETUAL", {.bid = 64'000.0,
                                     .ask = 64'000.5,
                                     .bidAmount = 10'000.0,
                                     .askAmount = 10'000.0,
                                     .mark = 64'000.25,
                                     .ladder = depth(64'000.0, 64'000.5, 0.5, 10'000.0)});
    for (int i = 0; i < options; ++i) {
        const std::string name = "BTC-27MAR26-" + std::to_string(60'000 + 2'000 * i) + (i % 2 == 0 ? "-C" : "-P");
        builder.option(name, {.bid = 0.05,
                              .ask = 0.052,
                              .bidAmount = 5.0,
                              .askAmount = 5.0,
                              .mark = 0.051,
                              .bidIv = 0.58,
                              .askIv = 0.6,
                              .markIv = 0.59,
                              .underlying = 64'300.0,
                              .openInterest = 100.0,
                              .ladder = depth(0.05, 0.052, 0.0005, 5.0)});
    }
    return builder.build();
}

// A market that can be stopped from another thread, so that both ends of a link come to rest.
class StoppableMarket final : public VenueMarket
{
public:
    StoppableMarket(std::unique_ptr<VenueMarket> market, std::shared_ptr<std::atomic<bool>> stopped)
        : m_market(std::move(market)), m_stopped(std::move(stopped))
    {}

    [[nodiscard]] SnapshotPtr picture() const override { return m_market->picture(); }
    [[nodiscard]] double speed() const override { return m_market->speed(); }
    void advance(Milliseconds elapsed) override
    {
        if (!*m_stopped)
            m_market->advance(elapsed);
    }

private:
    std::unique_ptr<VenueMarket> m_market;
    std::shared_ptr<std::atomic<bool>> m_stopped;
};

// A client of the venue without a socket: asks, and reads what comes.
class VenueRig
{
public:
    explicit VenueRig(SnapshotPtr market = smallMarket(), SimulatedVenueSettings settings = {}, double perSecond = 30.0)
        : now(market->asOf), venue(std::move(settings), recordedVenueMarket(market, {1.0, perSecond, 5}), now)
    {
        venue.opened(1, now);
    }

    // The answer to one request; what else came goes to `notifications`.
    Json ask(const std::string& method, const Json& params = Json::object(), std::uint64_t connection = 1)
    {
        const int id = ++lastId;
        venue.received(connection, Json{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", params}}.dump(),
                       now);
        Json answer;
        for (const VenueOutput& output : venue.takeOutput()) {
            if (output.close) {
                closed.push_back(output.connection);
                continue;
            }
            Json message = Json::parse(output.text);
            if (message.contains("id") && message["id"] == id)
                answer = std::move(message);
            else
                notifications.push_back(std::move(message));
        }
        return answer;
    }

    Json result(const std::string& method, const Json& params = Json::object())
    {
        return ask(method, params)["result"];
    }
    int code(const std::string& method, const Json& params = Json::object())
    {
        const Json answer = ask(method, params);
        return answer.contains("error") ? answer["error"]["code"].get<int>() : 0;
    }

    void login(const char* id = "trader", const char* secret = "venue-test-secret")
    {
        ask("public/auth", {{"grant_type", "client_credentials"}, {"client_id", id}, {"client_secret", secret}});
    }

    void advance(Milliseconds span, Milliseconds step = Milliseconds{100})
    {
        for (const Timestamp end = now + span; now < end;) {
            now += step;
            venue.tick(now);
            for (const VenueOutput& output : venue.takeOutput()) {
                if (output.close)
                    closed.push_back(output.connection);
                else
                    notifications.push_back(Json::parse(output.text));
            }
        }
    }

    // Payloads of one channel so far.
    [[nodiscard]] std::vector<Json> news(const std::string& channel) const
    {
        std::vector<Json> found;
        for (const Json& message : notifications) {
            if (message.value("method", "") == "subscription" && message["params"]["channel"] == channel)
                found.push_back(message["params"]["data"]);
        }
        return found;
    }

    Timestamp now;
    SimulatedVenue venue;
    std::vector<Json> notifications;
    std::vector<std::uint64_t> closed;
    int lastId = 0;
};

} // namespace ballast::test

#include "app/feeds/live/okx_messages.h"
#include "app/feeds/live/public_dialects.h"
#include "app/feeds/live/venue_json.h"

#include <fmt/format.h>

#include <utility>

// www.okx.com/docs-v5: websocket public channels, subscribe, connection limits.
namespace ballast {
namespace {

using namespace venue;

constexpr Milliseconds listingEvery = std::chrono::minutes(10);
constexpr Milliseconds openInterestEvery = std::chrono::minutes(1);
constexpr Milliseconds timeEvery = std::chrono::minutes(1);

// "channel:name"; options' summaries are asked for by family, the rest by instrument.
std::string argumentOf(std::string_view channel)
{
    const auto colon = channel.find(':');
    const std::string_view word = channel.substr(0, colon);
    const char* const key = word == "opt-summary" ? "instFamily" : "instId";
    return fmt::format(R"({{"channel":"{}","{}":"{}"}})", word, key, channel.substr(colon + 1));
}

std::string channelOf(const Object& argument)
{
    const auto name = text(argument, "instId");
    return fmt::format("{}:{}", text(argument, "channel").value_or(""),
                       name ? *name : text(argument, "instFamily").value_or(""));
}

class OkxDialect final : public VenueDialect
{
public:
    OkxDialect(std::vector<std::string> currencies, std::string restBase)
        : m_currencies(std::move(currencies)), m_rest(std::move(restBase))
    {}

    // 480 subscribe calls an hour and link, used to 70 %; 30 s without a message end the link, so we ping at 15 s.
    [[nodiscard]] DialectLimits limits() const override
    {
        DialectLimits limits;
        limits.venue = "OKX";
        limits.channelsPerMessage = 200; // of about 60 bytes; a call may have 64 KiB
        limits.messages = CreditBucket(100.0, 480.0 * 0.7 / 3600.0, 1.0);
        limits.pingAfter = std::chrono::seconds(15);
        limits.silence = std::chrono::seconds(30);
        return limits;
    }

    [[nodiscard]] std::vector<RestQuery> queries() const override
    {
        std::vector<RestQuery> queries{{"time", m_rest + "/api/v5/public/time", timeEvery}};
        for (const std::string& coin : m_currencies) {
            const std::string options = fmt::format("instType=OPTION&instFamily={}-USD", coin);
            queries.push_back({"options of " + coin, m_rest + "/api/v5/public/instruments?" + options, listingEvery});
            queries.push_back(
                {"open interest of " + coin, m_rest + "/api/v5/public/open-interest?" + options, openInterestEvery});
            for (const char* const dollar : {"USD", "USDT"}) {
                const std::string swap = fmt::format("{}-{}-SWAP", coin, dollar);
                queries.push_back({"terms of " + swap,
                                   m_rest + "/api/v5/public/instruments?instType=SWAP&instId=" + swap, listingEvery});
            }
        }
        return queries;
    }

    [[nodiscard]] std::vector<std::string> standingChannels() const override
    {
        std::vector<std::string> channels;
        for (const std::string& coin : m_currencies) {
            channels.push_back("opt-summary:" + coin + "-USD");
            channels.push_back("index-tickers:" + coin + "-USD");
        }
        return channels;
    }

    [[nodiscard]] std::vector<std::string> channelsOf(const Instrument& instrument, bool watched) const override
    {
        const std::string& name = instrument.id.name;
        std::vector<std::string> channels{"tickers:" + name, "mark-price:" + name};
        const bool perpetual = instrument.kind == InstrumentKind::Perpetual;
        if (perpetual)
            channels.push_back("funding-rate:" + name);
        if (perpetual || watched)
            channels.push_back(bookChannel(name));
        return channels;
    }

    [[nodiscard]] std::string bookChannel(const std::string& instrument) const override
    {
        return "books:" + instrument;
    }

    [[nodiscard]] std::string channelsRequest(std::int64_t id, ChannelCall call,
                                              const std::vector<std::string>& channels) const override
    {
        std::string arguments;
        for (const std::string& channel : channels)
            arguments += (arguments.empty() ? "" : ",") + argumentOf(channel);
        return fmt::format(R"({{"id":"{}","op":"{}","args":[{}]}})", id,
                           call == ChannelCall::Subscribe ? "subscribe" : "unsubscribe", arguments);
    }

    [[nodiscard]] std::string ping() const override { return "ping"; }

    [[nodiscard]] Result<DialectMessage> decode(std::string_view json) override
    {
        if (json == "pong")
            return DialectMessage{};
        if (json.find("\"event\"") != std::string_view::npos)
            return readEvent(json);
        auto message = m_decoder.decode(json);
        if (!message)
            return message.error();
        const auto kind = message->events.empty() ? DialectKind::Ignored : DialectKind::Market;
        return DialectMessage{kind, std::move(message->events), {}, {}, {}};
    }

    [[nodiscard]] Result<RestAnswer> answered(std::string_view subject, std::string_view body, Timestamp) override
    {
        Element root;
        Object object;
        if (m_parser.parse(body.data(), body.size(), true).get(root) != simdjson::SUCCESS ||
            root.get_object().get(object) != simdjson::SUCCESS)
            return Error{Errc::BadInput, "the answer is no JSON"};
        if (const auto code = text(object, "code"); code != "0")
            return Error{Errc::Io,
                         fmt::format("{} ({})", text(object, "msg").value_or("no reason"), code.value_or("—"))};
        RestAnswer answer;
        if (subject == "time") {
            const auto rows = array(object, "data");
            const auto items = rows ? objects(*rows) : std::vector<Object>{};
            answer.venueTime = items.empty() ? std::nullopt : milliseconds(items.front(), "ts");
            return answer;
        }
        auto message = m_decoder.decode(body);
        if (!message)
            return message.error();
        answer.events = std::move(message->events);
        return answer;
    }

private:
    [[nodiscard]] Result<DialectMessage> readEvent(std::string_view json)
    {
        Element root;
        Object object;
        if (m_parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS ||
            root.get_object().get(object) != simdjson::SUCCESS)
            return Error{Errc::BadInput, "broken JSON"};
        DialectMessage message;
        const std::string event(text(object, "event").value_or(""));
        message.id = integer(object, "id");
        if (const auto argument = child(object, "arg"))
            message.channels.push_back(channelOf(*argument));
        if (event == "subscribe" || event == "unsubscribe") {
            message.kind = DialectKind::Granted;
        } else if (event == "error") {
            message.kind = DialectKind::Refused;
            message.reason =
                fmt::format("{} ({})", text(object, "msg").value_or("no reason"), text(object, "code").value_or("—"));
        }
        return message;
    }

    std::vector<std::string> m_currencies;
    std::string m_rest;
    OkxDecoder m_decoder;
    simdjson::dom::parser m_parser;
};

} // namespace

std::unique_ptr<VenueDialect> okxDialect(std::vector<std::string> currencies, std::string restBase)
{
    return std::make_unique<OkxDialect>(std::move(currencies), std::move(restBase));
}

} // namespace ballast

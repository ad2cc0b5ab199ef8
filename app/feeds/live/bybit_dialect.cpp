#include "app/feeds/live/bybit_messages.h"
#include "app/feeds/live/public_dialects.h"
#include "app/feeds/live/venue_json.h"
#include "app/feeds/live/venue_listing.h"

#include <fmt/format.h>

#include <utility>

// bybit-exchange.github.io/docs/v5: websocket connect, public tickers and orderbook, market instruments-info.
namespace ballast {
namespace {

using namespace venue;

constexpr Milliseconds listingEvery = std::chrono::minutes(10);
constexpr Milliseconds timeEvery = std::chrono::minutes(1);
constexpr std::string_view pageWord = " from ";

std::string escaped(std::string_view cursor)
{
    std::string text;
    for (const char c : cursor) {
        const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
                           c == '_' || c == '.' || c == '~' || c == '%';
        text += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return text;
}

std::vector<std::string> texts(const Object& object, std::string_view key)
{
    std::vector<std::string> result;
    if (const auto items = array(object, key)) {
        for (const Element item : *items) {
            std::string_view word;
            if (item.get_string().get(word) == simdjson::SUCCESS)
                result.emplace_back(word);
        }
    }
    return result;
}

class BybitDialect final : public VenueDialect
{
public:
    BybitDialect(BybitCategory category, std::vector<std::string> currencies, std::string restBase)
        : m_category(category), m_currencies(std::move(currencies)), m_rest(std::move(restBase)), m_decoder(category)
    {}

    // A ping each 20 s keeps the link; 2,000 topics an option link, 21,000 characters of topics a linear one.
    [[nodiscard]] DialectLimits limits() const override
    {
        DialectLimits limits;
        limits.venue = isOption() ? "Bybit options" : "Bybit";
        limits.channelsPerMessage = isOption() ? 100 : 10;
        limits.channelsPerLink = isOption() ? 2'000 : 600;
        limits.messages = CreditBucket(50.0, 5.0, 1.0);
        limits.pingAfter = std::chrono::seconds(20);
        limits.silence = std::chrono::seconds(45);
        return limits;
    }

    [[nodiscard]] std::vector<RestQuery> queries() const override
    {
        std::vector<RestQuery> queries{{"time", m_rest + "/v5/market/time", timeEvery}};
        for (const std::string& coin : m_currencies)
            queries.push_back({listingSubject(coin), listingUrl(coin), listingEvery});
        return queries;
    }

    [[nodiscard]] std::vector<std::string> standingChannels() const override { return {}; }

    [[nodiscard]] std::vector<std::string> channelsOf(const Instrument& instrument, bool watched) const override
    {
        std::vector<std::string> channels{"tickers." + instrument.id.name};
        if (watched || instrument.kind == InstrumentKind::Perpetual)
            channels.push_back(bookChannel(instrument.id.name));
        return channels;
    }

    [[nodiscard]] std::string bookChannel(const std::string& instrument) const override
    {
        return fmt::format("orderbook.{}.{}", isOption() ? 25 : 50, instrument);
    }

    [[nodiscard]] std::string channelsRequest(std::int64_t id, ChannelCall call,
                                              const std::vector<std::string>& channels) const override
    {
        std::string arguments;
        for (const std::string& channel : channels)
            arguments += (arguments.empty() ? "\"" : ",\"") + channel + "\"";
        return fmt::format(R"({{"req_id":"{}","op":"{}","args":[{}]}})", id,
                           call == ChannelCall::Subscribe ? "subscribe" : "unsubscribe", arguments);
    }

    [[nodiscard]] std::string ping() const override { return R"({"op":"ping"})"; }

    [[nodiscard]] Result<DialectMessage> decode(std::string_view json) override
    {
        if (json.find("\"topic\"") == std::string_view::npos)
            return readReply(json);
        auto message = m_decoder.decode(json);
        if (!message)
            return message.error();
        const auto kind = message->events.empty() ? DialectKind::Ignored : DialectKind::Market;
        return DialectMessage{kind, std::move(message->events), {}, {}, {}};
    }

    [[nodiscard]] Result<RestAnswer> answered(std::string_view subject, std::string_view body, Timestamp) override
    {
        auto page = readBybitListing(body, m_category);
        if (!page)
            return page.error();
        RestAnswer answer;
        if (subject == "time") {
            answer.venueTime = page->venueTime;
            return answer;
        }
        if (!page->listing.instruments.empty())
            answer.events.emplace_back(std::move(page->listing));
        if (!page->nextPage.empty()) {
            const std::string coin = coinOf(subject);
            answer.more.push_back({listingSubject(coin) + std::string(pageWord) + page->nextPage,
                                   listingUrl(coin) + "&cursor=" + escaped(page->nextPage), std::nullopt});
        }
        return answer;
    }

private:
    [[nodiscard]] bool isOption() const { return m_category == BybitCategory::Option; }

    [[nodiscard]] std::string listingSubject(const std::string& coin) const { return "instruments of " + coin; }

    [[nodiscard]] static std::string coinOf(std::string_view subject)
    {
        constexpr std::string_view start = "instruments of ";
        const std::string_view rest = subject.substr(std::min(start.size(), subject.size()));
        return std::string(rest.substr(0, rest.find(pageWord)));
    }

    [[nodiscard]] std::string listingUrl(const std::string& coin) const
    {
        return fmt::format("{}/v5/market/instruments-info?category={}&baseCoin={}&limit=1000", m_rest,
                           isOption() ? "option" : "linear", coin);
    }

    // {"success":true,"req_id":"1","op":"subscribe"}; option links answer with lists of topics, a pong with its op.
    [[nodiscard]] Result<DialectMessage> readReply(std::string_view json)
    {
        Element root;
        Object object;
        if (m_parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS ||
            root.get_object().get(object) != simdjson::SUCCESS)
            return Error{Errc::BadInput, "broken JSON"};
        DialectMessage message;
        const auto op = text(object, "op").value_or("");
        if (op == "ping" || op == "pong" || text(object, "ret_msg") == "pong")
            return message;
        if (!has(object, "success")) {
            auto other = m_decoder.decode(json); // the answers of its first interface
            if (!other)
                return other.error();
            return DialectMessage{other->events.empty() ? DialectKind::Ignored : DialectKind::Market,
                                  std::move(other->events),
                                  {},
                                  {},
                                  {}};
        }
        bool value = false;
        const bool success = object.at_key("success").get_bool().get(value) == simdjson::SUCCESS && value;
        message.id = integer(object, "req_id");
        message.kind = success ? DialectKind::Granted : DialectKind::Refused;
        message.reason = text(object, "ret_msg").value_or("");
        if (const auto lists = child(object, "data")) {
            const auto failed = texts(*lists, "failTopics");
            if (!failed.empty()) {
                message.kind = DialectKind::Refused;
                message.channels = failed;
                message.reason = "unknown topics";
            } else {
                message.channels = texts(*lists, "successTopics");
            }
        }
        return message;
    }

    BybitCategory m_category;
    std::vector<std::string> m_currencies;
    std::string m_rest;
    BybitDecoder m_decoder;
    simdjson::dom::parser m_parser;
};

} // namespace

std::unique_ptr<VenueDialect> bybitDialect(BybitCategory category, std::vector<std::string> currencies,
                                           std::string restBase)
{
    return std::make_unique<BybitDialect>(category, std::move(currencies), std::move(restBase));
}

} // namespace ballast

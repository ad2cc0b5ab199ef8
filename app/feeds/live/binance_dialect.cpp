#include "app/feeds/live/binance_messages.h"
#include "app/feeds/live/public_dialects.h"
#include "app/feeds/live/venue_json.h"
#include "app/feeds/live/venue_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

// developers.binance.com: derivatives, options and USD-M websocket market streams, connection limits.
namespace ballast {
namespace {

using namespace venue;

constexpr Milliseconds listingEvery = std::chrono::minutes(10);
constexpr Milliseconds timeEvery = std::chrono::minutes(1);
constexpr std::string_view bookSubject = "book:";

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(),
                           [](char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); });
    return text;
}

bool isOptionName(std::string_view name)
{
    return name.find('-') != std::string_view::npos;
}

class BinanceDialect final : public VenueDialect
{
public:
    BinanceDialect(BinanceLink link, std::vector<std::string> currencies, BinanceRest rest)
        : m_link(link), m_currencies(std::move(currencies)), m_rest(std::move(rest)), m_decoder(BinanceMarket::UsdM)
    {}

    // 10 messages a second from us (used to 70 %), 200 streams and 24 hours a link; the venue pings below messages.
    [[nodiscard]] DialectLimits limits() const override
    {
        DialectLimits limits;
        limits.venue = m_link == BinanceLink::Prices ? "Binance" : "Binance books";
        limits.channelsPerMessage = 50;
        limits.channelsPerLink = 200;
        limits.messages = CreditBucket(7.0, 7.0, 1.0);
        limits.silence = std::chrono::seconds(30);
        limits.longestLife = std::chrono::hours(24);
        return limits;
    }

    [[nodiscard]] std::vector<RestQuery> queries() const override
    {
        return {{"time", m_rest.perpetuals + "/fapi/v1/time", timeEvery},
                {"options", m_rest.options + "/eapi/v1/exchangeInfo", listingEvery},
                {"perpetuals", m_rest.perpetuals + "/fapi/v1/exchangeInfo", listingEvery}};
    }

    [[nodiscard]] std::vector<std::string> standingChannels() const override
    {
        std::vector<std::string> channels;
        for (const std::string& coin : m_currencies) {
            if (m_link == BinanceLink::Prices)
                channels.push_back(lowered(coin) + "usdt@optionMarkPrice");
        }
        return channels;
    }

    [[nodiscard]] std::vector<std::string> channelsOf(const Instrument& instrument, bool watched) const override
    {
        const bool perpetual = instrument.kind == InstrumentKind::Perpetual;
        const std::string stream = lowered(instrument.id.name);
        if (m_link == BinanceLink::Prices)
            return perpetual ? std::vector<std::string>{stream + "@markPrice@1s"} : std::vector<std::string>{};
        std::vector<std::string> channels;
        if (perpetual)
            channels.push_back(stream + "@bookTicker");
        if (perpetual || watched)
            channels.push_back(bookChannel(instrument.id.name));
        return channels;
    }

    [[nodiscard]] std::string bookChannel(const std::string& instrument) const override
    {
        return lowered(instrument) + "@depth@100ms";
    }

    [[nodiscard]] std::string channelsRequest(std::int64_t id, ChannelCall call,
                                              const std::vector<std::string>& channels) const override
    {
        std::string parameters;
        for (const std::string& channel : channels)
            parameters += (parameters.empty() ? "\"" : ",\"") + channel + "\"";
        return fmt::format(R"({{"method":"{}","params":[{}],"id":{}}})",
                           call == ChannelCall::Subscribe ? "SUBSCRIBE" : "UNSUBSCRIBE", parameters, id);
    }

    [[nodiscard]] std::optional<RestQuery> bookQuery(const std::string& instrument) const override
    {
        const std::string path =
            isOptionName(instrument) ? m_rest.options + "/eapi/v1/depth" : m_rest.perpetuals + "/fapi/v1/depth";
        return RestQuery{std::string(bookSubject) + instrument, path + "?symbol=" + instrument + "&limit=1000",
                         std::nullopt};
    }

    [[nodiscard]] Result<DialectMessage> decode(std::string_view json) override
    {
        auto message = m_decoder.decode(json);
        if (!message)
            return message.error();
        if (message->kind == "reply")
            return readReply(json);
        const auto kind = message->events.empty() ? DialectKind::Ignored : DialectKind::Market;
        return DialectMessage{kind, std::move(message->events), {}, {}, {}};
    }

    [[nodiscard]] Result<RestAnswer> answered(std::string_view subject, std::string_view body, Timestamp now) override
    {
        RestAnswer answer;
        if (subject.starts_with(bookSubject)) {
            auto book = m_decoder.decodeDepthAnswer(body, subject.substr(bookSubject.size()), now);
            if (!book)
                return book.error();
            answer.events.emplace_back(std::move(*book));
            return answer;
        }
        if (subject == "time")
            return readTime(body);
        auto page = readBinanceListing(body, m_currencies);
        if (!page)
            return page.error();
        if (!page->listing.instruments.empty())
            answer.events.emplace_back(std::move(page->listing));
        return answer;
    }

private:
    // {"serverTime":1499827319559}: listings are too long for a clock to be read from.
    [[nodiscard]] Result<RestAnswer> readTime(std::string_view json)
    {
        Element root;
        Object object;
        if (m_parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS ||
            root.get_object().get(object) != simdjson::SUCCESS)
            return Error{Errc::BadInput, "the answer is no JSON"};
        RestAnswer answer;
        answer.venueTime = milliseconds(object, "serverTime");
        return answer;
    }

    // {"result":null,"id":1}, or {"error":{"code":2,"msg":"..."},"id":1}.
    [[nodiscard]] Result<DialectMessage> readReply(std::string_view json)
    {
        Element root;
        Object object;
        if (m_parser.parse(json.data(), json.size(), true).get(root) != simdjson::SUCCESS ||
            root.get_object().get(object) != simdjson::SUCCESS)
            return Error{Errc::BadInput, "broken JSON"};
        DialectMessage message;
        message.id = integer(object, "id");
        message.kind = has(object, "result") && !has(object, "error") ? DialectKind::Granted : DialectKind::Refused;
        if (message.kind == DialectKind::Granted)
            return message;
        const auto nested = child(object, "error");
        const Object& fault = nested ? *nested : object;
        message.reason =
            fmt::format("{} ({})", text(fault, "msg").value_or("no reason"), integer(fault, "code").value_or(0));
        return message;
    }

    BinanceLink m_link;
    std::vector<std::string> m_currencies;
    BinanceRest m_rest;
    BinanceDecoder m_decoder;
    simdjson::dom::parser m_parser;
};

} // namespace

std::unique_ptr<VenueDialect> binanceDialect(BinanceLink link, std::vector<std::string> currencies, BinanceRest rest)
{
    return std::make_unique<BinanceDialect>(link, std::move(currencies), std::move(rest));
}

} // namespace ballast

#include "app/feeds/live/bybit_messages.h"

#include "app/feeds/live/bybit_legacy.h"
#include "app/feeds/live/venue_json.h"

#include <fmt/format.h>

#include <array>

namespace ballast {
namespace {

using namespace venue;

Error lacks(std::string_view what)
{
    return {Errc::BadInput, fmt::format("a Bybit message without {}", what)};
}

struct ColumnOf
{
    std::string_view key;
    TickerField field;
    bool mustBePositive = true;
};

// Derivatives and options; the REST answer spells options' fields like derivatives'.
constexpr std::array<ColumnOf, 27> columns{{{"bid1Price", TickerField::Bid},
                                            {"ask1Price", TickerField::Ask},
                                            {"bid1Size", TickerField::BidAmount},
                                            {"ask1Size", TickerField::AskAmount},
                                            {"bid1Iv", TickerField::BidIv},
                                            {"ask1Iv", TickerField::AskIv},
                                            {"bidPrice", TickerField::Bid},
                                            {"askPrice", TickerField::Ask},
                                            {"bidSize", TickerField::BidAmount},
                                            {"askSize", TickerField::AskAmount},
                                            {"bidIv", TickerField::BidIv},
                                            {"askIv", TickerField::AskIv},
                                            {"markPriceIv", TickerField::MarkIv},
                                            {"markIv", TickerField::MarkIv},
                                            {"markPrice", TickerField::Mark},
                                            {"lastPrice", TickerField::Last},
                                            {"indexPrice", TickerField::Index},
                                            {"underlyingPrice", TickerField::UnderlyingPrice},
                                            {"openInterest", TickerField::OpenInterest, false},
                                            {"delta", TickerField::Delta, false},
                                            {"gamma", TickerField::Gamma, false},
                                            {"vega", TickerField::Vega, false},
                                            {"theta", TickerField::Theta, false},
                                            {"fundingRate", TickerField::FundingRate8h, false},
                                            {"volume24h", TickerField::Volume24h, false},
                                            {"turnover24h", TickerField::Volume24h, false},
                                            {"usdIndexPrice", TickerField::Index}}};

std::optional<double> valueOf(const Object& data, const ColumnOf& column)
{
    const auto value = column.mustBePositive ? positive(data, column.key) : number(data, column.key);
    if (!value || column.field != TickerField::FundingRate8h)
        return value;
    // A rate for `fundingIntervalHour` hours where the venue says so, else for eight.
    const auto hours = positive(data, "fundingIntervalHour");
    return hours ? *value * 8.0 / *hours : *value;
}

Result<VenueMessage> readTicker(const Object& root, const Object& data, BybitCategory category, VenueMessage message)
{
    const auto name = text(data, "symbol");
    const auto at = milliseconds(root, "ts");
    if (!name || !at)
        return lacks("symbol and time");
    const auto instrument = parseBybitName(*name, category);
    if (!instrument) {
        message.unknownNames = 1;
        return message;
    }
    const bool inverse = category == BybitCategory::Inverse;
    TickerPatch patch{
        std::string(*name), text(root, "type") == "delta" ? PatchKind::Change : PatchKind::Whole, *at, {}};
    for (const ColumnOf& column : columns) {
        // Volume in coins: inverse contracts turn over coins.
        if (column.key == (inverse ? "volume24h" : "turnover24h") || !has(data, column.key))
            continue;
        patch.set(column.field, valueOf(data, column));
    }
    message.events.emplace_back(std::move(patch));
    return message;
}

// `u` counts the messages of a book; 1 after a restart of the service, which is a snapshot.
Result<VenueMessage> readBook(const Object& root, const Object& data, BybitCategory category, VenueMessage message)
{
    const auto name = text(data, "s");
    const auto at = milliseconds(root, "ts");
    const auto sequence = integer(data, "u");
    auto bids = levels(data, "b", 1.0);
    auto asks = levels(data, "a", 1.0);
    if (!name || !at || !sequence || !bids || !asks)
        return lacks("a whole book");
    if (!parseBybitName(*name, category)) {
        message.unknownNames = 1;
        return message;
    }
    BookUpdate book{std::string(*name), BookUpdateKind::Snapshot, *at, *sequence, {},
                    std::move(*bids),   std::move(*asks)};
    if (text(root, "type") == "delta" && *sequence != 1) {
        book.kind = BookUpdateKind::Change;
        book.previousChangeId = *sequence - 1;
    }
    message.events.emplace_back(std::move(book));
    return message;
}

// publicTrade: i id, T time, p price, v size, S taker's side; options also iv, mP and iP.
Result<VenueMessage> readTrades(const Object& root, BybitCategory category, VenueMessage message)
{
    const auto rows = array(root, "data");
    if (!rows)
        return lacks("its list of trades");
    for (const Object& row : objects(*rows)) {
        const auto name = text(row, "s");
        const auto at = milliseconds(row, "T");
        const auto price = positive(row, "p");
        const auto amount = positive(row, "v");
        const auto side = text(row, "S");
        if (!name || !at || !price || !amount || (side != "Buy" && side != "Sell"))
            return lacks("a whole trade");
        if (!parseBybitName(*name, category)) {
            ++message.unknownNames;
            continue;
        }
        message.events.emplace_back(TradeUpdate{std::string(*name), std::string(text(row, "i").value_or("")), *at,
                                                *price, *amount, side == "Buy" ? Side::Buy : Side::Sell,
                                                positive(row, "iv"), positive(row, "iP")});
    }
    return message;
}

Result<VenueMessage> readTopic(const Object& root, std::string_view topic, BybitCategory category)
{
    if (bybit::isLegacyTopic(topic))
        return bybit::readLegacyTopic(root, topic);
    VenueMessage message;
    message.kind = topic.substr(0, topic.find('.'));
    if (message.kind == "publicTrade")
        return readTrades(root, category, std::move(message));
    const auto data = child(root, "data");
    if (message.kind != "tickers" && message.kind != "orderbook") {
        message.ignored = message.kind == "kline" ? "candles" : "other topic";
        return message;
    }
    if (!data)
        return lacks("data");
    return message.kind == "tickers" ? readTicker(root, *data, category, std::move(message))
                                     : readBook(root, *data, category, std::move(message));
}

Result<VenueMessage> readRoot(const Object& root, BybitCategory category)
{
    if (const auto topic = text(root, "topic"))
        return readTopic(root, *topic, category);
    VenueMessage message;
    message.kind = text(root, "op").value_or("answer");
    if (has(root, "op") || has(root, "success")) {
        bool success = false;
        const bool said = root.at_key("success").get_bool().get(success) == simdjson::SUCCESS;
        message.ignored = success || !said ? "reply" : fmt::format("error {}", text(root, "ret_msg").value_or(""));
        return message;
    }
    if (has(root, "ret_code"))
        return bybit::readLegacyAnswer(root);
    return lacks("topic, op and ret_code");
}

} // namespace

struct BybitDecoder::Impl
{
    BybitCategory category = BybitCategory::Linear;
    simdjson::dom::parser parser{};
};

BybitDecoder::BybitDecoder(BybitCategory category) : m_impl(std::make_unique<Impl>())
{
    m_impl->category = category;
}
BybitDecoder::~BybitDecoder() = default;
BybitDecoder::BybitDecoder(BybitDecoder&&) noexcept = default;
BybitDecoder& BybitDecoder::operator=(BybitDecoder&&) noexcept = default;

Result<VenueMessage> BybitDecoder::decode(std::string_view json)
{
    Element root;
    if (const auto failure = m_impl->parser.parse(json.data(), json.size(), true).get(root); failure)
        return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
    Object object;
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return lacks("an object");
    return readRoot(object, m_impl->category);
}

} // namespace ballast

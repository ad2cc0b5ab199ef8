#include "app/feeds/live/venue_listing.h"

#include "app/feeds/live/venue_json.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

using namespace venue;

Result<Object> rootOf(simdjson::dom::parser& parser, std::string_view json)
{
    Element root;
    Object object;
    if (const auto failure = parser.parse(json.data(), json.size(), true).get(root); failure)
        return Error{Errc::BadInput, fmt::format("broken JSON ({})", simdjson::error_message(failure))};
    if (root.get_object().get(object) != simdjson::SUCCESS)
        return Error{Errc::BadInput, "the answer is no object"};
    return object;
}

// instruments-info: tick, least order and, for futures, delivery by their own words.
std::optional<Instrument> bybitInstrument(const Object& row, BybitCategory category)
{
    const auto name = text(row, "symbol");
    auto instrument = name && text(row, "status") == "Trading" ? parseBybitName(*name, category)
                                                               : Result<Instrument>(Error{Errc::Unsupported, {}});
    if (!instrument)
        return std::nullopt;
    if (const auto prices = child(row, "priceFilter"))
        instrument->tick = {positive(*prices, "tickSize").value_or(0.0), {}};
    if (const auto lots = child(row, "lotSizeFilter"))
        instrument->minTradeAmount = positive(*lots, "minOrderQty").value_or(0.0);
    if (const auto expiry = milliseconds(row, "deliveryTime"); expiry && instrument->expiry)
        instrument->expiry = expiry;
    return std::move(*instrument);
}

void readFilters(const Object& row, Instrument& instrument)
{
    const auto filters = array(row, "filters");
    for (const Object& filter : filters ? objects(*filters) : std::vector<Object>{}) {
        const auto kind = text(filter, "filterType");
        if (kind == "PRICE_FILTER")
            instrument.tick = {positive(filter, "tickSize").value_or(0.0), {}};
        if (kind == "LOT_SIZE")
            instrument.minTradeAmount = positive(filter, "minQty").value_or(0.0);
    }
}

// Only what trades: options have no status or TRADING; of the futures the perpetuals in USDT.
std::optional<Instrument> binanceInstrument(const Object& row, BinanceMarket market,
                                            const std::vector<std::string>& coins)
{
    const auto name = text(row, "symbol");
    const auto status = text(row, "status");
    const bool isOptionRow = market == BinanceMarket::Options;
    if (!name || (status && *status != "TRADING") || (!isOptionRow && text(row, "contractType") != "PERPETUAL") ||
        (!isOptionRow && text(row, "quoteAsset") != "USDT"))
        return std::nullopt;
    auto instrument = parseBinanceName(*name, market);
    if (!instrument || std::ranges::find(coins, instrument->underlying) == coins.end())
        return std::nullopt;
    readFilters(row, *instrument);
    if (const auto unit = positive(row, "unit"))
        instrument->contractSize = *unit;
    if (const auto expiry = milliseconds(row, "expiryDate"); expiry && instrument->expiry)
        instrument->expiry = expiry;
    return std::move(*instrument);
}

} // namespace

Result<ListingPage> readBybitListing(std::string_view json, BybitCategory category)
{
    simdjson::dom::parser parser;
    const auto root = rootOf(parser, json);
    if (!root)
        return root.error();
    if (const auto code = integer(*root, "retCode"); code != 0)
        return Error{Errc::Io, fmt::format("{} ({})", text(*root, "retMsg").value_or("no reason"), code.value_or(-1))};
    ListingPage page;
    page.venueTime = milliseconds(*root, "time");
    const auto result = child(*root, "result");
    const auto rows = result ? array(*result, "list") : std::nullopt;
    for (const Object& row : rows ? objects(*rows) : std::vector<Object>{}) {
        if (auto instrument = bybitInstrument(row, category))
            page.listing.instruments.push_back(std::move(*instrument));
        else
            ++page.leftOut;
    }
    if (result)
        page.nextPage = text(*result, "nextPageCursor").value_or("");
    return page;
}

Result<ListingPage> readBinanceListing(std::string_view json, const std::vector<std::string>& coins)
{
    simdjson::dom::parser parser;
    const auto root = rootOf(parser, json);
    if (!root)
        return root.error();
    if (has(*root, "code"))
        return Error{Errc::Io, fmt::format("{} ({})", text(*root, "msg").value_or("no reason"),
                                           integer(*root, "code").value_or(0))};
    ListingPage page;
    const auto options = array(*root, "optionSymbols");
    const auto futures = array(*root, "symbols");
    if (!options && !futures)
        return Error{Errc::BadInput, "an answer without a list of symbols"};
    for (const Object& row : objects(options ? *options : *futures)) {
        if (auto instrument = binanceInstrument(row, options ? BinanceMarket::Options : BinanceMarket::UsdM, coins))
            page.listing.instruments.push_back(std::move(*instrument));
        else
            ++page.leftOut;
    }
    return page;
}

} // namespace ballast

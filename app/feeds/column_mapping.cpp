#include "app/feeds/column_mapping.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace ballast {
namespace {

struct FieldWords
{
    ChainField field;
    std::string_view word;
    std::vector<std::string_view> headers; // letters and digits only, best first
};

const std::array<FieldWords, chainFieldCount>& fieldWords()
{
    using enum ChainField;
    static const std::array<FieldWords, chainFieldCount> words{{
        {Name,
         "instrument",
         {"instrumentname", "instrument", "symbol", "contract", "instrumentid", "name", "futuresinstrumentname"}},
        {Venue, "venue", {"exchange", "venue"}},
        {Time,
         "time",
         {"timestamp", "snapshotts", "snapshottime", "time", "datetime", "obsdatetime", "snapshottimestampms", "ts",
          "date", "dateutc", "at"}},
        {Expiry,
         "expiry",
         {"expirationtimestamp", "expiry", "expiration", "expirydatetime", "expirationdate", "expirydate",
          "expiryname"}},
        {Strike, "strike", {"strike", "strikeprice", "k"}},
        {Type, "type", {"optiontype", "type", "right", "callput", "putcall", "cp", "kind"}},
        {Currency, "currency", {"currency", "basecurrency", "coin", "asset", "underlyingasset", "underlying"}},
        {Bid, "bid", {"bestbidprice", "bidprice", "bestbid", "bid", "perpfuturesbestbid"}},
        {Ask, "ask", {"bestaskprice", "askprice", "bestask", "ask", "perpfuturesbestask"}},
        {BidAmount, "bid_amount", {"bestbidamount", "bidamount", "bidsize", "bidqty", "size"}},
        {AskAmount, "ask_amount", {"bestaskamount", "askamount", "asksize", "askqty"}},
        {Mark, "mark", {"markprice", "mark", "perpfuturesmarkprice", "termmarkpricefinal"}},
        {Last, "last", {"lastprice", "last"}},
        {BidIv, "bid_iv", {"bidiv", "bestbidiv", "ivbid", "bidvol"}},
        {AskIv, "ask_iv", {"askiv", "bestaskiv", "ivask", "askvol"}},
        {MarkIv,
         "iv",
         {"markiv", "deribitmarkiv", "impliedvolatility", "impliedvol", "iv", "ivmark", "markvol", "volatility", "vol",
          "sigma"}},
        {Forward,
         "forward",
         {"underlyingprice", "forwardprice", "futuresprice", "forward", "forwardpx", "fwd", "future"}},
        {Index, "index", {"indexprice", "index", "spot", "spotprice", "estimateddeliveryprice"}},
        {OpenInterest, "open_interest", {"openinterest", "oi", "open"}},
        {Volume, "volume", {"volume24h", "volume", "statsvolume", "vol24h"}},
        {Funding, "funding", {"funding8h", "fundingrate8h", "fundingrate"}},
        {Delta, "delta", {"greeksdelta", "delta"}},
        {Gamma, "gamma", {"greeksgamma", "gamma"}},
        {Vega, "vega", {"greeksvega", "vega"}},
        {Theta, "theta", {"greekstheta", "theta"}},
        {Rho, "rho", {"greeksrho", "rho"}},
        {GreeksDict, "greeks", {"greeks"}},
        {BidLadder, "bids", {"bids"}},
        {AskLadder, "asks", {"asks"}},
    }};
    return words;
}

// Lower case, letters and digits only: "best_bid_price", "bestBidPrice" and "Best Bid Price" are one.
std::string bare(std::string_view header)
{
    std::string result;
    for (const char c : header) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x80 && std::isalnum(byte) != 0)
            result += static_cast<char>(std::tolower(byte));
    }
    return result;
}

std::optional<std::size_t> columnOf(std::span<const std::string_view> header, const std::string& wanted)
{
    const auto it = std::ranges::find(header, std::string_view(wanted));
    return it == header.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - header.begin()));
}

Status applyChosen(ColumnMapping& mapping, std::span<const std::string_view> header,
                   const std::map<std::string, std::string>& chosen)
{
    for (const auto& [word, title] : chosen) {
        const auto known = std::ranges::find(fieldWords(), word, &FieldWords::word);
        if (known == fieldWords().end()) {
            std::vector<std::string_view> all;
            for (const FieldWords& entry : fieldWords())
                all.push_back(entry.word);
            return Error{Errc::BadInput, fmt::format("--columns knows no '{}', use {}", word, fmt::join(all, ", "))};
        }
        const auto column = columnOf(header, title);
        if (!column)
            return Error{Errc::BadInput,
                         fmt::format("no column '{}', the header has {}", title, fmt::join(header, ", "))};
        mapping.columns[*column] = known->field;
    }
    return Done{};
}

// The web export names two columns "Size": the first stands beside the bid, the second beside the ask.
void applySecondSize(ColumnMapping& mapping, std::span<const std::string_view> header)
{
    if (mapping.has(ChainField::AskAmount))
        return;
    bool first = true;
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (bare(header[i]) != "size")
            continue;
        if (!first && !mapping.columns[i])
            mapping.columns[i] = ChainField::AskAmount;
        first = false;
    }
}

} // namespace

std::string_view chainFieldWord(ChainField field)
{
    return std::ranges::find(fieldWords(), field, &FieldWords::field)->word;
}

std::optional<FieldMatch> matchField(std::string_view header)
{
    const std::string name = bare(header);
    for (const FieldWords& entry : fieldWords()) {
        const auto it = std::ranges::find(entry.headers, std::string_view(name));
        if (it != entry.headers.end())
            return FieldMatch{entry.field, static_cast<std::size_t>(it - entry.headers.begin())};
    }
    return std::nullopt;
}

bool ColumnMapping::has(ChainField field) const
{
    return std::ranges::find(columns, std::optional(field)) != columns.end();
}

Result<ColumnMapping> mapColumns(std::span<const std::string_view> header,
                                 const std::map<std::string, std::string>& chosen)
{
    ColumnMapping mapping{std::vector<std::optional<ChainField>>(header.size())};
    if (const Status status = applyChosen(mapping, header, chosen); !status)
        return status.error();
    std::array<bool, chainFieldCount> taken{};
    for (const auto& column : mapping.columns) {
        if (column)
            taken[static_cast<std::size_t>(*column)] = true;
    }
    std::array<std::optional<std::pair<std::size_t, std::size_t>>, chainFieldCount> best{}; // rank, column
    for (std::size_t i = 0; i < header.size(); ++i) {
        const auto match = mapping.columns[i] ? std::nullopt : matchField(header[i]);
        if (!match)
            continue;
        const auto field = static_cast<std::size_t>(match->field);
        if (!taken[field] && (!best[field] || match->rank < best[field]->first))
            best[field] = {match->rank, i};
    }
    for (std::size_t field = 0; field < chainFieldCount; ++field) {
        if (best[field])
            mapping.columns[best[field]->second] = static_cast<ChainField>(field);
    }
    applySecondSize(mapping, header);
    return mapping;
}

std::string missingForChain(const ColumnMapping& mapping)
{
    using enum ChainField;
    const bool named =
        mapping.has(Name) || (mapping.has(Expiry) && mapping.has(Strike) && (mapping.has(Type) || mapping.has(Delta)));
    if (!named)
        return "no column for the instrument, nor for expiry, strike and type";
    for (const ChainField price : {Bid, Ask, Mark, MarkIv, BidIv, AskIv}) {
        if (mapping.has(price))
            return {};
    }
    return "no column for bid, ask, mark or vol";
}

} // namespace ballast

#include "tests/support/market_builder.h"

#include "models/market/instrument_name.h"

#include <algorithm>
#include <stdexcept>

namespace ballast::test {
namespace {

constexpr double deepAmount = 1e6;

Instrument instrumentOf(std::string_view name)
{
    auto parsed = parseDeribitName(name);
    if (!parsed)
        throw std::invalid_argument(parsed.error().message);
    return std::move(parsed).value();
}

Quote quoteOf(const QuoteSpec& spec, Timestamp asOf)
{
    Quote quote;
    quote.bid = spec.bid;
    quote.ask = spec.ask;
    quote.bidAmount = spec.bidAmount;
    quote.askAmount = spec.askAmount;
    quote.mark = spec.mark;
    quote.bidIv = spec.bidIv;
    quote.askIv = spec.askIv;
    quote.markIv = spec.markIv;
    quote.underlyingPrice = spec.underlying;
    quote.openInterest = spec.openInterest;
    quote.ladder = spec.ladder;
    quote.state = spec.state;
    quote.at = spec.at.value_or(asOf);
    return quote;
}

} // namespace

MarketBuilder::MarketBuilder(std::string_view asOf)
{
    m_market.id = {1};
    m_market.asOf = timeOf(asOf);
    m_market.source = "test market";
}

MarketBuilder& MarketBuilder::id(std::uint64_t value)
{
    m_market.id = {value};
    return *this;
}

MarketBuilder& MarketBuilder::mode(MarketMode mode)
{
    m_market.mode = mode;
    return *this;
}

MarketBuilder& MarketBuilder::source(std::string name)
{
    m_market.source = std::move(name);
    return *this;
}

MarketBuilder& MarketBuilder::option(std::string_view name, const QuoteSpec& quote)
{
    return listed(name, quote);
}

MarketBuilder& MarketBuilder::future(std::string_view name, double bid, double ask)
{
    return twoSided(name, bid, ask);
}

MarketBuilder& MarketBuilder::perpetual(std::string_view name, double bid, double ask)
{
    return twoSided(name, bid, ask);
}

MarketBuilder& MarketBuilder::spot(std::string_view name, double bid, double ask)
{
    return twoSided(name, bid, ask);
}

MarketBuilder& MarketBuilder::index(std::string_view underlying, double priceUsd)
{
    std::erase_if(m_market.indices, [&](const IndexPrice& i) { return i.underlying == underlying; });
    m_market.indices.push_back({std::string(underlying), priceUsd, m_market.asOf});
    std::ranges::sort(m_market.indices, {}, &IndexPrice::underlying);
    return *this;
}

MarketBuilder& MarketBuilder::listed(Instrument instrument, const QuoteSpec& quote)
{
    const std::string key = instrument.id.venue.value + ' ' + instrument.id.name;
    m_listed.insert_or_assign(key, std::pair(std::move(instrument), quoteOf(quote, m_market.asOf)));
    return *this;
}

MarketBuilder& MarketBuilder::listed(std::string_view name, const QuoteSpec& quote)
{
    return listed(instrumentOf(name), quote);
}

MarketBuilder& MarketBuilder::twoSided(std::string_view name, double bid, double ask)
{
    QuoteSpec quote;
    quote.bid = bid;
    quote.ask = ask;
    quote.bidAmount = deepAmount;
    quote.askAmount = deepAmount;
    quote.mark = 0.5 * (bid + ask);
    return listed(name, quote);
}

SnapshotPtr MarketBuilder::build() const
{
    auto market = std::make_shared<MarketSnapshot>(m_market);
    std::vector<Instrument> instruments;
    for (const auto& [key, listing] : m_listed)
        instruments.push_back(listing.first);
    market->instruments = std::make_shared<const InstrumentTable>(std::move(instruments));
    for (const Instrument& instrument : market->instruments->all())
        market->quotes.push_back(m_listed.at(instrument.id.venue.value + ' ' + instrument.id.name).second);
    return market;
}

BookBuilder::BookBuilder(std::string name)
{
    m_book.name = std::move(name);
}

BookBuilder& BookBuilder::line(std::string_view instrument, double quantity, std::optional<double> averagePrice)
{
    m_book.positions.push_back({{deribitVenue, std::string(instrument)}, quantity, averagePrice, {}, {}});
    return *this;
}

BookBuilder& BookBuilder::tagged(std::string_view instrument, double quantity, std::string account, std::string tag)
{
    m_book.positions.push_back(
        {{deribitVenue, std::string(instrument)}, quantity, std::nullopt, std::move(account), std::move(tag)});
    return *this;
}

PortfolioPtr BookBuilder::build() const
{
    return std::make_shared<const Portfolio>(m_book);
}

double quantityOf(const Portfolio& book, std::string_view instrument)
{
    double quantity = 0.0;
    for (const Position& position : book.positions) {
        if (position.instrument.name == instrument)
            quantity += position.quantity;
    }
    return quantity;
}

Timestamp timeOf(std::string_view iso8601)
{
    const auto time = parseIso8601(iso8601);
    if (!time)
        throw std::invalid_argument(time.error().message);
    return *time;
}

} // namespace ballast::test

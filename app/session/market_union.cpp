#include "app/session/market_union.h"

#include "app/feeds/live/feed_health.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace ballast {
namespace {

constexpr Milliseconds freshIndex = std::chrono::seconds(10);

template <class T>
void fill(std::optional<T>& known, const std::optional<T>& other)
{
    if (!known)
        known = other;
}

// Best prices from the link with a book, else from the newer; the rest from whoever says it.
Quote joined(const Quote& first, const Quote& second)
{
    const bool firstHasTop = first.bid || first.ask;
    const bool secondHasTop = second.bid || second.ask;
    const bool secondLeads =
        secondHasTop && (!firstHasTop || (second.ladder && !first.ladder) || (second.at > first.at && !first.ladder));
    Quote quote = secondLeads ? second : first;
    const Quote& other = secondLeads ? first : second;
    fill(quote.mark, other.mark);
    fill(quote.last, other.last);
    fill(quote.bidIv, other.bidIv);
    fill(quote.askIv, other.askIv);
    fill(quote.markIv, other.markIv);
    fill(quote.underlyingPrice, other.underlyingPrice);
    fill(quote.openInterest, other.openInterest);
    fill(quote.volume24h, other.volume24h);
    fill(quote.fundingRate8h, other.fundingRate8h);
    fill(quote.venueGreeks.delta, other.venueGreeks.delta);
    fill(quote.venueGreeks.gamma, other.venueGreeks.gamma);
    fill(quote.venueGreeks.vega, other.venueGreeks.vega);
    fill(quote.venueGreeks.theta, other.venueGreeks.theta);
    fill(quote.venueGreeks.rho, other.venueGreeks.rho);
    quote.at = std::max(first.at, second.at);
    quote.state = worse(first.state, second.state);
    return quote;
}

// A link that only lists an instrument has nothing to say of it.
bool wasHeard(const Quote& quote)
{
    return quote.at != Timestamp{};
}

} // namespace

void MarketUnion::rebuild(const std::vector<SnapshotPtr>& pictures)
{
    std::vector<Instrument> all;
    std::unordered_set<std::string> seen;
    for (const SnapshotPtr& picture : pictures) {
        for (const Instrument& instrument : picture->instruments->all()) {
            if (seen.insert(instrument.id.venue.value + " " + instrument.id.name).second)
                all.push_back(instrument);
        }
    }
    m_joined = std::make_shared<const InstrumentTable>(std::move(all));
    m_tables.clear();
    m_rows.clear();
    for (const SnapshotPtr& picture : pictures) {
        m_tables.push_back(picture->instruments);
        std::vector<std::size_t>& rows = m_rows.emplace_back();
        for (const Instrument& instrument : picture->instruments->all())
            rows.push_back(*m_joined->find(instrument.id));
    }
}

std::vector<IndexPrice> MarketUnion::indicesOf(const std::vector<SnapshotPtr>& pictures)
{
    std::vector<IndexPrice> indices;
    m_origins.clear();
    for (std::size_t link = 0; link < pictures.size(); ++link) {
        for (const IndexPrice& index : pictures[link]->indices) {
            const auto known = std::ranges::find(indices, index.underlying, &IndexPrice::underlying);
            if (known == indices.end()) {
                indices.push_back(index);
                m_origins.push_back({index.underlying, link});
            } else if (index.at > known->at + freshIndex) {
                *known = index;
                std::ranges::find(m_origins, index.underlying, &IndexOrigin::underlying)->link = link;
            }
        }
    }
    std::ranges::sort(indices, {}, &IndexPrice::underlying);
    return indices;
}

std::optional<std::size_t> MarketUnion::indexFrom(const std::string& underlying) const
{
    const auto origin = std::ranges::find(m_origins, underlying, &IndexOrigin::underlying);
    return origin == m_origins.end() ? std::nullopt : std::optional(origin->link);
}

SnapshotPtr MarketUnion::join(const std::vector<SnapshotPtr>& pictures)
{
    if (pictures.empty())
        return nullptr;
    const bool sameTables = std::ranges::equal(pictures, m_tables, {}, &MarketSnapshot::instruments);
    if (!sameTables)
        rebuild(pictures);
    auto market = std::make_shared<MarketSnapshot>();
    market->mode = MarketMode::Live;
    market->instruments = m_joined;
    market->quotes.resize(m_joined->size());
    std::vector<bool> filled(m_joined->size(), false);
    for (std::size_t link = 0; link < pictures.size(); ++link) {
        market->asOf = std::max(market->asOf, pictures[link]->asOf);
        for (std::size_t i = 0; i < pictures[link]->quotes.size(); ++i) {
            const Quote& quote = pictures[link]->quotes[i];
            const std::size_t row = m_rows[link][i];
            Quote& known = market->quotes[row];
            if (!filled[row] || (!wasHeard(known) && wasHeard(quote)))
                known = quote;
            else if (wasHeard(quote))
                known = joined(known, quote);
            filled[row] = true;
        }
    }
    market->indices = indicesOf(pictures);
    return market;
}

} // namespace ballast

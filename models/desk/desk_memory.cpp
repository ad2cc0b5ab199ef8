#include "models/desk/desk_memory.h"

#include <algorithm>

namespace ballast {
namespace {

// Of a quote, what forwards, fits and their weights read.
bool samePrices(const Quote& a, const Quote& b)
{
    return a.bid == b.bid && a.ask == b.ask && a.mark == b.mark && a.bidIv == b.bidIv && a.askIv == b.askIv &&
           a.markIv == b.markIv && a.underlyingPrice == b.underlyingPrice && a.state == b.state;
}

template <class Same>
bool sameMarket(const MarketSnapshot& a, const MarketSnapshot& b, std::string_view underlying, const Same& same)
{
    const IndexPrice* before = a.index(underlying);
    const IndexPrice* now = b.index(underlying);
    if ((before == nullptr) != (now == nullptr) || (now != nullptr && now->priceUsd != before->priceUsd))
        return false;
    for (std::size_t i = 0; i < a.quotes.size(); ++i) {
        if ((*a.instruments)[i].underlying == underlying && !same(a.quotes[i], b.quotes[i]))
            return false;
    }
    return true;
}

} // namespace

void DeskMemory::keep(const DeskPicture& picture, const DeskSettings& settings)
{
    m_last = picture;
    m_settings = settings;
}

void DeskMemory::forget()
{
    m_last.reset();
    m_residuals.clear();
}

bool DeskMemory::usable(const MarketSnapshot& market) const
{
    return m_last && m_last->market->instruments == market.instruments && m_last->market->asOf <= market.asOf &&
           m_last->market->quotes.size() == market.quotes.size() && market.quotes.size() <= market.instruments->size();
}

const UnderlyingPicture* DeskMemory::before(const MarketSnapshot& market, std::string_view underlying) const
{
    return usable(market) ? m_last->of(underlying) : nullptr;
}

bool DeskMemory::recent(const MarketSnapshot& market, const UnderlyingPicture& picture) const
{
    const bool noneExpired =
        !picture.surface || picture.surface->forwards.empty() || picture.surface->forwards.front().expiry > market.asOf;
    return noneExpired && (!picture.surface || market.asOf - picture.surface->asOf <= longestReuse);
}

bool DeskMemory::surfaceStands(const MarketSnapshot& market, std::string_view underlying) const
{
    const UnderlyingPicture* picture = before(market, underlying);
    return picture != nullptr && picture->surface && recent(market, *picture) &&
           sameMarket(*m_last->market, market, underlying, samePrices);
}

bool DeskMemory::viewsStand(const MarketSnapshot& market, const Portfolio& book, const DeskSettings& settings,
                            std::string_view underlying) const
{
    const UnderlyingPicture* picture = before(market, underlying);
    return picture != nullptr && recent(market, *picture) && *m_last->book == book && m_settings == settings &&
           sameMarket(*m_last->market, market, underlying, std::equal_to<>());
}

} // namespace ballast

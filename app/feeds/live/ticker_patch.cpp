#include "app/feeds/live/ticker_patch.h"

#include <algorithm>
#include <utility>

namespace ballast {

std::optional<double>& fieldOf(TickerUpdate& update, TickerField field)
{
    Quote& quote = update.quote;
    switch (field) {
    case TickerField::Bid:
        return quote.bid;
    case TickerField::Ask:
        return quote.ask;
    case TickerField::BidAmount:
        return quote.bidAmount;
    case TickerField::AskAmount:
        return quote.askAmount;
    case TickerField::Mark:
        return quote.mark;
    case TickerField::Last:
        return quote.last;
    case TickerField::BidIv:
        return quote.bidIv;
    case TickerField::AskIv:
        return quote.askIv;
    case TickerField::MarkIv:
        return quote.markIv;
    case TickerField::UnderlyingPrice:
        return quote.underlyingPrice;
    case TickerField::OpenInterest:
        return quote.openInterest;
    case TickerField::Volume24h:
        return quote.volume24h;
    case TickerField::FundingRate8h:
        return quote.fundingRate8h;
    case TickerField::Index:
        return update.indexPrice;
    case TickerField::Delta:
        return quote.venueGreeks.delta;
    case TickerField::Gamma:
        return quote.venueGreeks.gamma;
    case TickerField::Vega:
        return quote.venueGreeks.vega;
    case TickerField::Theta:
        return quote.venueGreeks.theta;
    case TickerField::Rho:
        break;
    }
    return quote.venueGreeks.rho;
}

std::optional<TickerUpdate> TickerMerger::apply(const TickerPatch& patch)
{
    const auto found = m_lines.find(patch.instrument);
    const bool known = found != m_lines.end();
    if (patch.kind == PatchKind::Change && (!known || !found->second.hasBase))
        return std::nullopt;
    if (known && patch.kind != PatchKind::Part && patch.at < found->second.known.quote.at)
        return std::nullopt;
    Line& line = known ? found->second : m_lines[patch.instrument];
    if (patch.kind == PatchKind::Whole) {
        line.known = {};
        line.hasBase = true;
    }
    line.known.instrument = patch.instrument;
    line.known.scope = TickerScope::Full;
    for (const auto& [field, value] : patch.values)
        fieldOf(line.known, field) = value;
    line.known.quote.at = std::max(line.known.quote.at, patch.at);
    return line.known;
}

void TickerMerger::note(const TickerUpdate& update)
{
    Line& line = m_lines[update.instrument];
    if (update.quote.at < line.known.quote.at)
        return;
    switch (update.scope) {
    case TickerScope::Full:
        line.known = update;
        line.known.quote.ladder = nullptr;
        break;
    case TickerScope::Top:
        line.known.quote.bid = update.quote.bid;
        line.known.quote.ask = update.quote.ask;
        line.known.quote.bidAmount = update.quote.bidAmount;
        line.known.quote.askAmount = update.quote.askAmount;
        break;
    case TickerScope::Mark:
        line.known.quote.mark = update.quote.mark;
        line.known.quote.markIv = update.quote.markIv;
        break;
    }
    line.known.instrument = update.instrument;
    line.known.quote.at = update.quote.at;
}

void TickerMerger::dropBases()
{
    for (auto& [name, line] : m_lines)
        line.hasBase = false;
}

} // namespace ballast

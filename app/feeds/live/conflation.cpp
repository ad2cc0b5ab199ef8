#include "app/feeds/live/conflation.h"

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

template <class... Handlers>
struct Overloaded : Handlers...
{
    using Handlers::operator()...;
};

std::optional<Milliseconds> ageSince(std::optional<Timestamp> at, Timestamp now)
{
    return at ? std::optional(std::max(now - *at, Milliseconds{0})) : std::nullopt;
}

enum class FieldGroup
{
    Top,
    Mark,
    Vols,
    Greeks,
    Index,
    Other
};

FieldGroup groupOf(TickerField field)
{
    switch (field) {
    case TickerField::Bid:
    case TickerField::Ask:
    case TickerField::BidAmount:
    case TickerField::AskAmount:
        return FieldGroup::Top;
    case TickerField::Mark:
        return FieldGroup::Mark;
    case TickerField::BidIv:
    case TickerField::AskIv:
    case TickerField::MarkIv:
        return FieldGroup::Vols;
    case TickerField::Delta:
    case TickerField::Gamma:
    case TickerField::Vega:
    case TickerField::Theta:
    case TickerField::Rho:
        return FieldGroup::Greeks;
    case TickerField::Index:
        return FieldGroup::Index;
    case TickerField::Last:
    case TickerField::UnderlyingPrice:
    case TickerField::OpenInterest:
    case TickerField::Volume24h:
    case TickerField::FundingRate8h:
        break;
    }
    return FieldGroup::Other;
}

} // namespace

Conflator::Conflator(NameReader nameReader, std::string source, ConflationLimits limits)
    : m_nameReader(std::move(nameReader)), m_source(std::move(source)), m_limits(limits)
{}

Conflator::Line* Conflator::lineOf(const std::string& instrument)
{
    const auto known = m_lines.find(instrument);
    if (known != m_lines.end())
        return &known->second;
    auto read = m_lines.size() < m_limits.instruments ? m_nameReader(instrument)
                                                      : Result<Instrument>(Error{Errc::Unsupported, "too many"});
    if (!read) {
        ++m_refused;
        return nullptr;
    }
    Line& line = m_lines[instrument];
    line.kind = read->kind;
    m_book.define(std::move(*read));
    return &line;
}

void Conflator::apply(const FeedEvent& event, Timestamp marketNow)
{
    const auto ignore = [](const auto&) {};
    std::visit(Overloaded{[&](const TickerUpdate& e) { take(e, marketNow); },
                          [&](const TickerPatch& e) { take(e, marketNow); },
                          [&](const BookUpdate& e) { take(e, marketNow); },
                          [&](const IndexUpdate& e) { take(e, marketNow); }, [&](const ListingUpdate& e) { take(e); },
                          [&](const BookLost& e) {
                              loseBook(e.instrument, e.at);
                              m_health.gap(e.instrument);
                          },
                          [&](const LinkLost& e) { loseLink(e.at); },
                          [&](const VolIndexUpdate& e) {
                              if (m_volIndices.size() < m_limits.instruments)
                                  m_volIndices[e.underlying] = e.vol;
                          },
                          ignore},
               event);
}

void Conflator::take(TickerUpdate update, Timestamp marketNow)
{
    Line* line = lineOf(update.instrument);
    if (line == nullptr)
        return;
    if (update.quote.at == Timestamp{})
        update.quote.at = marketNow;
    const Timestamp at = update.quote.at;
    if (update.scope != TickerScope::Mark)
        line->top = line->tickerTopAt = std::max(line->top.value_or(at), at);
    if (update.scope != TickerScope::Top)
        line->mark = std::max(line->mark.value_or(at), at);
    if (update.scope != TickerScope::Top && update.quote.markIv)
        line->vols = std::max(line->vols.value_or(at), at);
    if (update.scope == TickerScope::Full && update.quote.venueGreeks.delta)
        line->greeks = std::max(line->greeks.value_or(at), at);
    if (update.indexPrice)
        line->index = std::max(line->index.value_or(at), at);
    m_merger.note(update);
    static_cast<void>(m_book.apply(update));
    m_health.heard(update.instrument, line->kind, at, marketNow);
    m_fresh = true;
}

void Conflator::noteFields(Line& line, const TickerPatch& patch, Timestamp at)
{
    const auto note = [at](std::optional<Timestamp>& known) { known = std::max(known.value_or(at), at); };
    for (const auto& [field, value] : patch.values) {
        switch (groupOf(field)) {
        case FieldGroup::Top:
            note(line.top);
            note(line.tickerTopAt);
            break;
        case FieldGroup::Mark:
            note(line.mark);
            break;
        case FieldGroup::Vols:
            note(line.vols);
            break;
        case FieldGroup::Greeks:
            note(line.greeks);
            break;
        case FieldGroup::Index:
            note(line.index);
            break;
        case FieldGroup::Other:
            break;
        }
    }
}

void Conflator::take(const TickerPatch& patch, Timestamp marketNow)
{
    Line* line = lineOf(patch.instrument);
    if (line == nullptr)
        return;
    TickerPatch timed = patch;
    if (timed.at == Timestamp{})
        timed.at = marketNow;
    const auto whole = m_merger.apply(timed);
    if (!whole)
        return;
    noteFields(*line, timed, timed.at);
    static_cast<void>(m_book.apply(*whole));
    m_health.heard(patch.instrument, line->kind, timed.at, marketNow);
    m_fresh = true;
}

void Conflator::take(BookUpdate update, Timestamp marketNow)
{
    Line* line = lineOf(update.instrument);
    if (line == nullptr)
        return;
    if (update.at == Timestamp{})
        update.at = marketNow;
    const auto outcome = m_book.apply(update);
    if (!outcome || *outcome == BookOutcome::Waiting)
        return;
    line->bookAt = *outcome == BookOutcome::Applied ? std::optional(update.at) : std::nullopt;
    if (*outcome == BookOutcome::Gap)
        m_health.gap(update.instrument);
    line->top = std::max(line->top.value_or(update.at), update.at);
    m_health.heard(update.instrument, line->kind, update.at, marketNow);
    m_fresh = true;
}

void Conflator::take(IndexUpdate update, Timestamp marketNow)
{
    if (update.at == Timestamp{})
        update.at = marketNow;
    m_book.apply(update);
    m_health.heardIndex(update.underlying, update.at, marketNow);
    m_fresh = true;
}

void Conflator::take(const ListingUpdate& listing)
{
    for (const Instrument& instrument : listing.instruments) {
        const bool known = m_lines.contains(instrument.id.name);
        if (!known && m_lines.size() >= m_limits.instruments) {
            ++m_refused;
            continue;
        }
        m_lines[instrument.id.name].kind = instrument.kind;
        m_book.define(instrument);
    }
    m_fresh = true;
}

// A change that follows nothing: the market book marks the gap and empties the ladder.
void Conflator::loseBook(const std::string& instrument, Timestamp at)
{
    const auto known = m_lines.find(instrument);
    if (known == m_lines.end() || !std::exchange(known->second.bookAt, std::nullopt))
        return;
    static_cast<void>(m_book.apply(BookUpdate{instrument, BookUpdateKind::Change, at, 0, std::nullopt, {}, {}}));
    m_fresh = true;
}

void Conflator::loseLink(Timestamp at)
{
    m_health.linkDown(at);
    for (auto& [name, line] : m_lines) {
        if (line.bookAt)
            loseBook(name, at);
    }
    m_merger.dropBases();
    m_fresh = true;
}

// A ticker that came as parts repeats its last best prices: where the live book is newer, the book has the word.
void Conflator::settleTop(const std::string& instrument, Quote& quote)
{
    const auto known = m_lines.find(instrument);
    if (known == m_lines.end())
        return;
    Line& line = known->second;
    if (line.bookAt && quote.ladder != nullptr && *line.bookAt >= line.tickerTopAt.value_or(Timestamp{})) {
        const auto best = [](const std::vector<LadderLevel>& levels) {
            return levels.empty() ? std::optional<LadderLevel>() : levels.front();
        };
        const auto bid = best(quote.ladder->bids);
        const auto ask = best(quote.ladder->asks);
        quote.bid = bid ? std::optional(bid->price) : std::nullopt;
        quote.bidAmount = bid ? std::optional(bid->amount) : std::nullopt;
        quote.ask = ask ? std::optional(ask->price) : std::nullopt;
        quote.askAmount = ask ? std::optional(ask->amount) : std::nullopt;
    }
    if (quote.state != QuoteState::Gap)
        quote.state = quote.bid && quote.ask && *quote.bid >= *quote.ask ? QuoteState::Crossed : QuoteState::Live;
    const bool crossed = quote.state == QuoteState::Crossed && line.bookAt;
    if (crossed && !line.crossedSaid)
        m_crossed.push_back(instrument);
    line.crossedSaid = crossed;
}

// What has expired is no stale quote, and a year of daily expiries fills no memory.
void Conflator::forget(const std::string& instrument)
{
    m_lines.erase(instrument);
    m_merger.forget(instrument);
    m_health.forget(instrument);
}

bool Conflator::isDue(Timestamp now) const
{
    return m_fresh && (!m_publishedAt || now - *m_publishedAt >= m_limits.step);
}

SnapshotPtr Conflator::publish(SnapshotId id, MarketMode mode, Timestamp now, Timestamp marketNow)
{
    MarketSnapshot picture = m_book.picture(id, mode, m_source);
    for (const std::string& name : m_book.takeExpired())
        forget(name);
    for (std::size_t i = 0; i < picture.quotes.size(); ++i) {
        const std::string& name = (*picture.instruments)[i].id.name;
        Quote& quote = picture.quotes[i];
        settleTop(name, quote);
        quote.state = worse(quote.state, m_health.stateOf(name, marketNow));
    }
    m_publishedAt = now;
    m_fresh = false;
    return std::make_shared<const MarketSnapshot>(std::move(picture));
}

FieldAges Conflator::agesOf(const std::string& instrument, Timestamp marketNow) const
{
    const auto it = m_lines.find(instrument);
    if (it == m_lines.end())
        return {};
    const Line& line = it->second;
    return {ageSince(line.top, marketNow), ageSince(line.mark, marketNow), ageSince(line.vols, marketNow),
            ageSince(line.greeks, marketNow), ageSince(line.index, marketNow)};
}

std::vector<std::string> Conflator::takeCrossed()
{
    return std::exchange(m_crossed, {});
}

std::optional<double> Conflator::volIndex(const std::string& underlying) const
{
    const auto it = m_volIndices.find(underlying);
    return it == m_volIndices.end() ? std::nullopt : std::optional(it->second);
}

} // namespace ballast

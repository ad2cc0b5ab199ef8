#include "app/feeds/market_book.h"

#include "models/market/instrument_name.h"

#include <algorithm>

namespace ballast {
namespace {

void setLevel(std::vector<LadderLevel>& levels, const LadderLevel& change, bool falling)
{
    const auto before = [falling](const LadderLevel& level, double price) {
        return falling ? level.price > price : level.price < price;
    };
    const auto it = std::lower_bound(levels.begin(), levels.end(), change.price, before);
    const bool known = it != levels.end() && it->price == change.price;
    if (change.amount <= 0.0) {
        if (known)
            levels.erase(it);
        return;
    }
    if (known)
        it->amount = change.amount;
    else
        levels.insert(it, change);
}

void setLevels(Ladder& ladder, const BookUpdate& update)
{
    for (const LadderLevel& level : update.bids)
        setLevel(ladder.bids, level, true);
    for (const LadderLevel& level : update.asks)
        setLevel(ladder.asks, level, false);
}

void takeTop(Quote& quote, const Ladder& ladder)
{
    quote.bid = quote.ask = quote.bidAmount = quote.askAmount = std::nullopt;
    if (!ladder.bids.empty()) {
        quote.bid = ladder.bids.front().price;
        quote.bidAmount = ladder.bids.front().amount;
    }
    if (!ladder.asks.empty()) {
        quote.ask = ladder.asks.front().price;
        quote.askAmount = ladder.asks.front().amount;
    }
}

void takeScope(Quote& known, const TickerUpdate& update)
{
    const Quote& news = update.quote;
    switch (update.scope) {
    case TickerScope::Full: {
        const auto ladder = news.ladder ? news.ladder : known.ladder;
        known = news;
        known.ladder = ladder;
        break;
    }
    case TickerScope::Top:
        known.bid = news.bid;
        known.ask = news.ask;
        known.bidAmount = news.bidAmount;
        known.askAmount = news.askAmount;
        break;
    case TickerScope::Mark:
        known.mark = news.mark;
        known.markIv = news.markIv;
        break;
    }
    known.at = std::max(known.at, news.at);
}

QuoteState stateOf(const Quote& quote, bool gap)
{
    if (gap)
        return QuoteState::Gap;
    return quote.bid && quote.ask && *quote.bid > *quote.ask ? QuoteState::Crossed : QuoteState::Live;
}

bool expiredBy(const Instrument& instrument, Timestamp at)
{
    return instrument.expiry && *instrument.expiry <= at;
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    return *middle;
}

} // namespace

void MarketBook::define(Instrument instrument)
{
    const std::string name = instrument.id.name;
    m_lines[name].instrument = std::move(instrument);
    m_tableStale = true;
}

Result<MarketBook::Line*> MarketBook::lineOf(const std::string& name)
{
    const auto known = m_lines.find(name);
    if (known != m_lines.end())
        return &known->second;
    auto instrument = parseDeribitName(name);
    if (!instrument)
        return instrument.error();
    Line& line = m_lines[name];
    line.instrument = std::move(*instrument);
    m_tableStale = true;
    return &line;
}

void MarketBook::noteTime(Timestamp at)
{
    m_newest = std::max(m_newest, at);
}

Status MarketBook::apply(const TickerUpdate& update)
{
    const auto found = lineOf(update.instrument);
    if (!found)
        return found.error();
    Line& line = **found;
    if (update.quote.at < line.tickerAt)
        return Done{};
    const bool bookIsNewer = line.bookAt > update.quote.at;
    const Quote before = line.quote;
    takeScope(line.quote, update);
    if (bookIsNewer) {
        line.quote.bid = before.bid;
        line.quote.ask = before.ask;
        line.quote.bidAmount = before.bidAmount;
        line.quote.askAmount = before.askAmount;
    }
    line.quote.at = std::max(before.at, update.quote.at);
    line.tickerAt = update.quote.at;
    if (update.indexPrice)
        line.indexPrice = update.indexPrice;
    noteTime(update.quote.at);
    return Done{};
}

void MarketBook::follow(Line& line, const BookUpdate& update)
{
    if (update.kind != BookUpdateKind::Change)
        line.ladder = {};
    setLevels(line.ladder, update);
    line.changeId = update.changeId;
    line.bookLive = true;
    line.gap = false;
    line.ladderChanged = true;
    line.bookAt = update.at;
    if (update.at >= line.tickerAt)
        takeTop(line.quote, line.ladder);
    line.quote.at = std::max(line.quote.at, update.at);
    noteTime(update.at);
}

// Deribit's integrity rule: previous change_id of a change is the change_id of the message before it.
Result<BookOutcome> MarketBook::apply(const BookUpdate& update)
{
    const auto found = lineOf(update.instrument);
    if (!found)
        return found.error();
    Line& line = **found;
    if (update.kind != BookUpdateKind::Change) {
        follow(line, update);
        return BookOutcome::Applied;
    }
    if (!line.bookLive)
        return BookOutcome::Waiting;
    if (update.previousChangeId != line.changeId) {
        line.bookLive = false;
        line.gap = true;
        line.ladder = {};
        line.ladderChanged = true;
        ++m_gaps;
        noteTime(update.at);
        return BookOutcome::Gap;
    }
    follow(line, update);
    return BookOutcome::Applied;
}

void MarketBook::apply(const IndexUpdate& update)
{
    IndexPrice& known = m_indices[update.underlying];
    if (update.at >= known.at)
        known = {update.underlying, update.priceUsd, update.at};
    noteTime(update.at);
}

// The index as most of the newest quotes of an underlying say it: quotes of one poll are seconds apart.
std::vector<IndexPrice> MarketBook::indices(Timestamp asOf) const
{
    std::map<std::string, Timestamp> newest;
    for (const auto& [name, line] : m_lines) {
        if (line.indexPrice && !expiredBy(line.instrument, asOf))
            newest[line.instrument.underlying] = std::max(newest[line.instrument.underlying], line.tickerAt);
    }
    std::map<std::string, std::vector<double>> said;
    constexpr Milliseconds fresh = std::chrono::seconds(5);
    for (const auto& [name, line] : m_lines) {
        if (line.indexPrice && !expiredBy(line.instrument, asOf) &&
            line.tickerAt + fresh >= newest[line.instrument.underlying])
            said[line.instrument.underlying].push_back(*line.indexPrice);
    }
    std::map<std::string, IndexPrice> best = m_indices;
    for (auto& [underlying, prices] : said) {
        const IndexPrice candidate{underlying, median(std::move(prices)), newest[underlying]};
        const auto known = best.find(underlying);
        if (known == best.end() || known->second.at < candidate.at)
            best[underlying] = candidate;
    }
    std::vector<IndexPrice> result;
    for (auto& [underlying, price] : best)
        result.push_back(std::move(price));
    return result;
}

void MarketBook::rebuildTable(Timestamp asOf)
{
    if (!m_tableStale && (!m_nextExpiry || asOf < *m_nextExpiry))
        return;
    std::vector<Instrument> listed;
    listed.reserve(m_lines.size());
    m_nextExpiry.reset();
    std::erase_if(m_lines, [&](const auto& each) {
        const bool isOver = expiredBy(each.second.instrument, asOf);
        if (isOver)
            m_expired.push_back(each.first);
        return isOver;
    });
    for (const auto& [name, line] : m_lines) {
        listed.push_back(line.instrument);
        if (line.instrument.expiry && (!m_nextExpiry || *line.instrument.expiry < *m_nextExpiry))
            m_nextExpiry = line.instrument.expiry;
    }
    m_table = std::make_shared<const InstrumentTable>(std::move(listed));
    m_tableStale = false;
}

MarketSnapshot MarketBook::picture(SnapshotId id, MarketMode mode, const std::string& source)
{
    rebuildTable(m_newest);
    MarketSnapshot snapshot{id, m_newest, mode, source, m_table, {}, indices(m_newest)};
    snapshot.quotes.reserve(m_table->size());
    for (const Instrument& instrument : m_table->all()) {
        Line& line = m_lines.at(instrument.id.name);
        if (line.ladderChanged) {
            line.quote.ladder = line.bookLive ? std::make_shared<const Ladder>(line.ladder) : nullptr;
            line.ladderChanged = false;
        }
        line.quote.state = stateOf(line.quote, line.gap);
        snapshot.quotes.push_back(line.quote);
    }
    return snapshot;
}

SnapshotPtr MarketBook::publish(SnapshotId id, MarketMode mode, const std::string& source)
{
    return std::make_shared<const MarketSnapshot>(picture(id, mode, source));
}

} // namespace ballast

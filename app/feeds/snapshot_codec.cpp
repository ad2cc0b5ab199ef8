#include "app/feeds/snapshot_codec.h"

#include <algorithm>

namespace ballast::codec {
namespace {

template <class Enum>
void writeChoice(ByteWriter& out, Enum value)
{
    out.u8(static_cast<std::uint8_t>(value));
}

void writeTime(ByteWriter& out, Timestamp at)
{
    out.i64(toUnixMilliseconds(at));
}

Timestamp readTime(ByteReader& in)
{
    // Years 1 to 9999: what can be printed.
    const std::int64_t value = in.i64();
    if (value < -62'135'596'800'000 || value > 253'402'300'799'999) {
        in.fail();
        return {};
    }
    return fromUnixMilliseconds(value);
}

void writeLevels(ByteWriter& out, const std::vector<LadderLevel>& levels)
{
    out.u32(static_cast<std::uint32_t>(levels.size()));
    for (const LadderLevel& level : levels) {
        out.f64(level.price);
        out.f64(level.amount);
    }
}

std::vector<LadderLevel> readLevels(ByteReader& in)
{
    std::vector<LadderLevel> levels(in.count(16));
    for (LadderLevel& level : levels) {
        level.price = in.f64();
        level.amount = in.f64();
    }
    return levels;
}

void writeTicks(ByteWriter& out, const TickSchedule& ticks)
{
    out.f64(ticks.base);
    out.u32(static_cast<std::uint32_t>(ticks.steps.size()));
    for (const TickSchedule::Step& step : ticks.steps) {
        out.f64(step.above);
        out.f64(step.tick);
    }
}

TickSchedule readTicks(ByteReader& in)
{
    TickSchedule ticks;
    ticks.base = in.f64();
    ticks.steps.resize(in.count(16));
    for (TickSchedule::Step& step : ticks.steps) {
        step.above = in.f64();
        step.tick = in.f64();
    }
    return ticks;
}

InstrumentTablePtr readTable(ByteReader& in)
{
    std::vector<Instrument> instruments;
    const std::size_t size = in.count(40);
    for (std::size_t i = 0; i < size && in.ok(); ++i)
        instruments.push_back(readInstrument(in));
    auto table = std::make_shared<const InstrumentTable>(std::move(instruments));
    if (table->size() != size)
        in.fail(); // twins: the quotes would not match
    return table;
}

MarketSnapshot readSnapshot(ByteReader& in, const std::vector<InstrumentTablePtr>& tables)
{
    MarketSnapshot snapshot;
    snapshot.id.value = in.u64();
    snapshot.asOf = readTime(in);
    snapshot.mode = static_cast<MarketMode>(in.choice(3));
    snapshot.source = in.text();
    const std::size_t table = in.u32();
    if (table >= tables.size()) {
        in.fail();
        return snapshot;
    }
    snapshot.instruments = tables[table];
    const std::size_t quotes = in.count(30);
    if (quotes != snapshot.instruments->size())
        in.fail();
    for (std::size_t i = 0; i < quotes && in.ok(); ++i)
        snapshot.quotes.push_back(readQuote(in));
    const std::size_t indices = in.count(20);
    for (std::size_t i = 0; i < indices && in.ok(); ++i) {
        IndexPrice& index = snapshot.indices.emplace_back();
        index.underlying = in.text();
        index.priceUsd = in.f64();
        index.at = readTime(in);
    }
    return snapshot;
}

} // namespace

void writeInstrument(ByteWriter& out, const Instrument& instrument)
{
    out.text(instrument.id.venue.value);
    out.text(instrument.id.name);
    out.text(instrument.underlying);
    writeChoice(out, instrument.kind);
    writeChoice(out, instrument.settlement);
    out.optional(instrument.strike);
    out.u8(instrument.expiry ? 1 : 0);
    writeTime(out, instrument.expiry.value_or(Timestamp{}));
    out.u8(!instrument.type ? 0 : (*instrument.type == OptionType::Call ? 1 : 2));
    writeTicks(out, instrument.tick);
    out.f64(instrument.minTradeAmount);
    out.f64(instrument.contractSize);
    out.optional(instrument.takerFee);
    out.optional(instrument.makerFee);
    out.u8(instrument.impliedFromChain ? 1 : 0);
}

Instrument readInstrument(ByteReader& in)
{
    Instrument instrument;
    instrument.id.venue.value = in.text();
    instrument.id.name = in.text();
    instrument.underlying = in.text();
    instrument.kind = static_cast<InstrumentKind>(in.choice(4));
    instrument.settlement = static_cast<Settlement>(in.choice(2));
    instrument.strike = in.optional();
    const bool expires = in.choice(2) == 1;
    const Timestamp expiry = readTime(in);
    instrument.expiry = expires ? std::optional(expiry) : std::nullopt;
    const std::uint8_t type = in.choice(3);
    if (type != 0)
        instrument.type = type == 1 ? OptionType::Call : OptionType::Put;
    instrument.tick = readTicks(in);
    instrument.minTradeAmount = in.f64();
    instrument.contractSize = in.f64();
    instrument.takerFee = in.optional();
    instrument.makerFee = in.optional();
    instrument.impliedFromChain = in.choice(2) == 1;
    if (isOption(instrument) && (!instrument.strike || !instrument.expiry || !instrument.type))
        in.fail();
    if (instrument.kind == InstrumentKind::Future && !instrument.expiry)
        in.fail();
    return instrument;
}

void writeQuote(ByteWriter& out, const Quote& quote)
{
    for (const auto* value :
         {&quote.bid, &quote.ask, &quote.bidAmount, &quote.askAmount, &quote.mark, &quote.last, &quote.bidIv,
          &quote.askIv, &quote.markIv, &quote.underlyingPrice, &quote.openInterest, &quote.volume24h,
          &quote.fundingRate8h, &quote.venueGreeks.delta, &quote.venueGreeks.gamma, &quote.venueGreeks.vega,
          &quote.venueGreeks.theta, &quote.venueGreeks.rho})
        out.optional(*value);
    out.u8(quote.ladder ? 1 : 0);
    if (quote.ladder) {
        writeLevels(out, quote.ladder->bids);
        writeLevels(out, quote.ladder->asks);
    }
    writeTime(out, quote.at);
    writeChoice(out, quote.state);
}

Quote readQuote(ByteReader& in)
{
    Quote quote;
    for (auto* value : {&quote.bid, &quote.ask, &quote.bidAmount, &quote.askAmount, &quote.mark, &quote.last,
                        &quote.bidIv, &quote.askIv, &quote.markIv, &quote.underlyingPrice, &quote.openInterest,
                        &quote.volume24h, &quote.fundingRate8h, &quote.venueGreeks.delta, &quote.venueGreeks.gamma,
                        &quote.venueGreeks.vega, &quote.venueGreeks.theta, &quote.venueGreeks.rho})
        *value = in.optional();
    if (in.choice(2) == 1) {
        Ladder ladder;
        ladder.bids = readLevels(in);
        ladder.asks = readLevels(in);
        quote.ladder = std::make_shared<const Ladder>(std::move(ladder));
    }
    quote.at = readTime(in);
    quote.state = static_cast<QuoteState>(in.choice(6));
    return quote;
}

void writeSnapshots(ByteWriter& out, const std::vector<SnapshotPtr>& snapshots)
{
    std::vector<InstrumentTablePtr> tables;
    for (const SnapshotPtr& snapshot : snapshots) {
        if (std::ranges::find(tables, snapshot->instruments) == tables.end())
            tables.push_back(snapshot->instruments);
    }
    out.u32(static_cast<std::uint32_t>(tables.size()));
    for (const InstrumentTablePtr& table : tables) {
        out.u32(static_cast<std::uint32_t>(table->size()));
        for (const Instrument& instrument : table->all())
            writeInstrument(out, instrument);
    }
    out.u32(static_cast<std::uint32_t>(snapshots.size()));
    for (const SnapshotPtr& snapshot : snapshots) {
        out.u64(snapshot->id.value);
        writeTime(out, snapshot->asOf);
        writeChoice(out, snapshot->mode);
        out.text(snapshot->source);
        out.u32(static_cast<std::uint32_t>(std::ranges::find(tables, snapshot->instruments) - tables.begin()));
        out.u32(static_cast<std::uint32_t>(snapshot->quotes.size()));
        for (const Quote& quote : snapshot->quotes)
            writeQuote(out, quote);
        out.u32(static_cast<std::uint32_t>(snapshot->indices.size()));
        for (const IndexPrice& index : snapshot->indices) {
            out.text(index.underlying);
            out.f64(index.priceUsd);
            writeTime(out, index.at);
        }
    }
}

std::vector<SnapshotPtr> readSnapshots(ByteReader& in)
{
    std::vector<InstrumentTablePtr> tables;
    const std::size_t tableCount = in.count(4);
    for (std::size_t i = 0; i < tableCount && in.ok(); ++i)
        tables.push_back(readTable(in));
    std::vector<SnapshotPtr> snapshots;
    const std::size_t count = in.count(20);
    for (std::size_t i = 0; i < count && in.ok(); ++i)
        snapshots.push_back(std::make_shared<const MarketSnapshot>(readSnapshot(in, tables)));
    if (!in.atEnd())
        in.fail();
    return snapshots;
}

} // namespace ballast::codec

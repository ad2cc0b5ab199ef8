#include "app/venue/venue_market.h"

#include "app/feeds/simulated/simulated_market.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <random>
#include <utility>

namespace ballast {
namespace {

constexpr double usualTicksOfARecording = 200.0; // per second

double lotOf(const Instrument& instrument)
{
    return instrument.minTradeAmount > 0.0 ? instrument.minTradeAmount : 0.1;
}

// Levels of a quote, made from its best prices where the depth is unknown.
Ladder depthOf(const Quote& quote, const Instrument& instrument)
{
    if (quote.ladder)
        return *quote.ladder;
    Ladder ladder;
    if (quote.bid)
        ladder.bids.push_back({*quote.bid, quote.bidAmount.value_or(lotOf(instrument))});
    if (quote.ask)
        ladder.asks.push_back({*quote.ask, quote.askAmount.value_or(lotOf(instrument))});
    return ladder;
}

void takeBest(Quote& quote, Ladder ladder)
{
    const auto price = [](const auto& side) { return side.empty() ? std::nullopt : std::optional(side.front().price); };
    const auto size = [](const auto& side) { return side.empty() ? std::nullopt : std::optional(side.front().amount); };
    quote.bid = price(ladder.bids);
    quote.ask = price(ladder.asks);
    quote.bidAmount = size(ladder.bids);
    quote.askAmount = size(ladder.asks);
    quote.ladder = std::make_shared<const Ladder>(std::move(ladder));
}

// Touches random quotes: other amounts at the best prices, and best prices a tick further out or back.
class QuoteJitter
{
public:
    explicit QuoteJitter(const VenueMarketPace& pace) : m_perSecond(pace.ticksPerSecond), m_random(pace.seed + 77) {}

    // `base` is where the quotes stand by themselves.
    void touch(const std::vector<Quote>& base, std::vector<Quote>& quotes, const InstrumentTable& table,
               Milliseconds elapsed, Timestamp at, int mostTicks)
    {
        if (quotes.empty())
            return;
        m_due += m_perSecond * static_cast<double>(elapsed.count()) / 1000.0;
        const auto count = static_cast<std::size_t>(m_due);
        m_due -= static_cast<double>(count);
        // In turn, from a random place: as many different quotes as touches.
        const std::size_t from = m_random() % quotes.size();
        for (std::size_t i = 0; i < std::min(count, quotes.size()); ++i) {
            const std::size_t row = (from + i) % quotes.size();
            vary(base[row], quotes[row], table[row], mostTicks);
            quotes[row].at = at;
        }
    }

private:
    void vary(const Quote& base, Quote& quote, const Instrument& instrument, int mostTicks)
    {
        Ladder ladder = depthOf(base, instrument);
        shift(ladder.bids, instrument, -1.0, mostTicks);
        shift(ladder.asks, instrument, 1.0, mostTicks);
        if (!ladder.bids.empty() || !ladder.asks.empty())
            takeBest(quote, std::move(ladder));
    }

    void shift(std::vector<LadderLevel>& levels, const Instrument& instrument, double away, int mostTicks)
    {
        if (levels.empty())
            return;
        const double ticks =
            mostTicks == 0 ? 0.0 : static_cast<double>(m_random() % static_cast<unsigned>(mostTicks + 1));
        const double tick = instrument.tick.at(levels.front().price);
        for (LadderLevel& level : levels)
            level.price += away * ticks * tick;
        std::erase_if(levels, [tick](const LadderLevel& level) { return level.price < 0.5 * tick; });
        if (levels.empty())
            return;
        const double lot = lotOf(instrument);
        const double factor = 0.5 + static_cast<double>(m_random() % 1000) / 1000.0;
        levels.front().amount = lot * std::max(1.0, std::round(levels.front().amount * factor / lot));
    }

    double m_perSecond;
    double m_due = 0.0;
    std::mt19937_64 m_random;
};

std::shared_ptr<MarketSnapshot> withQuotes(const MarketSnapshot& base, std::vector<Quote> quotes, Timestamp at)
{
    auto picture = std::make_shared<MarketSnapshot>(base);
    picture->quotes = std::move(quotes);
    picture->asOf = at;
    return picture;
}

class SimulatedVenueMarket final : public VenueMarket
{
public:
    SimulatedVenueMarket(const SimulationSettings& settings, const VenueMarketPace& pace)
        : m_pace(pace), m_market(settings), m_jitter(pace), m_picture(m_market.current())
    {}

    [[nodiscard]] SnapshotPtr picture() const override { return m_picture; }
    [[nodiscard]] double speed() const override { return m_pace.speed; }

    void advance(Milliseconds elapsed) override
    {
        m_carried += static_cast<double>(elapsed.count()) * m_pace.speed;
        const double whole = std::floor(m_carried);
        m_carried -= whole;
        const SnapshotPtr next = m_market.step(Milliseconds{static_cast<std::int64_t>(whole)});
        if (m_pace.ticksPerSecond <= 0.0) {
            m_picture = next;
            return;
        }
        std::vector<Quote> quotes = next->quotes;
        m_jitter.touch(next->quotes, quotes, *next->instruments, elapsed, next->asOf, 0);
        m_picture = withQuotes(*next, std::move(quotes), next->asOf);
    }

private:
    VenueMarketPace m_pace;
    SimulatedMarket m_market;
    QuoteJitter m_jitter;
    SnapshotPtr m_picture;
    double m_carried = 0.0; // milliseconds of market time
};

class RecordedVenueMarket final : public VenueMarket
{
public:
    RecordedVenueMarket(SnapshotPtr recorded, const VenueMarketPace& pace)
        : m_pace(pace), m_jitter(pace), m_recorded(std::move(recorded)), m_picture(m_recorded), m_at(m_recorded->asOf)
    {}

    [[nodiscard]] SnapshotPtr picture() const override { return m_picture; }
    [[nodiscard]] double speed() const override { return m_pace.speed; }

    void advance(Milliseconds elapsed) override
    {
        m_at += Milliseconds{static_cast<std::int64_t>(static_cast<double>(elapsed.count()) * m_pace.speed)};
        std::vector<Quote> quotes = m_picture->quotes;
        m_jitter.touch(m_recorded->quotes, quotes, *m_recorded->instruments, elapsed, m_at, 2);
        // The venue marks its whole list every second.
        if (m_at - m_markedAt >= std::chrono::seconds(1)) {
            m_markedAt = m_at;
            for (Quote& quote : quotes)
                quote.at = m_at;
        }
        auto next = withQuotes(*m_recorded, std::move(quotes), m_at);
        for (IndexPrice& index : next->indices)
            index.at = m_at;
        m_picture = std::move(next);
    }

private:
    VenueMarketPace m_pace;
    QuoteJitter m_jitter;
    SnapshotPtr m_recorded;
    SnapshotPtr m_picture;
    Timestamp m_at;
    Timestamp m_markedAt{};
};

} // namespace

std::unique_ptr<VenueMarket> simulatedVenueMarket(const SimulationSettings& settings, const VenueMarketPace& pace)
{
    return std::make_unique<SimulatedVenueMarket>(settings, pace);
}

std::unique_ptr<VenueMarket> recordedVenueMarket(SnapshotPtr recorded, const VenueMarketPace& pace)
{
    assert(recorded && recorded->instruments);
    VenueMarketPace paced = pace;
    if (paced.ticksPerSecond <= 0.0)
        paced.ticksPerSecond = usualTicksOfARecording;
    return std::make_unique<RecordedVenueMarket>(std::move(recorded), paced);
}

} // namespace ballast

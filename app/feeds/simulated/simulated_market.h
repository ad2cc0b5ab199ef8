#pragma once

#include "app/feeds/simulated/listing.h"
#include "app/feeds/simulated/quote_maker.h"
#include "models/market/snapshot.h"

#include <string_view>

namespace ballast {

enum class Episode
{
    FlashCrash
};
enum class MarketRegime
{
    Calm,
    Busy,
    Crash,
    Recovery
};

[[nodiscard]] const char* episodeWord(Episode episode);    // "flash crash"
[[nodiscard]] const char* regimeWord(MarketRegime regime); // "calm"

// A running episode: where it is and how far.
struct EpisodeProgress
{
    Episode episode = Episode::FlashCrash;
    CrashPhase phase = CrashPhase::Falling;
    double elapsedSeconds = 0.0; // market time
    double share = 0.0;          // of the whole episode, 0 to 1
};

// A venue that does not exist: Deribit's BTC and ETH listings, quoted around a model. Deterministic: seed and sequence
// of steps decide every byte. Owned by one thread; the snapshots it returns are immutable and may go anywhere. Time
// passes only in step(), so pause and speed belong to the caller.
class SimulatedMarket
{
public:
    explicit SimulatedMarket(SimulationSettings settings = {});

    // Lets `marketTime` pass, in pieces of at most a second, and returns the new picture.
    SnapshotPtr step(Milliseconds marketTime);
    SnapshotPtr step() { return step(m_settings.stepMarketTime); }
    [[nodiscard]] SnapshotPtr current() const { return m_current; }

    void trigger(Episode episode);

    [[nodiscard]] MarketRegime regime() const;
    [[nodiscard]] std::optional<EpisodeProgress> episode() const; // nullopt: none running
    [[nodiscard]] const SimulationSettings& settings() const { return m_settings; }

    // What the marks of the current picture were computed from; empty for an underlying that is not simulated.
    [[nodiscard]] std::vector<ModelSlice> slices(std::string_view underlying) const;
    [[nodiscard]] std::optional<FactorState> factors(std::string_view underlying) const;

private:
    // Where a table row gets its value from.
    struct Line
    {
        std::size_t underlying = 0;
        std::size_t slice = 0; // options and futures
    };

    struct UnderlyingState
    {
        FactorState factors;
        std::vector<ModelSlice> slices; // as last marked
        Timestamp markedAt{};
        double markedSpotUsd = 0.0;
        bool due = true; // to be marked in this step
    };

    void integrate(Milliseconds marketTime);
    void refreshFactors();
    void relist();
    void markDueUnderlyings();
    void quoteLines(Milliseconds elapsed);
    void quoteOptionLine(std::size_t row, Milliseconds elapsed);
    void quoteDeltaOneLine(std::size_t row, Milliseconds elapsed);
    void publish();
    [[nodiscard]] Timestamp jittered(std::size_t row, Milliseconds elapsed) const;
    [[nodiscard]] std::vector<double> spotsUsd() const;
    [[nodiscard]] std::optional<std::size_t> indexOf(std::string_view underlying) const;

    SimulationSettings m_settings;
    MarketFactors m_factors;
    Listing m_listing;
    QuoteMaker m_maker;
    Timestamp m_now;
    std::vector<UnderlyingState> m_underlyings;
    InstrumentTablePtr m_table;
    std::vector<Line> m_lines;   // parallel to the table
    std::vector<Quote> m_quotes; // parallel to the table
    std::uint64_t m_lastId = 0;
    SnapshotPtr m_current;
};

} // namespace ballast

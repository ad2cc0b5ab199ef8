#pragma once

#include "app/feeds/simulated/model_slices.h"
#include "app/feeds/simulated/simulation_random.h"
#include "models/market/instrument.h"
#include "models/market/quote.h"

namespace ballast {

// The market makers of the simulated venue: they put bids and asks on the venue's ticks around the model's value, wider
// and thinner far from the money, near expiry and under stress.
class QuoteMaker
{
public:
    explicit QuoteMaker(std::uint64_t seed) : m_seed(seed), m_random(seed, 2) {}

    // First quote of a new listing: open interest, volume and last trade belong to the instrument's name.
    [[nodiscard]] Quote listed(const Instrument& instrument, const UnderlyingSettings& settings) const;

    // The venue's marking of one option: mark, vols, underlying price and Greeks. Leaves bid and ask alone.
    static void mark(Quote& quote, const Instrument& option, const ModelSlice& slice, Timestamp at);
    // Vols of the standing bid and ask at the marked underlying price.
    static void refreshQuotedVols(Quote& quote, const Instrument& option, const ModelSlice& slice);
    // A standing quote that the mark has run through is taken away at once.
    [[nodiscard]] static bool isRunThrough(const Quote& quote);

    // New bid, ask, sizes and five levels around the option's present mark. `stress` 0 calm .. 1 crash.
    void quoteOption(Quote& quote, const Instrument& option, const ModelSlice& slice,
                     const UnderlyingSettings& settings, double stress, Timestamp at);
    // New mark, bid, ask, sizes and ten levels of a perpetual or future worth `valueUsd`.
    void quoteDeltaOne(Quote& quote, const Instrument& instrument, double valueUsd, const UnderlyingSettings& settings,
                       double stress, Timestamp at);

    // True with the chance that an event of this mean time happens within `elapsed`.
    [[nodiscard]] bool happens(Milliseconds elapsed, double meanSeconds);

private:
    struct DepthShape
    {
        int levels = 0;
        double bestAmount = 0.0;
        double growth = 0.0;   // of the amount, per level
        double gapTicks = 0.0; // mean gap between levels beyond the first tick
    };

    [[nodiscard]] std::shared_ptr<const Ladder> ladderFrom(const std::optional<double>& bid,
                                                           const std::optional<double>& ask,
                                                           const Instrument& instrument, const DepthShape& shape);
    [[nodiscard]] std::vector<LadderLevel> levelsFrom(double best, Side side, const Instrument& instrument,
                                                      const DepthShape& shape);
    void tradeSometimes(Quote& quote, const Instrument& option, double size);

    std::uint64_t m_seed;
    SimulationRandom m_random;
};

} // namespace ballast

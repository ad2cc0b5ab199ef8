#pragma once

#include "models/market/price_series.h"
#include "models/market/snapshot.h"
#include "models/risk/stress_episodes.h"
#include "models/surface/vol_surface.h"

#include <optional>
#include <string>
#include <vector>

namespace ballast::test {

// Measures one underlying over an episode's days from the recorded series of shared data, with the program's own
// reader: the table of models/risk/stress_episodes.cpp is what this gives. nullopt where the data is absent.
[[nodiscard]] std::optional<EpisodeMove> measureEpisode(const StressEpisode& episode, const std::string& underlying);

// The recorded chains from 2026-02-04 to 02-07, in time order; empty where absent.
struct RecordedChain
{
    SnapshotPtr market;
    std::vector<VolSurfacePtr> surfaces; // BTC, ETH
};
[[nodiscard]] std::vector<RecordedChain> februaryChains();

// The same from the chains: index before, lowest and last, 30-day vol index before and highest.
[[nodiscard]] std::optional<EpisodeMove> measureFromChains(const std::vector<RecordedChain>& chains,
                                                           const std::string& underlying);

// One series of shared data; empty where absent or unreadable.
[[nodiscard]] PriceSeries recordedSeries(const std::string& relative, const std::string& column = {});

// Daily closes from 2017-08 to 2025-12, or to 2026-04 with the perpetual: `underlying` BTC or ETH.
[[nodiscard]] PriceSeries longSeries(const std::string& underlying);

} // namespace ballast::test

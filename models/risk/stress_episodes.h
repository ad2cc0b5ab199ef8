#pragma once

#include "models/risk/scenario.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast {

// What one underlying did during an episode, as measured from recorded series by tests/risk/episode_measuring.cpp.
struct EpisodeMove
{
    std::string underlying;
    double fromUsd = 0.0;  // price at the beginning
    double lowUsd = 0.0;   // lowest price
    double closeUsd = 0.0; // price at the end
    double hoursToLow = 0.0;
    std::optional<double> realisedVol; // of hourly returns, fraction per year
    std::optional<double> volBefore;   // 30-day implied vol, points
    std::optional<double> volPeak;     // points; nullopt: nobody recorded an implied vol
    std::string priceSource;
    std::string volSource;

    [[nodiscard]] double spotToLow() const { return lowUsd / fromUsd - 1.0; }
    [[nodiscard]] double spotToClose() const { return closeUsd / fromUsd - 1.0; }
    [[nodiscard]] std::optional<double> volPoints() const
    {
        return volBefore && volPeak ? std::optional(*volPeak - *volBefore) : std::nullopt;
    }
    bool operator==(const EpisodeMove&) const = default;
};

struct StressEpisode
{
    std::string name; // its date
    std::string title;
    std::string from; // UTC, inclusive
    std::string to;   // exclusive
    std::vector<EpisodeMove> moves;
    bool operator==(const StressEpisode&) const = default;
};

// 2020-03-12, 2021-05-19, 2022-06, 2022-11, 2024-08-05, 2025-10-10 and 2026-02-05, in this order.
[[nodiscard]] std::span<const StressEpisode> stressEpisodes();
[[nodiscard]] const StressEpisode* findEpisode(std::string_view name); // null: none of that name

enum class EpisodeTiming
{
    AtOnce,  // the whole fall now
    OverTime // over the hours that it took; legs expire on the way
};
enum class MissingVol
{
    Still,    // vols without a record keep still
    Estimated // they move by the mean log vol change per log fall of the episodes with a record
};

// Spot from the beginning to the low, vols from before to the peak, as relative moves. Underlyings without a record
// move as BTC did.
[[nodiscard]] Scenario episodeScenario(const StressEpisode& episode, EpisodeTiming timing, MissingVol missingVol);

// Mean of ln(volPeak / volBefore) / ln(low / from) over the recorded moves: negative.
[[nodiscard]] double volPerSpotLog();

} // namespace ballast

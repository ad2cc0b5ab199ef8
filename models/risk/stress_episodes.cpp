#include "models/risk/stress_episodes.h"

#include <algorithm>
#include <cmath>

namespace ballast {
namespace {

const char* const binance2017 = "Binance spot, hourly (CryptoDataDownload), 2017-08 to 2021-06";
const char* const binance2022 = "Binance spot, hourly, 2022-01 to 2025-12";
const char* const binanceUsdm = "Binance USD-M perpetual, hourly, 2024-01 to 2026-04";
const char* const deribitChain = "Deribit index in chain snapshots of 2026-02-04 to 02-07";
const char* const dvol2022 = "Deribit DVOL BTC, daily, 2022-11 to 2025-11";
const char* const dvol2023 = "Deribit DVOL BTC, daily, 2023-08 to 2026-08";
const char* const chainVol = "30-day vol index of surfaces fitted to these snapshots";

// Measured 2026-11 from the recorded series; tst_stress_episodes recomputes every number.
std::vector<StressEpisode> measuredEpisodes()
{
    return {
        {"2020-03-12",
         "Pandemic crash",
         "2020-03-12",
         "2020-03-14",
         {{"BTC", 7934.52, 3782.13, 5578.6, 26.0, 5.369, {}, {}, binance2017, {}},
          {"ETH", 194.61, 86.0, 134.06, 26.0, 5.765, {}, {}, binance2017, {}}}},
        {"2021-05-19",
         "Leverage flush",
         "2021-05-19",
         "2021-05-20",
         {{"BTC", 42849.78, 30000.0, 36690.09, 13.0, 3.205, {}, {}, binance2017, {}},
          {"ETH", 3375.08, 1888.0, 2438.92, 13.0, 4.501, {}, {}, binance2017, {}}}},
        {"2022-06",
         "Lender failures",
         "2022-06-10",
         "2022-06-19",
         {{"BTC", 30109.93, 17622.0, 18970.79, 212.0, 1.196, {}, {}, binance2022, {}},
          {"ETH", 1788.8, 881.56, 995.13, 212.0, 1.792, {}, {}, binance2022, {}}}},
        {"2022-11",
         "Exchange failure",
         "2022-11-06",
         "2022-11-11",
         {{"BTC", 21299.37, 15588.0, 17601.15, 95.0, 1.279, 56.76, 114.72, binance2022, dvol2022},
          {"ETH", 1626.98, 1073.53, 1299.28, 95.0, 1.758, {}, {}, binance2022, {}}}},
        {"2024-08-05",
         "Carry unwind",
         "2024-08-02",
         "2024-08-06",
         {{"BTC", 65354.02, 49000.0, 54018.81, 78.0, 1.124, 49.81, 63.08, binance2022, dvol2023},
          {"ETH", 3203.4, 2111.0, 2419.59, 73.0, 1.546, {}, {}, binance2022, {}}}},
        {"2025-10-10",
         "Tariff liquidations",
         "2025-10-10",
         "2025-10-12",
         {{"BTC", 121662.41, 102000.0, 110644.4, 21.0, 0.634, 39.73, 46.15, binance2022, dvol2023},
          {"ETH", 4368.09, 3435.0, 3746.79, 21.0, 1.187, {}, {}, binance2022, {}}}},
        {"2026-02-05",
         "Winter crash",
         "2026-02-04",
         "2026-02-07",
         {{"BTC", 75732.4, 59800.0, 70544.5, 48.0, 1.096, 51.74, 82.62, binanceUsdm, dvol2023},
          {"ETH", 2139.74, 1873.93, 2104.71, 23.94, {}, 78.83, 104.01, deribitChain, chainVol}}},
    };
}

const std::vector<StressEpisode>& episodes()
{
    static const std::vector<StressEpisode> table = measuredEpisodes();
    return table;
}

std::optional<double> relativeVolMove(const EpisodeMove& move, MissingVol missingVol)
{
    if (move.volBefore && move.volPeak)
        return *move.volPeak / *move.volBefore - 1.0;
    if (missingVol == MissingVol::Still)
        return std::nullopt;
    return std::expm1(volPerSpotLog() * std::log1p(move.spotToLow()));
}

UnderlyingShock shockOf(const EpisodeMove& move, MissingVol missingVol)
{
    UnderlyingShock shock;
    shock.underlying = move.underlying;
    shock.spot = move.spotToLow();
    shock.volRelative = relativeVolMove(move, missingVol).value_or(0.0);
    return shock;
}

} // namespace

std::span<const StressEpisode> stressEpisodes()
{
    return episodes();
}

const StressEpisode* findEpisode(std::string_view name)
{
    const auto it = std::ranges::find(episodes(), name, &StressEpisode::name);
    return it == episodes().end() ? nullptr : &*it;
}

double volPerSpotLog()
{
    double sum = 0.0;
    int count = 0;
    for (const StressEpisode& episode : episodes()) {
        for (const EpisodeMove& move : episode.moves) {
            if (move.volBefore && move.volPeak) {
                sum += std::log(*move.volPeak / *move.volBefore) / std::log1p(move.spotToLow());
                ++count;
            }
        }
    }
    return sum / count;
}

Scenario episodeScenario(const StressEpisode& episode, EpisodeTiming timing, MissingVol missingVol)
{
    constexpr double hoursPerDay = 24.0;
    Scenario scenario;
    scenario.name = episode.name + " " + episode.title;
    for (const EpisodeMove& move : episode.moves) {
        scenario.shocks.push_back(shockOf(move, missingVol));
        if (timing == EpisodeTiming::OverTime)
            scenario.horizonDays = std::max(scenario.horizonDays, move.hoursToLow / hoursPerDay);
    }
    UnderlyingShock others = shockOf(episode.moves.front(), missingVol);
    others.underlying.clear();
    scenario.shocks.push_back(others);
    return scenario;
}

} // namespace ballast

#include "tests/risk/episode_measuring.h"

#include "app/feeds/import_market.h"
#include "app/feeds/price_history.h"
#include "models/surface/surface_fit.h"
#include "tests/support/market_builder.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace ballast::test {
namespace {

constexpr double hoursPerYear = 365.0 * 24.0;

std::vector<PriceBar> barsWithin(const PriceSeries& series, Timestamp from, Timestamp to)
{
    std::vector<PriceBar> bars;
    for (const PriceBar& bar : series.bars) {
        if (bar.at >= from && bar.at < to)
            bars.push_back(bar);
    }
    return bars;
}

std::optional<double> hourlyVol(const std::vector<PriceBar>& bars)
{
    if (bars.size() < 2)
        return std::nullopt;
    double sum = 0.0;
    for (std::size_t i = 1; i < bars.size(); ++i)
        sum += std::pow(std::log(bars[i].close / bars[i - 1].close), 2);
    return std::sqrt(sum * hoursPerYear / static_cast<double>(bars.size() - 1));
}

PriceSeries hourly(const StressEpisode& episode, const std::string& underlying)
{
    if (episode.from < "2021-06")
        return recordedSeries("series/prices_hourly_2017_2021/Binance_" + underlying + "USDT_1h.csv");
    if (episode.from < "2026")
        return recordedSeries("series/prices_hourly_2022_2025/" + underlying + "USDT_1h.csv");
    return underlying == "BTC" ? recordedSeries("series/prices_hourly_usdm_2024_2026/BTCUSDT_USDM_1h.csv")
                               : PriceSeries{};
}

PriceSeries volIndexOf(const StressEpisode& episode, const std::string& underlying)
{
    if (underlying != "BTC" || episode.from < "2022-11")
        return {};
    return episode.from < "2023-09" ? recordedSeries("series/kalyar197_dvol_macro/dvol_btc.json")
                                    : recordedSeries("series/dvol_kittycapital_2023_2026/data.json", "dvol");
}

// Before: the day before the episode, or its first day where the record begins there.
void measureVol(EpisodeMove& move, const PriceSeries& index, Timestamp from, Timestamp to)
{
    for (const PriceBar& bar : index.bars) {
        if (bar.at < from)
            move.volBefore = bar.close;
        else if (bar.at < to)
            move.volPeak = std::max(move.volPeak.value_or(bar.close), bar.close);
        if (bar.at == from && !move.volBefore)
            move.volBefore = bar.close;
    }
}

} // namespace

PriceSeries recordedSeries(const std::string& relative, const std::string& column)
{
    const auto path = sharedData(relative);
    if (!path)
        return {};
    auto history = readPriceHistory({*path, column});
    return history ? std::move(history->series) : PriceSeries{};
}

std::optional<EpisodeMove> measureEpisode(const StressEpisode& episode, const std::string& underlying)
{
    const Timestamp from = timeOf(episode.from);
    const Timestamp to = timeOf(episode.to);
    const auto bars = barsWithin(hourly(episode, underlying), from, to);
    if (bars.empty())
        return std::nullopt;
    const auto low = std::ranges::min_element(bars, {}, &PriceBar::low);
    EpisodeMove move;
    move.underlying = underlying;
    move.fromUsd = bars.front().open;
    move.lowUsd = low->low;
    move.closeUsd = bars.back().close;
    move.hoursToLow = std::chrono::duration<double, std::ratio<3600>>(low->at - from).count();
    move.realisedVol = hourlyVol(bars);
    measureVol(move, volIndexOf(episode, underlying), from, to);
    return move;
}

std::vector<RecordedChain> februaryChains()
{
    std::vector<RecordedChain> chains;
    const auto folder = sharedData("chains/deribit_full_btc_eth_2025-12_2026-05");
    if (!folder)
        return chains;
    std::map<std::string, std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(*folder)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("deribit_options_snapshot_2026020"))
            files[name] = entry.path();
    }
    for (const auto& [name, path] : files) {
        ImportOptions options;
        options.paths = {path};
        const auto imported = importMarket(options);
        if (!imported || !imported->merged)
            continue;
        RecordedChain chain{imported->merged, {}};
        for (const char* underlying : {"BTC", "ETH"}) {
            if (auto surface = fitSurface(*chain.market, underlying, {}))
                chain.surfaces.push_back(std::make_shared<const VolSurface>(std::move(*surface)));
        }
        chains.push_back(std::move(chain));
    }
    return chains;
}

std::optional<EpisodeMove> measureFromChains(const std::vector<RecordedChain>& chains, const std::string& underlying)
{
    if (chains.empty())
        return std::nullopt;
    EpisodeMove move;
    move.underlying = underlying;
    for (const RecordedChain& chain : chains) {
        const double price = chain.market->index(underlying)->priceUsd;
        const bool first = &chain == &chains.front();
        if (first)
            move.fromUsd = price;
        if (first || price < move.lowUsd) {
            move.lowUsd = price;
            move.hoursToLow =
                std::chrono::duration<double, std::ratio<3600>>(chain.market->asOf - chains.front().market->asOf)
                    .count();
        }
        move.closeUsd = price;
        for (const VolSurfacePtr& surface : chain.surfaces) {
            const auto vol = surface->underlying == underlying ? volIndex(*surface, 30.0) : std::nullopt;
            if (vol && first)
                move.volBefore = 100.0 * *vol;
            if (vol)
                move.volPeak = std::max(move.volPeak.value_or(0.0), 100.0 * *vol);
        }
    }
    return move;
}

PriceSeries longSeries(const std::string& underlying)
{
    PriceSeries all{underlying, {}};
    for (const std::string& file : {"series/prices_hourly_2017_2021/Binance_" + underlying + "USDT_1h.csv",
                                    "series/prices_hourly_2021H2/Binance_" + underlying + "USDT_1h_2021H2.csv",
                                    "series/prices_hourly_2022_2025/" + underlying + "USDT_1h.csv"}) {
        for (const PriceBar& bar : recordedSeries(file).bars) {
            if (all.bars.empty() || bar.at > all.bars.back().at)
                all.bars.push_back(bar);
        }
    }
    return all;
}

} // namespace ballast::test

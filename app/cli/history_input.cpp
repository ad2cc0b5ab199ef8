#include "app/cli/history_input.h"

#include "app/cli/command.h"
#include "app/feeds/price_history.h"
#include "app/store/scenario_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace ballast {
namespace {

// "BTC=prices.csv#close" in its parts.
struct SeriesName
{
    std::string underlying;
    PriceHistoryRequest request;
};

SeriesName partsOf(const std::string& argument)
{
    SeriesName name;
    std::string file = argument;
    constexpr std::size_t longestUnderlying = 16;
    if (const auto equals = file.find('='); equals != std::string::npos && equals <= longestUnderlying) {
        name.underlying = file.substr(0, equals);
        file.erase(0, equals + 1);
    }
    if (const auto hash = file.rfind('#'); hash != std::string::npos && !std::filesystem::exists(file)) {
        name.request.column = file.substr(hash + 1);
        file.resize(hash);
    }
    name.request.file = file;
    return name;
}

Result<std::vector<PriceSeries>> readAll(const std::vector<std::string>& arguments,
                                         const std::vector<std::string>& underlyings)
{
    std::vector<PriceSeries> all;
    for (const std::string& argument : arguments) {
        auto series = readSeries(argument, underlyings);
        if (!series)
            return series.error();
        if (series->name.empty() && !underlyings.empty()) {
            series->name = underlyings.front();
            warn(fmt::format("{} does not say what it is the price of: taken for {}, else write {}=FILE", argument,
                             underlyings.front(), underlyings.back()));
        }
        all.push_back(std::move(*series));
    }
    return all;
}

const PriceSeries* find(const std::vector<PriceSeries>& all, const std::string& name)
{
    const auto it = std::ranges::find(all, name, &PriceSeries::name);
    return it == all.end() ? nullptr : &*it;
}

} // namespace

void addHistoryOptions(CLI::App& command, HistoryArguments& arguments)
{
    command.add_option("--history", arguments.prices,
                       "[UNDERLYING=]FILE[#COLUMN] of daily or finer prices, CSV or JSON; once for each underlying");
    command.add_option("--recorded", arguments.recorded,
                       "scenario store that levels --record has kept, instead of files");
    command.add_option("--vol-history", arguments.volIndices,
                       "[UNDERLYING=]FILE[#COLUMN] of a vol index in points (DVOL); without it vols stand still");
}

Result<PriceSeries> readSeries(const std::string& argument, const std::vector<std::string>& underlyings)
{
    const SeriesName name = partsOf(argument);
    auto history = readPriceHistory(name.request);
    if (!history)
        return history.error();
    PriceSeries series = std::move(history->series);
    if (!name.underlying.empty())
        series.name = name.underlying;
    const std::string file = name.request.file.filename().string();
    for (const std::string& underlying : underlyings) {
        std::string lower = underlying;
        std::ranges::transform(lower, lower.begin(),
                               [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (series.name.empty() &&
            (file.find(underlying) != std::string::npos || file.find(lower) != std::string::npos))
            series.name = underlying;
    }
    return series;
}

// The desk's own closes of these underlyings.
Result<HistoryInput> readRecorded(const std::string& file, const std::vector<std::string>& underlyings)
{
    if (!std::filesystem::exists(file))
        return Error{Errc::NotFound, file + ": no such file, record one with levels --record"};
    const auto store = ScenarioStore::open(file);
    if (!store)
        return store.error();
    const auto recorded = store->recordedSeries();
    if (!recorded)
        return recorded.error();
    std::vector<FactorSeries> series;
    std::ranges::copy_if(*recorded, std::back_inserter(series), [&underlyings](const FactorSeries& s) {
        return std::ranges::find(underlyings, s.factor.underlying) != underlyings.end();
    });
    auto history = alignedHistory(series);
    if (!history)
        return history.error();
    return HistoryInput{std::move(*history), {}};
}

Result<HistoryInput> readHistory(const HistoryArguments& arguments, const std::vector<std::string>& underlyings)
{
    if (!arguments.recorded.empty())
        return arguments.prices.empty()
                   ? readRecorded(arguments.recorded, underlyings)
                   : Result<HistoryInput>(Error{Errc::BadInput, "give either --history or --recorded"});
    const auto prices = readAll(arguments.prices, underlyings);
    if (!prices)
        return prices.error();
    const auto vols = readAll(arguments.volIndices, underlyings);
    if (!vols)
        return vols.error();
    if (prices->empty())
        return Error{Errc::BadInput, "--history: give at least one series of prices"};

    HistoryInput input;
    std::vector<FactorSeries> series;
    for (const std::string& underlying : underlyings) {
        const PriceSeries* own = find(*prices, underlying);
        if (!own) {
            input.proxied.push_back(underlying);
            warn(fmt::format("no history of {0}: it moves as {1}, else add --history {0}=FILE", underlying,
                             prices->front().name));
        }
        series.push_back({{FactorKind::Spot, underlying}, own ? *own : prices->front()});
        if (vols->empty())
            continue;
        const PriceSeries* vol = find(*vols, underlying);
        series.push_back({{FactorKind::Vol, underlying}, vol ? *vol : vols->front()});
    }
    auto history = alignedHistory(series);
    if (!history)
        return history.error();
    input.history = std::move(*history);
    return input;
}

} // namespace ballast

#include "app/session/history_opening.h"

#include "app/feeds/price_history.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace ballast {
namespace {

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

struct NamedSeries
{
    FactorKind kind = FactorKind::Spot;
    PriceSeries series;
};

Result<NamedSeries> readOne(const std::string& file, const std::vector<std::string>& underlyings)
{
    auto history = readPriceHistory({file});
    if (!history)
        return history.error();
    NamedSeries named{FactorKind::Spot, std::move(history->series)};
    const std::string name = lowered(std::filesystem::path(file).filename().string());
    if (name.find("vol") != std::string::npos)
        named.kind = FactorKind::Vol;
    for (const std::string& underlying : underlyings)
        if (named.series.name.empty() && name.find(lowered(underlying)) != std::string::npos)
            named.series.name = underlying;
    return named;
}

// The own series of an underlying, else the first of the kind; null: none of the kind.
const NamedSeries* seriesFor(const std::vector<NamedSeries>& all, FactorKind kind, const std::string& underlying)
{
    const NamedSeries* first = nullptr;
    for (const NamedSeries& each : all) {
        if (each.kind != kind)
            continue;
        if (each.series.name == underlying)
            return &each;
        first = first ? first : &each;
    }
    return first;
}

} // namespace

Result<OpenHistoryPtr> readOpenHistory(std::span<const std::string> files, const std::vector<std::string>& underlyings)
{
    std::vector<NamedSeries> all;
    std::vector<std::string> names;
    for (const std::string& file : files) {
        auto read = readOne(file, underlyings);
        if (!read)
            return read.error();
        all.push_back(std::move(*read));
        names.push_back(std::filesystem::path(file).filename().string());
    }
    OpenHistory open;
    std::vector<FactorSeries> factors;
    for (const std::string& underlying : underlyings) {
        for (const FactorKind kind : {FactorKind::Spot, FactorKind::Vol}) {
            const NamedSeries* series = seriesFor(all, kind, underlying);
            if (!series && kind == FactorKind::Spot)
                return Error{Errc::BadInput, "none of the files is a history of prices: open one of closes"};
            if (!series)
                continue;
            factors.push_back({{kind, underlying}, series->series});
            if (series->series.name != underlying && kind == FactorKind::Spot)
                open.proxied.push_back(underlying);
        }
    }
    auto daily = alignedHistory(factors);
    if (!daily)
        return daily.error();
    open.daily = std::move(*daily);
    open.source = fmt::format("{}, {} days", fmt::join(names, ", "), open.daily.days.size());
    if (!open.proxied.empty())
        open.source += fmt::format("; {} as the first", fmt::join(open.proxied, ", "));
    return std::make_shared<const OpenHistory>(std::move(open));
}

Result<OpenHistoryPtr> recordedHistory(const std::vector<FactorSeries>& recorded)
{
    auto daily = alignedHistory(recorded);
    if (!daily)
        return daily.error();
    OpenHistory open;
    open.daily = std::move(*daily);
    open.source = fmt::format("the desk's own recordings, {} days", open.daily.days.size());
    return std::make_shared<const OpenHistory>(std::move(open));
}

} // namespace ballast

#include "app/feeds/market_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

namespace ballast {
namespace {

// Instruments with their quotes while a picture is put together.
using QuotedInstruments = std::map<InstrumentId, std::pair<Instrument, Quote>>;

MarketSnapshot assemble(MarketSnapshot frame, QuotedInstruments& lines)
{
    std::vector<Instrument> listed;
    listed.reserve(lines.size());
    for (const auto& [id, line] : lines) {
        if (!line.first.expiry || *line.first.expiry > frame.asOf)
            listed.push_back(line.first);
    }
    frame.instruments = std::make_shared<const InstrumentTable>(std::move(listed));
    frame.quotes.clear();
    frame.quotes.reserve(frame.instruments->size());
    for (const Instrument& instrument : frame.instruments->all())
        frame.quotes.push_back(std::move(lines.at(instrument.id).second));
    return frame;
}

std::vector<std::string> sourcesOf(const std::vector<const MarketSnapshot*>& pictures)
{
    std::vector<std::string> sources;
    for (const MarketSnapshot* picture : pictures) {
        if (std::ranges::find(sources, picture->source) == sources.end())
            sources.push_back(picture->source);
    }
    return sources;
}

void takeNewestIndices(std::map<std::string, IndexPrice>& known, const MarketSnapshot& picture)
{
    for (const IndexPrice& price : picture.indices) {
        const auto [it, isNew] = known.try_emplace(price.underlying, price);
        if (!isNew && price.at >= it->second.at)
            it->second = price;
    }
}

// Pictures of several files that are one.
struct Group
{
    std::vector<const MarketSnapshot*> pictures;
    std::vector<std::size_t> files;
    bool answers = true;
    Timestamp from{};
};

bool share(const MarketSnapshot& left, const MarketSnapshot& right)
{
    return std::ranges::any_of(left.instruments->all(), [&right](const Instrument& instrument) {
        return right.instruments->find(instrument.id).has_value();
    });
}

bool belongs(const Group& group, const MarketSnapshot& picture, std::size_t file, bool isAnswer)
{
    if (picture.asOf - group.from > pictureSpan || std::ranges::find(group.files, file) != group.files.end())
        return false;
    if (group.answers && isAnswer)
        return true;
    return std::ranges::none_of(group.pictures,
                                [&picture](const MarketSnapshot* other) { return share(*other, picture); });
}

} // namespace

std::string joinedSource(const std::vector<std::string>& sources)
{
    if (sources.size() < 2)
        return sources.empty() ? std::string() : sources.front();
    return sources.size() == 2 ? sources[0] + " + " + sources[1]
                               : fmt::format("{} + {} more", sources[0], sources.size() - 1);
}

MarketSnapshot mergePictures(const std::vector<const MarketSnapshot*>& pictures)
{
    MarketSnapshot merged;
    QuotedInstruments lines;
    std::map<std::string, IndexPrice> indices;
    for (const MarketSnapshot* picture : pictures) {
        merged.asOf = std::max(merged.asOf, picture->asOf);
        merged.mode = picture->mode;
        takeNewestIndices(indices, *picture);
        for (std::size_t i = 0; i < picture->quotes.size(); ++i) {
            const Instrument& instrument = (*picture->instruments)[i];
            const Quote& quote = picture->quotes[i];
            const auto [it, isNew] = lines.try_emplace(instrument.id, instrument, quote);
            if (!isNew && quote.at >= it->second.second.at)
                it->second = {instrument, quote};
        }
    }
    // A quote of another moment is no live one beside the newest.
    for (auto& [id, line] : lines) {
        if (line.second.at + pictureSpan < merged.asOf && line.second.state == QuoteState::Live)
            line.second.state = QuoteState::Stale;
    }
    merged.source = joinedSource(sourcesOf(pictures));
    for (auto& [underlying, price] : indices)
        merged.indices.push_back(std::move(price));
    return assemble(std::move(merged), lines);
}

std::vector<MarketSnapshot> joinPictures(std::vector<ParsedFile>& files)
{
    struct Entry
    {
        const MarketSnapshot* picture;
        std::size_t file;
    };
    std::vector<Entry> entries;
    for (std::size_t file = 0; file < files.size(); ++file) {
        for (const MarketSnapshot& picture : files[file].pictures)
            entries.push_back({&picture, file});
    }
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return entry.picture->asOf; });
    std::vector<Group> groups;
    std::size_t open = 0; // groups before it are too old to grow
    for (const auto& [picture, file] : entries) {
        while (open < groups.size() && picture->asOf - groups[open].from > pictureSpan)
            ++open;
        const bool isAnswer = files[file].isAnswer;
        const auto home = std::find_if(groups.begin() + static_cast<std::ptrdiff_t>(open), groups.end(),
                                       [&](const Group& group) { return belongs(group, *picture, file, isAnswer); });
        Group& group = home != groups.end() ? *home : groups.emplace_back(Group{{}, {}, true, picture->asOf});
        group.pictures.push_back(picture);
        group.files.push_back(file);
        group.answers = group.answers && isAnswer;
    }
    std::vector<MarketSnapshot> joined;
    joined.reserve(groups.size());
    for (const Group& group : groups)
        joined.push_back(group.pictures.size() == 1 ? *group.pictures.front() : mergePictures(group.pictures));
    std::ranges::stable_sort(joined, {}, &MarketSnapshot::asOf);
    return joined;
}

Milliseconds quoteSpread(const MarketSnapshot& picture)
{
    std::optional<Timestamp> oldest;
    Timestamp newest{};
    for (const Quote& quote : picture.quotes) {
        if (quote.at == Timestamp{})
            continue;
        oldest = std::min(oldest.value_or(quote.at), quote.at);
        newest = std::max(newest, quote.at);
    }
    return oldest ? newest - *oldest : Milliseconds{};
}

MarketSnapshot withDefinitions(MarketSnapshot picture, const std::vector<Instrument>& definitions, Unquoted unquoted)
{
    if (definitions.empty())
        return picture;
    QuotedInstruments lines;
    for (std::size_t i = 0; i < picture.quotes.size(); ++i)
        lines.try_emplace((*picture.instruments)[i].id, (*picture.instruments)[i], std::move(picture.quotes[i]));
    for (const Instrument& definition : definitions) {
        const auto known = lines.find(definition.id);
        if (known != lines.end())
            known->second.first = definition;
        else if (unquoted == Unquoted::List)
            lines.try_emplace(definition.id, definition, Quote{});
    }
    return assemble(std::move(picture), lines);
}

} // namespace ballast

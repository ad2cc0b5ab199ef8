#include "app/feeds/import_market.h"

#include "app/feeds/chain_csv.h"
#include "app/feeds/chain_json.h"
#include "app/feeds/format_detection.h"
#include "app/feeds/implied_market.h"
#include "app/feeds/market_merge.h"
#include "app/feeds/snapshot_file.h"
#include "app/feeds/ws_recording.h"

#include <fmt/format.h>

#include <algorithm>

namespace ballast {
namespace {

Result<std::vector<std::filesystem::path>> filesOf(const std::vector<std::filesystem::path>& paths)
{
    std::vector<std::filesystem::path> files;
    for (const auto& path : paths) {
        std::error_code failure;
        if (!std::filesystem::is_directory(path, failure)) {
            files.push_back(path);
            continue;
        }
        const std::size_t before = files.size();
        for (std::filesystem::directory_iterator it(path, failure), end; !failure && it != end; it.increment(failure)) {
            if (it->is_regular_file(failure) && !it->path().filename().string().starts_with('.'))
                files.push_back(it->path());
        }
        if (failure || files.size() == before)
            return fileError(path, 0, failure ? "the folder cannot be read" : "no file in this folder",
                             "give a folder with market files", Errc::Io);
        std::sort(files.begin() + static_cast<std::ptrdiff_t>(before), files.end());
    }
    if (files.empty())
        return Error{Errc::BadInput, "no market file was named, give one with --market"};
    return files;
}

Result<ParsedFile> parseOwnFile(const FileBytes& file)
{
    auto snapshots = decodeSnapshots(file.bytes);
    if (!snapshots)
        return Error{snapshots.error().code, fmt::format("{}: {}", file.path.string(), snapshots.error().message)};
    ParsedFile parsed;
    parsed.source = file.name();
    for (const SnapshotPtr& snapshot : *snapshots) {
        parsed.pictures.push_back(*snapshot);
        for (std::size_t i = 0; i < snapshot->quotes.size(); ++i)
            parsed.tally.use();
    }
    return parsed;
}

Result<ParsedFile> parseFile(FileBytes& file, const ImportOptions& options)
{
    const FileFormat format = detectFormat(file.bytes);
    if (format == FileFormat::OwnSnapshot)
        return parseOwnFile(file);
    if (const Status text = requireText(file); !text)
        return text.error();
    const ChainOptions chain{options.asOf, options.underlyingHint.value_or("")};
    switch (format) {
    case FileFormat::DeribitRecording:
        return parseRecording(file, options.limits, chain);
    case FileFormat::JsonLines:
        return parseChainJsonLines(file, options.limits, chain);
    case FileFormat::JsonDocument:
        return parseJsonDocument(file, chain);
    default:
        return parseChainCsv(file, options.limits, options.columns, chain);
    }
}

void addNotes(ImportResult& result, const std::vector<std::string>& notes)
{
    for (const std::string& note : notes) {
        if (std::ranges::find(result.notes, note) == result.notes.end())
            result.notes.push_back(note);
    }
}

SnapshotPtr completed(MarketSnapshot picture, std::uint64_t id, double impliedSpread, ImportResult& result)
{
    ImpliedMarket market = implyMissing(std::move(picture), impliedSpread);
    addNotes(result, market.notes);
    market.picture.id = {id};
    return std::make_shared<const MarketSnapshot>(std::move(market.picture));
}

void noteCrossed(ImportResult& result)
{
    const auto crossed = std::ranges::count(result.merged->quotes, QuoteState::Crossed, &Quote::state);
    if (crossed > 0)
        result.notes.push_back(fmt::format("{} crossed quotes, marked as such", crossed));
}

// Between the newest times of the files, or between the quotes where those lie further apart.
Milliseconds asOfSpread(const std::vector<ParsedFile>& files, const MarketSnapshot& merged)
{
    std::vector<Timestamp> newest;
    for (const ParsedFile& file : files) {
        if (!file.pictures.empty())
            newest.push_back(std::ranges::max(file.pictures, {}, &MarketSnapshot::asOf).asOf);
    }
    if (newest.empty())
        return quoteSpread(merged);
    const auto [oldest, latest] = std::ranges::minmax(newest);
    return std::max(latest - oldest, quoteSpread(merged));
}

void noteSpread(ImportResult& result, Milliseconds spread)
{
    if (spread > pictureSpan)
        result.notes.push_back(fmt::format("asOf spread {} min: the quotes are not of one moment",
                                           std::chrono::duration_cast<std::chrono::minutes>(spread).count()));
}

std::vector<Instrument> definitionsOf(const std::vector<ParsedFile>& files)
{
    std::vector<Instrument> all;
    for (const ParsedFile& file : files)
        all.insert(all.end(), file.definitions.begin(), file.definitions.end());
    return all;
}

// A listing alone, or nothing of use: still a picture, with no quote in it.
MarketSnapshot bare(const std::vector<ParsedFile>& files, const ImportOptions& options)
{
    MarketSnapshot picture;
    for (const ParsedFile& file : files)
        picture.asOf = std::max(picture.asOf, file.definitionsAt);
    picture.asOf = options.asOf.value_or(picture.asOf);
    picture.source = files.front().source;
    picture.instruments = std::make_shared<const InstrumentTable>(std::vector<Instrument>{});
    return picture;
}

void buildSnapshots(ImportResult& result, std::vector<ParsedFile>& files, const ImportOptions& options)
{
    const auto definitions = definitionsOf(files);
    std::vector<MarketSnapshot> pictures = joinPictures(files);
    if (pictures.empty())
        pictures.push_back(bare(files, options));
    for (MarketSnapshot& picture : pictures)
        picture = withDefinitions(std::move(picture), definitions, Unquoted::Leave);
    std::vector<const MarketSnapshot*> all;
    for (const MarketSnapshot& picture : pictures)
        all.push_back(&picture);
    MarketSnapshot merged =
        withDefinitions(pictures.size() == 1 ? pictures.front() : mergePictures(all), definitions, Unquoted::List);
    std::vector<std::string> sources;
    for (const ParsedFile& file : files)
        sources.push_back(file.source);
    merged.source = joinedSource(sources);
    const std::uint64_t count = pictures.size();
    if (count == 1) {
        result.snapshots.push_back(completed(std::move(merged), 1, options.impliedSpread, result));
        result.merged = result.snapshots.front();
        return;
    }
    for (std::uint64_t i = 0; i < count; ++i)
        result.snapshots.push_back(completed(std::move(pictures[i]), i + 1, options.impliedSpread, result));
    result.merged = completed(std::move(merged), count + 1, options.impliedSpread, result);
}

// The parsed files as one market.
ImportResult assemble(std::vector<ParsedFile> files, const ImportOptions& options)
{
    ImportResult result;
    ImportTally tally;
    for (const ParsedFile& file : files) {
        tally.add(file.tally);
        addNotes(result, file.notes);
    }
    buildSnapshots(result, files, options);
    noteSpread(result, asOfSpread(files, *result.merged));
    noteCrossed(result);
    result.rows = tally.rows();
    result.used = tally.used();
    result.rejected = tally.rejects();
    return result;
}

} // namespace

Result<ImportResult> importMarket(const ImportOptions& options)
{
    const auto paths = filesOf(options.paths);
    if (!paths)
        return paths.error();
    std::vector<ParsedFile> files;
    for (const auto& path : *paths) {
        auto file = readFileBytes(path, options.limits);
        if (!file)
            return file.error();
        auto parsed = parseFile(*file, options);
        if (!parsed)
            return parsed.error();
        files.push_back(std::move(*parsed));
    }
    return assemble(std::move(files), options);
}

Result<ImportResult> importMarketBytes(FileBytes file, const ImportOptions& options)
{
    auto parsed = parseFile(file, options);
    if (!parsed)
        return parsed.error();
    std::vector<ParsedFile> files;
    files.push_back(std::move(*parsed));
    return assemble(std::move(files), options);
}

} // namespace ballast

// Writes the seeds of the fuzz targets:  fuzz_seeds SEEDS_FOLDER RECORDED_MESSAGES_FOLDER OUT_FOLDER
// The first are ours, kept beside the targets; the second are recorded messages, one a line or a file, where there are
// any; recordings of our own format are made here.
#include "app/feeds/recording/recording_format.h"
#include "tests/fuzz/import_bytes.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

constexpr std::size_t longestSeed = 8'192; // longer ones only slow the fuzzer down
constexpr std::size_t mostLinesOfAFile = 60;

// Where what a file's path says goes: seeds of a protocol serve every target that reads it.
const std::vector<std::pair<std::string, std::vector<std::string>>> targetsOf{
    {"okx_raw", {"okx"}},
    {"bybit_raw", {"bybit"}},
    {"binance_raw", {"binance"}},
    {"deribit", {"deribit_wire", "deribit_message", "import"}},
    {"DERIBIT", {"deribit_wire", "deribit_message", "import"}},
    {"tardis_csv", {"import"}},
    {"leien2", {"deribit_wire", "import"}},
};

class Writer
{
public:
    explicit Writer(fs::path out) : m_out(std::move(out)) {}

    void write(const std::string& target, const std::string& bytes)
    {
        if (bytes.empty() || bytes.size() > longestSeed)
            return;
        const fs::path folder = m_out / target;
        fs::create_directories(folder);
        std::ofstream(folder / std::to_string(std::hash<std::string>{}(bytes)), std::ios::binary) << bytes;
        ++m_written[target];
    }

    void report() const
    {
        for (const auto& [target, count] : m_written)
            std::printf("%-18s %5zu seeds\n", target.c_str(), count);
    }

private:
    fs::path m_out;
    std::map<std::string, std::size_t> m_written;
};

std::string contentOf(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<fs::path> filesUnder(const fs::path& folder)
{
    std::vector<fs::path> files;
    if (!fs::is_directory(folder))
        return files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

// The message behind "address -> time: "; empty: the line is none, or a piece of one.
std::string messageOf(const std::string& line)
{
    const auto begin = line.find_first_of("{[");
    const bool isWhole =
        begin != std::string::npos && line.size() > begin + 2 && (line.back() == '}' || line.back() == ']');
    return isWhole ? line.substr(begin) : std::string();
}

void writeRecorded(Writer& writer, const fs::path& file)
{
    const std::string path = file.string();
    const auto known =
        std::ranges::find_if(targetsOf, [&](const auto& each) { return path.find(each.first) != path.npos; });
    if (known == targetsOf.end())
        return;
    const std::string content = contentOf(file);
    std::vector<std::string> seeds{content};
    for (std::size_t at = 0; at < content.size() && seeds.size() < mostLinesOfAFile;) {
        const std::size_t end = std::min(content.find('\n', at), content.size());
        if (std::string message = messageOf(content.substr(at, end - at)); !message.empty())
            seeds.push_back(std::move(message));
        at = end + 1;
    }
    for (const std::string& target : known->second)
        for (const std::string& seed : seeds)
            writer.write(target, seed);
}

void writeRecording(Writer& writer)
{
    using namespace ballast;
    using namespace ballast::recording;
    Timestamp at = fromUnixMilliseconds(1'626'993'723'000);
    const Timestamp first = at;
    std::string block;
    Timestamp before = first;
    for (const auto kind : {FeedInputKind::Connected, FeedInputKind::Received, FeedInputKind::Ticked,
                            FeedInputKind::Watched, FeedInputKind::Published, FeedInputKind::Disconnected}) {
        appendInput(block, before, kind, at, kind == FeedInputKind::Received ? R"({"jsonrpc":"2.0"})" : "BTC\n");
        at += Milliseconds{20};
    }
    TapeSettings settings;
    settings.source = "Deribit";
    settings.session.channels.currencies = {"BTC", "ETH"};
    const std::string header = encodeHeader(settings);
    const std::string packed = encodeBlock(block, 6, first, before);
    const auto head = decodeBlockHead(packed);
    const std::string index = encodeIndex({{header.size(), *head}}, header.size() + packed.size());
    for (const std::string& seed : {header, block, packed, index, header + packed, header + packed + index})
        writer.write("recording", seed);
}

void writeSnapshots(Writer& writer, const std::string& chainCsv)
{
    const auto imported = ballast::test::importBytes(chainCsv);
    if (imported)
        writer.write("snapshot_content", ballast::test::snapshotContent(imported->snapshots));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    fs::remove_all(argv[3]);
    Writer writer(argv[3]);
    for (const fs::path& file : filesUnder(argv[1]))
        writer.write(file.parent_path().filename().string(), contentOf(file));
    for (const fs::path& file : filesUnder(argv[2]))
        writeRecorded(writer, file);
    writeRecording(writer);
    writeSnapshots(writer, contentOf(fs::path(argv[1]) / "import" / "chain.csv"));
    writer.report();
    return 0;
}

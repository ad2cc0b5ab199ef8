#include "app/feeds/recording/replay_report.h"

#include "app/feeds/byte_stream.h"
#include "app/feeds/snapshot_codec.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

namespace ballast {
namespace {

class Hash
{
public:
    Hash() { EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr); }
    void add(std::string_view bytes) { EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size()); }
    [[nodiscard]] std::string hex()
    {
        std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
        unsigned int size = 0;
        EVP_DigestFinal_ex(m_context.get(), digest.data(), &size);
        std::string text;
        for (unsigned int i = 0; i < size; ++i)
            text += fmt::format("{:02x}", digest[i]);
        return text;
    }

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> m_context{EVP_MD_CTX_new(), &EVP_MD_CTX_free};
};

std::vector<ReplayedBook> booksOf(const MarketSnapshot& picture, const DeribitSession& session)
{
    std::vector<ReplayedBook> books;
    for (std::size_t row = 0; row < picture.quotes.size(); ++row) {
        const std::string& name = (*picture.instruments)[row].id.name;
        const Quote& quote = picture.quotes[row];
        if (quote.ladder)
            books.push_back({name, session.bookChangeId(name), *quote.ladder});
    }
    std::ranges::sort(books, {}, &ReplayedBook::instrument);
    return books;
}

} // namespace

Result<ReplayReport> replayWhole(FeedReplay& replay)
{
    replay.restart();
    ReplayReport report;
    Hash hash;
    replay.onPicture = [&](const SnapshotPtr& picture) {
        ++report.pictures;
        report.last = picture;
        ByteWriter bytes;
        codec::writeSnapshots(bytes, {picture});
        hash.add(bytes.bytes());
    };
    replay.onAlarm = [&](const Alarm& alarm) { report.alarms.push_back(alarm); };
    const FeedReplay::Progress progress = replay.playAll();
    replay.onPicture = nullptr;
    replay.onAlarm = nullptr;
    if (progress.problem)
        return Error{Errc::BadInput, *progress.problem};
    report.source = replay.tape().settings().source;
    report.from = replay.begin();
    report.to = replay.end();
    report.inputs = replay.inputs();
    report.picturesHash = hash.hex();
    report.status = replay.status();
    if (report.last)
        report.books = booksOf(*report.last, replay.pipeline().session());
    return report;
}

} // namespace ballast

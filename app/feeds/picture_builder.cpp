#include "app/feeds/picture_builder.h"

#include <algorithm>
#include <unordered_set>

namespace ballast {
namespace {

constexpr std::size_t mostPictures = 2'000;

class PollPictures
{
public:
    explicit PollPictures(const std::string& source) : m_source(source) {}

    // All updates of one moment.
    void add(std::vector<TickerUpdate>::const_iterator from, std::vector<TickerUpdate>::const_iterator to)
    {
        if (std::any_of(from, to, [this](const TickerUpdate& u) { return m_names.contains(u.instrument); }))
            cut();
        for (auto it = from; it != to; ++it) {
            m_names.insert(it->instrument);
            // Names were checked when the rows were read.
            static_cast<void>(m_book.apply(*it));
        }
    }

    [[nodiscard]] std::vector<MarketSnapshot> finish()
    {
        cut();
        return std::move(m_pictures);
    }

private:
    void cut()
    {
        if (m_names.empty())
            return;
        m_pictures.push_back(m_book.picture({}, MarketMode::Recording, m_source));
        m_book = {};
        m_names.clear();
    }

    const std::string& m_source;
    MarketBook m_book;
    std::unordered_set<std::string> m_names;
    std::vector<MarketSnapshot> m_pictures;
};

std::vector<MarketSnapshot> streamPictures(const std::vector<TickerUpdate>& updates, const std::string& source)
{
    MarketBook book;
    StreamPictures pictures(source);
    for (const TickerUpdate& update : updates) {
        static_cast<void>(book.apply(update));
        pictures.offer(book);
    }
    pictures.finish(book);
    return pictures.take();
}

} // namespace

void StreamPictures::add(MarketBook& book)
{
    m_pictures.push_back(book.picture({}, MarketMode::Recording, m_source));
    m_pending = false;
    if (m_pictures.size() < mostPictures)
        return;
    // Too fine: keep every second picture and go on at half the rate.
    std::size_t kept = 0;
    for (std::size_t i = 1; i < m_pictures.size(); i += 2)
        m_pictures[kept++] = std::move(m_pictures[i]);
    m_pictures.resize(kept);
    m_step *= 2;
}

void StreamPictures::offer(MarketBook& book)
{
    m_pending = true;
    if (!m_pictures.empty() && book.newest() >= m_pictures.back().asOf + m_step)
        add(book);
    else if (m_pictures.empty() && book.newest() > Timestamp{})
        m_pictures.push_back(book.picture({}, MarketMode::Recording, m_source));
}

void StreamPictures::finish(MarketBook& book)
{
    if (!m_pending || book.newest() == Timestamp{})
        return;
    if (!m_pictures.empty() && m_pictures.back().asOf == book.newest())
        m_pictures.pop_back();
    add(book);
}

std::vector<MarketSnapshot> buildPictures(std::vector<TickerUpdate> updates, PictureRule rule,
                                          const std::string& source)
{
    std::ranges::stable_sort(updates, {}, [](const TickerUpdate& update) { return update.quote.at; });
    if (rule == PictureRule::Stream)
        return streamPictures(updates, source);
    PollPictures pictures(source);
    for (auto from = updates.cbegin(); from != updates.cend();) {
        const auto to = std::find_if(from, updates.cend(),
                                     [from](const TickerUpdate& update) { return update.quote.at != from->quote.at; });
        pictures.add(from, to);
        from = to;
    }
    return pictures.finish();
}

} // namespace ballast

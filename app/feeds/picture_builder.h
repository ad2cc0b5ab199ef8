#pragma once

#include "app/feeds/market_book.h"

#include <string>
#include <vector>

namespace ballast {

// How rows of one file become pictures.
enum class PictureRule
{
    Polls,  // a new picture begins where an instrument comes again at a later time; each stands for itself
    Stream, // news on news: every picture holds what was said so far, at most one a second and 2,000 in all
};

[[nodiscard]] std::vector<MarketSnapshot> buildPictures(std::vector<TickerUpdate> updates, PictureRule rule,
                                                        const std::string& source);

// Takes pictures of a growing book at a bounded rate.
class StreamPictures
{
public:
    explicit StreamPictures(std::string source) : m_source(std::move(source)) {}

    void offer(MarketBook& book);  // after each event
    void finish(MarketBook& book); // the last state is always a picture
    [[nodiscard]] std::vector<MarketSnapshot> take() { return std::move(m_pictures); }

private:
    void add(MarketBook& book);

    std::string m_source;
    std::vector<MarketSnapshot> m_pictures;
    Milliseconds m_step = std::chrono::seconds(1);
    bool m_pending = false;
};

} // namespace ballast

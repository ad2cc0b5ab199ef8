#pragma once

#include "app/feeds/market_events.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

namespace ballast {

enum class BookChainVerdict
{
    Pass,   // hand it on
    Drop,   // belongs to a book that waits for its snapshot, or an image older than what is known
    Broken, // the book is wrong from here on: say so at once and subscribe again
};

// Sequence of every book of one link, by channel. A change passes when it follows the message before it; anything else
// (lost, repeated, swapped, an old snapshot) breaks the chain until a snapshot that is newer than all seen.
class BookChains
{
public:
    [[nodiscard]] BookChainVerdict judge(const std::string& channel, const BookUpdate& update);
    // From elsewhere: crossed, no snapshot in time. True when the book was live.
    bool breakChain(const std::string& channel);
    void forget(const std::string& channel) { m_chains.erase(channel); }
    void clear() { m_chains.clear(); }

    [[nodiscard]] bool isLive(const std::string& channel) const;
    [[nodiscard]] std::optional<std::int64_t> changeId(const std::string& channel) const; // nullopt: not live
    [[nodiscard]] std::size_t gaps() const { return m_gaps; }

private:
    struct Chain
    {
        std::int64_t last = 0;
        std::int64_t newest = 0; // of all seen, also of what was dropped
        bool live = false;
    };

    std::unordered_map<std::string, Chain> m_chains;
    std::size_t m_gaps = 0;
};

} // namespace ballast

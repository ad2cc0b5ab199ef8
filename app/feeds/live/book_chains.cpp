#include "app/feeds/live/book_chains.h"

#include <algorithm>

namespace ballast {

// Deribit's integrity rule (docs.deribit.com book.{instrument}.{interval}): prev_change_id = change_id of the message
// before.
BookChainVerdict BookChains::judge(const std::string& channel, const BookUpdate& update)
{
    Chain& chain = m_chains[channel];
    const bool isOld = update.changeId < chain.newest;
    switch (update.kind) {
    case BookUpdateKind::Image:
        if (isOld)
            return BookChainVerdict::Drop;
        break;
    case BookUpdateKind::Snapshot:
        if (isOld && !chain.live)
            return BookChainVerdict::Drop;
        if (isOld) {
            chain.live = false;
            ++m_gaps;
            return BookChainVerdict::Broken;
        }
        break;
    case BookUpdateKind::Change:
        chain.newest = std::max(chain.newest, update.changeId);
        if (!chain.live)
            return BookChainVerdict::Drop;
        if (update.previousChangeId != chain.last || update.changeId <= chain.last) {
            chain.live = false;
            ++m_gaps;
            return BookChainVerdict::Broken;
        }
        break;
    }
    chain.last = update.changeId;
    chain.newest = std::max(chain.newest, update.changeId);
    chain.live = true;
    return BookChainVerdict::Pass;
}

bool BookChains::breakChain(const std::string& channel)
{
    const auto it = m_chains.find(channel);
    if (it == m_chains.end() || !it->second.live)
        return false;
    it->second.live = false;
    return true;
}

bool BookChains::isLive(const std::string& channel) const
{
    const auto it = m_chains.find(channel);
    return it != m_chains.end() && it->second.live;
}

std::optional<std::int64_t> BookChains::changeId(const std::string& channel) const
{
    const auto it = m_chains.find(channel);
    return it != m_chains.end() && it->second.live ? std::optional(it->second.last) : std::nullopt;
}

} // namespace ballast

#pragma once

#include "models/core/time.h"

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace ballast {

enum class ChannelScope
{
    Public,
    Private
};

// What one link is subscribed to, what it should be, and what must be subscribed anew. Hands out batches; the caller
// sends them when its credits allow.
class SubscriptionPlan
{
public:
    static constexpr std::size_t batchSize = 500; // channels a call, as Deribit's guide has it

    void want(const std::string& channel, ChannelScope scope = ChannelScope::Public);
    void drop(const std::string& channel);
    // Leave and enter again, not before `notBefore`; a channel whose subscription is under way does so afterwards.
    void restart(const std::string& channel, Timestamp notBefore);

    // Channels to subscribe to or to leave now, now under way; empty when there are none.
    [[nodiscard]] std::vector<std::string> nextSubscribe(ChannelScope scope, Timestamp now,
                                                         std::size_t most = batchSize);
    [[nodiscard]] std::vector<std::string> nextUnsubscribe(ChannelScope scope, Timestamp now,
                                                           std::size_t most = batchSize);
    [[nodiscard]] bool hasWork(ChannelScope scope, Timestamp now) const;
    [[nodiscard]] std::optional<Timestamp> nextWork(Timestamp now) const; // of restarts held back

    // What the venue confirmed of a batch. The answer: what it refused, which is not asked for again on this link.
    [[nodiscard]] std::vector<std::string> subscribed(std::span<const std::string> asked,
                                                      std::span<const std::string> granted);
    void unsubscribed(std::span<const std::string> channels);
    // The call failed as a whole: as before it.
    void failed(std::span<const std::string> channels);
    // The link is gone: all of it must be subscribed again.
    void reset();

    [[nodiscard]] std::size_t size() const { return m_channels.size(); }
    [[nodiscard]] std::size_t active() const { return m_active; }
    [[nodiscard]] bool isWanted(const std::string& channel) const { return m_channels.contains(channel); }
    [[nodiscard]] bool isActive(const std::string& channel) const;

private:
    enum class State
    {
        Wanted,
        Subscribing,
        Active,
        Leaving,
        Unsubscribing,
        Refused
    };
    struct Channel
    {
        ChannelScope scope = ChannelScope::Public;
        State state = State::Wanted;
        bool wanted = true; // false: leave for good
        bool again = false; // restart asked for while subscribing
        Timestamp notBefore{};
    };

    using Entry = std::map<std::string, Channel>::value_type;

    void enter(Entry& entry, State state);
    void erase(const std::string& channel);
    [[nodiscard]] std::vector<std::string> take(std::set<std::string>& from, State to, ChannelScope scope,
                                                Timestamp now, std::size_t most);
    [[nodiscard]] bool anyDue(const std::set<std::string>& names, ChannelScope scope, Timestamp now) const;

    std::map<std::string, Channel> m_channels;
    // Names of the channels in Wanted and in Leaving: asked for after every message, so they are kept.
    std::set<std::string> m_toSubscribe;
    std::set<std::string> m_toLeave;
    std::size_t m_active = 0;
};

} // namespace ballast

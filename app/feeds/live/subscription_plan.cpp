#include "app/feeds/live/subscription_plan.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace ballast {

void SubscriptionPlan::want(const std::string& channel, ChannelScope scope)
{
    Channel& entry = m_channels[channel];
    entry.scope = scope;
    entry.wanted = true;
}

void SubscriptionPlan::drop(const std::string& channel)
{
    const auto it = m_channels.find(channel);
    if (it == m_channels.end())
        return;
    Channel& entry = it->second;
    if (entry.state == State::Wanted || entry.state == State::Refused) {
        m_channels.erase(it);
        return;
    }
    entry.wanted = false;
    if (entry.state == State::Active)
        entry.state = State::Leaving;
}

void SubscriptionPlan::restart(const std::string& channel, Timestamp notBefore)
{
    const auto it = m_channels.find(channel);
    if (it == m_channels.end())
        return;
    Channel& entry = it->second;
    if (entry.state != State::Active && entry.state != State::Subscribing)
        return;
    entry.again = entry.state == State::Subscribing;
    if (!entry.again)
        entry.state = State::Leaving;
    entry.notBefore = notBefore;
}

std::vector<std::string> SubscriptionPlan::take(State from, State to, ChannelScope scope, Timestamp now)
{
    std::vector<std::string> batch;
    for (auto& [name, entry] : m_channels) {
        if (entry.state != from || entry.scope != scope || entry.notBefore > now)
            continue;
        entry.state = to;
        batch.push_back(name);
        if (batch.size() == batchSize)
            break;
    }
    return batch;
}

std::vector<std::string> SubscriptionPlan::nextSubscribe(ChannelScope scope, Timestamp now)
{
    return take(State::Wanted, State::Subscribing, scope, now);
}

std::vector<std::string> SubscriptionPlan::nextUnsubscribe(ChannelScope scope, Timestamp now)
{
    return take(State::Leaving, State::Unsubscribing, scope, now);
}

bool SubscriptionPlan::hasWork(ChannelScope scope, Timestamp now) const
{
    return std::ranges::any_of(m_channels, [scope, now](const auto& item) {
        const Channel& entry = item.second;
        return entry.scope == scope && (entry.state == State::Wanted || entry.state == State::Leaving) &&
               entry.notBefore <= now;
    });
}

std::optional<Timestamp> SubscriptionPlan::nextWork(Timestamp now) const
{
    std::optional<Timestamp> next;
    for (const auto& [name, entry] : m_channels) {
        if ((entry.state == State::Leaving || entry.state == State::Wanted) && entry.notBefore > now)
            next = next ? std::min(*next, entry.notBefore) : entry.notBefore;
    }
    return next;
}

std::vector<std::string> SubscriptionPlan::subscribed(std::span<const std::string> asked,
                                                      std::span<const std::string> granted)
{
    const std::unordered_set<std::string> got(granted.begin(), granted.end());
    std::vector<std::string> refused;
    for (const std::string& name : asked) {
        const auto it = m_channels.find(name);
        if (it == m_channels.end() || it->second.state != State::Subscribing)
            continue;
        const bool ok = got.contains(name);
        if (!it->second.wanted) {
            if (ok)
                it->second.state = State::Leaving;
            else
                m_channels.erase(it);
            continue;
        }
        const bool again = std::exchange(it->second.again, false);
        it->second.state = !ok ? State::Refused : (again ? State::Leaving : State::Active);
        if (!ok)
            refused.push_back(name);
    }
    return refused;
}

void SubscriptionPlan::unsubscribed(std::span<const std::string> channels)
{
    for (const std::string& name : channels) {
        const auto it = m_channels.find(name);
        if (it == m_channels.end() || it->second.state != State::Unsubscribing)
            continue;
        if (it->second.wanted)
            it->second.state = State::Wanted;
        else
            m_channels.erase(it);
    }
}

void SubscriptionPlan::failed(std::span<const std::string> channels)
{
    for (const std::string& name : channels) {
        const auto it = m_channels.find(name);
        if (it == m_channels.end())
            continue;
        if (it->second.state == State::Subscribing)
            it->second.state = State::Wanted;
        else if (it->second.state == State::Unsubscribing)
            it->second.state = State::Leaving;
    }
}

void SubscriptionPlan::reset()
{
    std::erase_if(m_channels, [](const auto& item) { return !item.second.wanted; });
    for (auto& [name, entry] : m_channels) {
        entry.state = State::Wanted;
        entry.notBefore = {};
        entry.again = false;
    }
}

std::size_t SubscriptionPlan::count(State state) const
{
    return static_cast<std::size_t>(
        std::ranges::count_if(m_channels, [state](const auto& item) { return item.second.state == state; }));
}

bool SubscriptionPlan::isActive(const std::string& channel) const
{
    const auto it = m_channels.find(channel);
    return it != m_channels.end() && it->second.state == State::Active;
}

} // namespace ballast

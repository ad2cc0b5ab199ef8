#include "app/feeds/live/subscription_plan.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace ballast {

void SubscriptionPlan::enter(Entry& entry, State state)
{
    auto& [name, channel] = entry;
    m_active -= channel.state == State::Active ? 1 : 0;
    m_active += state == State::Active ? 1 : 0;
    m_toSubscribe.erase(name);
    m_toLeave.erase(name);
    if (state == State::Wanted)
        m_toSubscribe.insert(name);
    if (state == State::Leaving)
        m_toLeave.insert(name);
    channel.state = state;
}

void SubscriptionPlan::erase(const std::string& channel)
{
    m_toSubscribe.erase(channel);
    m_toLeave.erase(channel);
    m_channels.erase(channel);
}

void SubscriptionPlan::want(const std::string& channel, ChannelScope scope)
{
    const auto [it, isNew] = m_channels.try_emplace(channel);
    it->second.scope = scope;
    it->second.wanted = true;
    if (isNew)
        enter(*it, State::Wanted);
}

void SubscriptionPlan::drop(const std::string& channel)
{
    const auto it = m_channels.find(channel);
    if (it == m_channels.end())
        return;
    if (it->second.state == State::Wanted || it->second.state == State::Refused) {
        erase(channel);
        return;
    }
    it->second.wanted = false;
    if (it->second.state == State::Active)
        enter(*it, State::Leaving);
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
    entry.notBefore = notBefore;
    if (!entry.again)
        enter(*it, State::Leaving);
}

std::vector<std::string> SubscriptionPlan::take(std::set<std::string>& from, State to, ChannelScope scope,
                                                Timestamp now, std::size_t most)
{
    std::vector<std::string> batch;
    for (const std::string& name : from) {
        const Channel& entry = m_channels.at(name);
        if (entry.scope == scope && entry.notBefore <= now)
            batch.push_back(name);
        if (batch.size() == most)
            break;
    }
    for (const std::string& name : batch)
        enter(*m_channels.find(name), to);
    return batch;
}

std::vector<std::string> SubscriptionPlan::nextSubscribe(ChannelScope scope, Timestamp now, std::size_t most)
{
    return take(m_toSubscribe, State::Subscribing, scope, now, most);
}

std::vector<std::string> SubscriptionPlan::nextUnsubscribe(ChannelScope scope, Timestamp now, std::size_t most)
{
    return take(m_toLeave, State::Unsubscribing, scope, now, most);
}

bool SubscriptionPlan::anyDue(const std::set<std::string>& names, ChannelScope scope, Timestamp now) const
{
    return std::ranges::any_of(names, [&](const std::string& name) {
        const Channel& entry = m_channels.at(name);
        return entry.scope == scope && entry.notBefore <= now;
    });
}

bool SubscriptionPlan::hasWork(ChannelScope scope, Timestamp now) const
{
    return anyDue(m_toSubscribe, scope, now) || anyDue(m_toLeave, scope, now);
}

std::optional<Timestamp> SubscriptionPlan::nextWork(Timestamp now) const
{
    std::optional<Timestamp> next;
    for (const auto* names : {&m_toSubscribe, &m_toLeave}) {
        for (const std::string& name : *names) {
            const Timestamp at = m_channels.at(name).notBefore;
            if (at > now)
                next = next ? std::min(*next, at) : at;
        }
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
        const bool leave = std::exchange(it->second.again, false) || !it->second.wanted;
        if (ok)
            enter(*it, leave ? State::Leaving : State::Active);
        else if (!it->second.wanted)
            erase(name);
        else {
            enter(*it, State::Refused);
            refused.push_back(name);
        }
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
            enter(*it, State::Wanted);
        else
            erase(name);
    }
}

void SubscriptionPlan::failed(std::span<const std::string> channels)
{
    for (const std::string& name : channels) {
        const auto it = m_channels.find(name);
        if (it == m_channels.end())
            continue;
        if (it->second.state == State::Subscribing)
            enter(*it, State::Wanted);
        else if (it->second.state == State::Unsubscribing)
            enter(*it, State::Leaving);
    }
}

void SubscriptionPlan::reset()
{
    std::vector<std::string> unwanted;
    for (Entry& entry : m_channels) {
        if (!entry.second.wanted)
            unwanted.push_back(entry.first);
        entry.second.notBefore = {};
        entry.second.again = false;
        enter(entry, State::Wanted);
    }
    for (const std::string& name : unwanted)
        erase(name);
}

bool SubscriptionPlan::isActive(const std::string& channel) const
{
    const auto it = m_channels.find(channel);
    return it != m_channels.end() && it->second.state == State::Active;
}

} // namespace ballast

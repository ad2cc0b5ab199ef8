#include "app/feeds/live/public_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

constexpr Milliseconds alarmPause{10'000};      // between two alarms of one kind
constexpr Milliseconds answerPatience{20'000};  // for HTTPS
constexpr std::size_t mostQuestions = 4;        // under way at a time
constexpr Milliseconds lifeMargin{10 * 60'000}; // a link is renewed before the venue ends it

void keepEarliest(std::optional<Timestamp>& earliest, Timestamp candidate)
{
    earliest = earliest ? std::min(*earliest, candidate) : candidate;
}

} // namespace

PublicSession::PublicSession(std::unique_ptr<VenueDialect> dialect, PublicSessionSettings settings)
    : m_dialect(std::move(dialect)),
      m_settings(settings),
      m_limits(m_dialect->limits()),
      m_reconnect(settings.reconnect, settings.seed),
      m_messages(m_limits.messages)
{}

SessionStep PublicSession::connected(Timestamp now)
{
    m_phase = LinkPhase::Up;
    m_reconnect.connected(now);
    m_upSince = m_lastHeard = now;
    m_pingAt = now + m_limits.pingAfter;
    m_messages = m_limits.messages;
    m_restarts.clear();
    for (const RestQuery& query : m_dialect->queries())
        m_questions[query.subject] = {query, now, {}, 0};
    for (const std::string& channel : m_dialect->standingChannels())
        m_plan.want(channel);
    return finish(now);
}

SessionStep PublicSession::received(std::string_view text, Timestamp now)
{
    if (m_phase == LinkPhase::Down)
        return {};
    m_lastHeard = now;
    ++m_figures.messages;
    auto message = m_dialect->decode(text);
    if (message) {
        takeMessage(*message, now);
    } else {
        ++m_figures.badMessages;
        alarm(AlarmKind::BadMessage,
              fmt::format("{} sent a message that cannot be read: {}", m_limits.venue, message.error().message), now);
    }
    return finish(now);
}

SessionStep PublicSession::disconnected(Timestamp now, std::string_view reason)
{
    if (m_phase == LinkPhase::Down)
        m_step.actions.emplace_back(Reconnect{m_reconnect.broken(now), std::string(reason)});
    else
        dropLink(reason, now);
    return std::exchange(m_step, {});
}

std::optional<std::string_view> PublicSession::whyLinkIsOver(Timestamp now) const
{
    if (now - m_lastHeard >= m_limits.silence)
        return "silence";
    if (m_limits.longestLife && now - m_upSince >= *m_limits.longestLife - lifeMargin)
        return "renewed before the venue ends it";
    return std::nullopt;
}

SessionStep PublicSession::tick(Timestamp now)
{
    if (m_phase == LinkPhase::Down)
        return {};
    if (const auto why = whyLinkIsOver(now)) {
        if (now - m_lastHeard >= m_limits.silence)
            alarm(AlarmKind::Silent,
                  fmt::format("{} has said nothing for {} s: connecting anew", m_limits.venue,
                              std::chrono::floor<std::chrono::seconds>(m_limits.silence).count()),
                  now);
        dropLink(*why, now);
        return std::exchange(m_step, {});
    }
    if (m_limits.pingAfter > Milliseconds{0} && m_pingAt <= now) {
        m_messages.force(now);
        m_step.actions.emplace_back(SendText{m_dialect->ping(), SendOrder::First});
        m_pingAt = now + m_limits.pingAfter;
    }
    expireBatches(now);
    expireSnapshots(now);
    return finish(now);
}

std::optional<Timestamp> PublicSession::nextDeadline(Timestamp now) const
{
    if (m_phase == LinkPhase::Down)
        return std::nullopt;
    std::optional<Timestamp> next = m_lastHeard + m_limits.silence;
    if (m_limits.pingAfter > Milliseconds{0})
        keepEarliest(next, m_pingAt);
    if (m_limits.longestLife)
        keepEarliest(next, m_upSince + *m_limits.longestLife - lifeMargin);
    for (const auto& [id, batch] : m_batches)
        keepEarliest(next, batch.deadline);
    for (const auto& [instrument, deadline] : m_awaited)
        keepEarliest(next, deadline);
    for (const auto& [subject, question] : m_questions)
        keepEarliest(next, question.askedAt ? *question.askedAt + answerPatience : question.dueAt);
    if (const auto work = m_plan.nextWork(now))
        keepEarliest(next, *work);
    if (m_plan.hasWork(ChannelScope::Public, now))
        keepEarliest(next, m_messages.availableAt(now));
    return std::max(*next, now);
}

SessionStep PublicSession::watch(std::set<std::string> instruments, Timestamp now)
{
    const std::set<std::string> before = std::exchange(m_watched, std::move(instruments));
    for (const auto& [name, instrument] : m_listed) {
        const bool was = before.contains(name);
        const bool is = m_watched.contains(name);
        if (was == is)
            continue;
        const auto kept = m_dialect->channelsOf(instrument, is);
        for (const std::string& channel : m_dialect->channelsOf(instrument, was)) {
            if (std::ranges::find(kept, channel) == kept.end())
                m_plan.drop(channel);
        }
        want(instrument);
        if (!is && std::ranges::find(kept, m_dialect->bookChannel(name)) == kept.end()) {
            m_chains.forget(m_dialect->bookChannel(name));
            m_depths.erase(name);
            m_awaited.erase(name);
            m_questions.erase("book:" + name);
        }
    }
    return finish(now);
}

SessionStep PublicSession::rejectBook(const std::string& instrument, std::string_view reason, Timestamp now)
{
    if (m_phase == LinkPhase::Down || !m_listed.contains(instrument))
        return {};
    const auto depth = m_depths.find(instrument);
    const bool wasLive = depth != m_depths.end() ? depth->second.state() == BinanceDepth::State::Live
                                                 : m_chains.breakChain(m_dialect->bookChannel(instrument));
    if (wasLive)
        loseBook(instrument, std::string(reason), now);
    return finish(now);
}

SessionFigures PublicSession::figures() const
{
    SessionFigures figures = m_figures;
    figures.reconnects = m_reconnect.reconnects();
    return figures;
}

bool PublicSession::isBookLive(const std::string& instrument) const
{
    const auto depth = m_depths.find(instrument);
    if (depth != m_depths.end())
        return depth->second.state() == BinanceDepth::State::Live;
    return m_chains.isLive(m_dialect->bookChannel(instrument));
}

SessionStep PublicSession::finish(Timestamp now)
{
    if (m_phase != LinkPhase::Down)
        pump(now);
    return std::exchange(m_step, {});
}

// Questions first: without a listing there is nothing to subscribe to. Channels to leave before those to enter.
void PublicSession::pump(Timestamp now)
{
    ask(now);
    while (sendChannels(ChannelCall::Unsubscribe, now) || sendChannels(ChannelCall::Subscribe, now)) {
    }
}

void PublicSession::ask(Timestamp now)
{
    auto underWay =
        std::ranges::count_if(m_questions, [](const auto& each) { return each.second.askedAt.has_value(); });
    for (auto& [subject, question] : m_questions) {
        if (question.askedAt && now - *question.askedAt >= answerPatience) {
            failAnswer(question, "no answer in time", now);
            --underWay;
        }
        if (question.askedAt || question.dueAt > now || underWay >= static_cast<std::ptrdiff_t>(mostQuestions))
            continue;
        question.askedAt = now;
        ++underWay;
        m_step.actions.emplace_back(FetchText{subject, question.query.url});
    }
}

bool PublicSession::sendChannels(ChannelCall call, Timestamp now)
{
    if (m_messages.availableAt(now) > now)
        return false;
    auto channels = call == ChannelCall::Subscribe
                        ? m_plan.nextSubscribe(ChannelScope::Public, now, m_limits.channelsPerMessage)
                        : m_plan.nextUnsubscribe(ChannelScope::Public, now, m_limits.channelsPerMessage);
    if (channels.empty() || !m_messages.tryTake(now))
        return false;
    const std::int64_t id = m_nextId++;
    m_step.actions.emplace_back(SendText{m_dialect->channelsRequest(id, call, channels)});
    m_batches[id] = {call, {channels.begin(), channels.end()}, now + m_settings.patience};
    return true;
}

void PublicSession::alarm(AlarmKind kind, std::string text, Timestamp now)
{
    const auto last = m_alarmedAt.find(kind);
    if (last != m_alarmedAt.end() && now - last->second < alarmPause)
        return;
    m_alarmedAt[kind] = now;
    m_step.actions.emplace_back(Alarm{kind, std::move(text)});
}

void PublicSession::dropLink(std::string_view reason, Timestamp now)
{
    m_phase = LinkPhase::Down;
    m_batches.clear();
    m_questions.clear();
    m_plan.reset();
    m_chains.clear();
    m_depths.clear();
    m_awaited.clear();
    m_step.events.emplace_back(LinkLost{std::string(reason), m_clock.venueTime(now)});
    m_step.actions.emplace_back(Reconnect{m_reconnect.broken(now), std::string(reason)});
}

// A venue that answers no subscription at all is not there; single channels are asked for again.
void PublicSession::expireBatches(Timestamp now)
{
    std::vector<std::int64_t> late;
    for (const auto& [id, batch] : m_batches) {
        if (batch.deadline <= now)
            late.push_back(id);
    }
    for (const std::int64_t id : late) {
        const Batch batch = m_batches.extract(id).mapped();
        alarm(AlarmKind::NotAnswered,
              fmt::format("{} did not answer for {} of its channels, {} among them: asking again", m_limits.venue,
                          batch.open.size(), *batch.open.begin()),
              now);
        m_plan.failed(std::vector<std::string>(batch.open.begin(), batch.open.end()));
    }
}

void PublicSession::expireSnapshots(Timestamp now)
{
    std::vector<std::string> late;
    for (const auto& [instrument, deadline] : m_awaited) {
        if (deadline <= now)
            late.push_back(instrument);
    }
    for (const std::string& instrument : late)
        restartBook(instrument, now);
}

} // namespace ballast

#include "app/feeds/live/deribit_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

constexpr int triesBeforeReconnect = 3;
constexpr Milliseconds alarmPause{10'000}; // between two alarms of one kind

std::string methodOf(RequestKind kind, ChannelScope scope)
{
    return fmt::format("{}/{}", scope == ChannelScope::Private ? "private" : "public", requestWord(kind));
}

void keepEarliest(std::optional<Timestamp>& earliest, std::optional<Timestamp> candidate)
{
    if (candidate)
        earliest = earliest ? std::min(*earliest, *candidate) : *candidate;
}

} // namespace

const char* alarmWord(AlarmKind kind)
{
    switch (kind) {
    case AlarmKind::LoginRefused:
        return "login refused";
    case AlarmKind::RequestRefused:
        return "request refused";
    case AlarmKind::ChannelsRefused:
        return "channels refused";
    case AlarmKind::NotAnswered:
        return "not answered";
    case AlarmKind::Throttled:
        return "throttled";
    case AlarmKind::Silent:
        return "silent";
    case AlarmKind::ClockSkew:
        return "clock skew";
    case AlarmKind::Maintenance:
        return "maintenance";
    case AlarmKind::BadMessage:
        return "bad message";
    case AlarmKind::BookUnstable:
        return "book unstable";
    }
    return "unknown";
}

DeribitSession::DeribitSession(DeribitSettings settings)
    : m_settings(std::move(settings)), m_reconnect(m_settings.reconnect, m_settings.seed), m_nonces(m_settings.seed + 1)
{}

SessionStep DeribitSession::connected(Timestamp now)
{
    m_reconnect.connected(now);
    m_lastHeard = now;
    m_clock.clear();
    queue(RequestKind::Hello);
    queue(RequestKind::SetHeartbeat);
    if (m_settings.credentials) {
        m_phase = LinkPhase::SigningIn;
        queue(RequestKind::Authenticate);
    } else {
        beginMarket();
    }
    return finish(now);
}

SessionStep DeribitSession::received(std::string_view text, Timestamp now)
{
    if (m_phase == LinkPhase::Down)
        return {};
    m_lastHeard = now;
    ++m_figures.messages;
    auto message = m_wire.decode(text, m_pending);
    if (!message) {
        ++m_figures.badMessages;
        alarm(AlarmKind::BadMessage,
              fmt::format("Deribit sent a message that cannot be read: {}", message.error().message), now);
        return finish(now);
    }
    switch (message->kind) {
    case DeribitWireKind::TestRequest:
        answerTest(now);
        break;
    case DeribitWireKind::Market:
        takeEvents(*message, now);
        break;
    case DeribitWireKind::Reply:
        takeReply(*message, now);
        break;
    case DeribitWireKind::Fault:
        takeFault(*message, now);
        break;
    case DeribitWireKind::Heartbeat:
    case DeribitWireKind::Ignored:
        break;
    }
    return finish(now);
}

SessionStep DeribitSession::disconnected(Timestamp now, std::string_view reason)
{
    if (m_phase == LinkPhase::Down)
        m_step.actions.emplace_back(Reconnect{m_reconnect.broken(now), std::string(reason)});
    else
        dropLink(reason, now, Milliseconds{0});
    return std::exchange(m_step, {});
}

SessionStep DeribitSession::tick(Timestamp now)
{
    if (m_phase == LinkPhase::Down)
        return {};
    const auto silence = std::chrono::seconds(2 * m_settings.heartbeatSeconds);
    if (now - m_lastHeard >= silence) {
        alarm(AlarmKind::Silent, fmt::format("Deribit has said nothing for {} s: connecting anew", silence.count()),
              now);
        dropLink("silence", now, Milliseconds{0});
        return std::exchange(m_step, {});
    }
    if (m_refreshAt && *m_refreshAt <= now) {
        m_refreshAt.reset();
        queue(RequestKind::RefreshToken);
    }
    expireRequests(now);
    expireSnapshots(now);
    return finish(now);
}

SessionStep DeribitSession::finish(Timestamp now)
{
    pump(now);
    return std::exchange(m_step, {});
}

std::optional<Timestamp> DeribitSession::nextDeadline(Timestamp now) const
{
    if (m_phase == LinkPhase::Down)
        return std::nullopt;
    std::optional<Timestamp> next = m_lastHeard + std::chrono::seconds(2 * m_settings.heartbeatSeconds);
    keepEarliest(next, m_refreshAt);
    keepEarliest(next, m_pending.nextDeadline());
    for (const Job& job : m_jobs) {
        const CreditBucket& credits = job.kind == RequestKind::Instruments ? m_listings : m_requests;
        keepEarliest(next, std::max({job.notBefore, credits.availableAt(now), m_restUntil}));
    }
    keepEarliest(next, m_plan.nextWork(now));
    const bool publicWork = m_phase == LinkPhase::Up && m_plan.hasWork(ChannelScope::Public, now);
    if (publicWork || (m_granted && m_plan.hasWork(ChannelScope::Private, now)))
        keepEarliest(next, std::max(m_subscribes.availableAt(now), m_restUntil));
    for (const auto& [channel, deadline] : m_awaitedSnapshots)
        keepEarliest(next, deadline);
    return std::max(*next, now);
}

SessionStep DeribitSession::watch(std::set<std::string> instruments, Timestamp now)
{
    std::map<std::string, std::vector<std::string>> before;
    for (const auto& [name, instrument] : m_listed)
        before[name] = channelsOf(instrument);
    m_settings.channels.watched = std::move(instruments);
    for (const auto& [name, instrument] : m_listed) {
        const auto after = channelsOf(instrument);
        for (const std::string& channel : before[name]) {
            if (std::ranges::find(after, channel) == after.end()) {
                m_plan.drop(channel);
                m_chains.forget(channel);
                m_awaitedSnapshots.erase(channel);
            }
        }
        for (const std::string& channel : after)
            m_plan.want(channel);
    }
    return finish(now);
}

SessionStep DeribitSession::rejectBook(const std::string& instrument, std::string_view reason, Timestamp now)
{
    const auto listed = m_listed.find(instrument);
    if (m_phase == LinkPhase::Down || listed == m_listed.end())
        return {};
    for (const std::string& channel : channelsOf(listed->second)) {
        if (channel.starts_with("book.") && m_chains.breakChain(channel))
            loseBook(channel, instrument, std::string(reason), now);
    }
    return finish(now);
}

SessionFigures DeribitSession::figures() const
{
    SessionFigures figures = m_figures;
    figures.reconnects = m_reconnect.reconnects();
    return figures;
}

std::optional<std::int64_t> DeribitSession::bookChangeId(const std::string& instrument) const
{
    const auto listed = m_listed.find(instrument);
    // A recording of somebody else's has no listing of ours: its books go by the usual names.
    const auto channels = listed == m_listed.end()
                              ? std::vector<std::string>{"book." + instrument + ".raw", "book." + instrument + ".100ms"}
                              : channelsOf(listed->second);
    for (const std::string& channel : channels) {
        if (const auto id = m_chains.changeId(channel))
            return id;
    }
    return std::nullopt;
}

std::vector<std::string> DeribitSession::channelsOf(const Instrument& instrument) const
{
    return instrumentChannels(instrument, m_settings.channels, m_channelLogin);
}

void DeribitSession::beginMarket()
{
    m_phase = LinkPhase::Up;
    const Login login = m_granted ? Login::Granted : Login::None;
    if (login != std::exchange(m_channelLogin, login)) {
        m_plan = {}; // raw streams want a login
        for (const auto& [name, instrument] : m_listed) {
            for (const std::string& channel : channelsOf(instrument))
                m_plan.want(channel);
        }
    }
    for (const std::string& currency : m_settings.channels.currencies) {
        queue(RequestKind::Instruments, currency);
        queue(RequestKind::Summary, currency);
        for (const std::string& channel : currencyChannels(currency))
            m_plan.want(channel);
    }
    m_plan.want("platform_state");
}

void DeribitSession::beginPrivate()
{
    queue(RequestKind::Positions, "any");
    queue(RequestKind::OpenOrders, "any");
    for (const std::string& currency : m_settings.channels.currencies)
        queue(RequestKind::AccountSummary, currency);
    for (const std::string& channel : privateChannels())
        m_plan.want(channel, ChannelScope::Private);
}

void DeribitSession::queue(RequestKind kind, std::string subject)
{
    m_jobs.push_back({kind, std::move(subject), 0, {}});
}

bool DeribitSession::affords(RequestKind kind, Timestamp now)
{
    if (kind != RequestKind::Instruments)
        return m_requests.tryTake(now);
    if (!m_listings.tryTake(now))
        return false;
    m_requests.force(now);
    return true;
}

// Requests first, then channels: those to leave before those to enter, so that a lost book comes back soonest.
void DeribitSession::pump(Timestamp now)
{
    if (m_phase == LinkPhase::Down || now < m_restUntil)
        return;
    std::deque<Job> waiting;
    for (Job& job : std::exchange(m_jobs, {})) {
        if (job.notBefore <= now && affords(job.kind, now))
            sendJob(job, now);
        else
            waiting.push_back(std::move(job));
    }
    m_jobs = std::move(waiting);
    bool sent = m_phase == LinkPhase::Up;
    while (sent) {
        sent = sendChannels(RequestKind::Unsubscribe, ChannelScope::Public, now) ||
               sendChannels(RequestKind::Subscribe, ChannelScope::Public, now) ||
               (m_granted && (sendChannels(RequestKind::Unsubscribe, ChannelScope::Private, now) ||
                              sendChannels(RequestKind::Subscribe, ChannelScope::Private, now)));
    }
}

std::string DeribitSession::requestText(const PendingRequest& request, std::int64_t id, Timestamp now)
{
    switch (request.kind) {
    case RequestKind::Hello:
        return deribit::helloRequest(id, m_settings.clientName, m_settings.clientVersion);
    case RequestKind::Authenticate:
        return deribit::signatureRequest(id, *m_settings.credentials, toUnixMilliseconds(m_clock.venueTime(now)),
                                         fmt::format("{:016x}", m_nonces()));
    case RequestKind::RefreshToken:
        return deribit::refreshRequest(id, m_refreshToken);
    case RequestKind::SetHeartbeat:
        return deribit::heartbeatRequest(id, m_settings.heartbeatSeconds);
    case RequestKind::Test:
        return deribit::testRequest(id);
    default:
        return deribit::currencyRequest(id, requestWord(request.kind), request.subject);
    }
}

void DeribitSession::sendJob(const Job& job, Timestamp now)
{
    PendingRequest request;
    request.kind = job.kind;
    request.subject = job.subject;
    request.tries = job.tries;
    const std::int64_t id = m_pending.open(request, now, m_settings.patience);
    send(requestText(request, id, now));
    if (job.kind == RequestKind::Instruments)
        m_listedAt[job.subject] = now;
}

bool DeribitSession::sendChannels(RequestKind kind, ChannelScope scope, Timestamp now)
{
    if (m_subscribes.availableAt(now) > now)
        return false;
    PendingRequest request;
    request.kind = kind;
    request.tries = m_channelFailures;
    request.channels =
        kind == RequestKind::Subscribe ? m_plan.nextSubscribe(scope, now) : m_plan.nextUnsubscribe(scope, now);
    if (request.channels.empty() || !m_subscribes.tryTake(now))
        return false;
    const std::int64_t id = m_pending.open(request, now, m_settings.patience);
    send(deribit::channelsRequest(id, methodOf(kind, scope), request.channels));
    return true;
}

void DeribitSession::send(std::string text, SendOrder order)
{
    m_step.actions.emplace_back(SendText{std::move(text), order});
}

void DeribitSession::alarm(AlarmKind kind, std::string text, Timestamp now)
{
    const auto last = m_alarmedAt.find(kind);
    if (last != m_alarmedAt.end() && now - last->second < alarmPause)
        return;
    m_alarmedAt[kind] = now;
    m_step.actions.emplace_back(Alarm{kind, std::move(text)});
}

void DeribitSession::dropLink(std::string_view reason, Timestamp now, Milliseconds atLeast)
{
    m_phase = LinkPhase::Down;
    m_granted = false;
    m_refreshToken.clear();
    m_scope.clear();
    m_refreshAt.reset();
    m_restUntil = {};
    m_channelFailures = 0;
    m_jobs.clear();
    m_pending.clear();
    m_plan.reset();
    m_chains.clear();
    m_awaitedSnapshots.clear();
    m_patchAt.clear();
    m_step.events.emplace_back(LinkLost{std::string(reason), m_clock.venueTime(now)});
    m_step.actions.emplace_back(Reconnect{m_reconnect.broken(now, atLeast), std::string(reason)});
}

void DeribitSession::expireRequests(Timestamp now)
{
    for (const PendingRequest& late : m_pending.expire(now)) {
        if (late.kind == RequestKind::Hello || late.kind == RequestKind::Test)
            continue;
        if (late.tries + 1 >= triesBeforeReconnect) {
            alarm(AlarmKind::NotAnswered,
                  fmt::format("Deribit did not answer {}: connecting anew", requestWord(late.kind)), now);
            dropLink("no answer", now, Milliseconds{0});
            return;
        }
        retry(late, now);
    }
}

void DeribitSession::expireSnapshots(Timestamp now)
{
    std::vector<std::string> late;
    for (const auto& [channel, deadline] : m_awaitedSnapshots) {
        if (deadline <= now)
            late.push_back(channel);
    }
    for (const std::string& channel : late) {
        m_awaitedSnapshots.erase(channel);
        restartChannel(channel, now);
    }
}

} // namespace ballast

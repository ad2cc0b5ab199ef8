#include "app/feeds/live/deribit_errors.h"
#include "app/feeds/live/deribit_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

// A book that loses its chain over and over comes back three times at once, then every two seconds.
constexpr int restartBurst = 3;
constexpr Milliseconds restartInterval{2'000};
constexpr Milliseconds relistPause{30'000};
constexpr Milliseconds throttleRest{1'000};
constexpr double refreshShare = 0.8; // of a token's life

bool isOver(std::string_view state)
{
    return state == "closed" || state == "terminated" || state == "delivered" || state == "archivized" ||
           state == "inactive";
}

Milliseconds backOff(int tries)
{
    constexpr int enoughDoublings = 6;
    return std::min(Milliseconds{std::int64_t{500} << std::min(tries, enoughDoublings)}, Milliseconds{30'000});
}

std::string sentence(const PendingRequest& request, const DeribitFault& fault)
{
    const std::string reason = fault.reason.empty() ? std::string() : ": " + fault.reason;
    return fmt::format("Deribit refused {}{}{}: {} ({}){}", requestWord(request.kind),
                       request.subject.empty() ? "" : " ", request.subject, fault.message, fault.code, reason);
}

} // namespace

// Before any other write: an unanswered test_request ends the session.
void DeribitSession::answerTest(Timestamp now)
{
    PendingRequest request;
    request.kind = RequestKind::Test;
    const std::int64_t id = m_pending.open(request, now, m_settings.patience);
    m_requests.force(now);
    m_step.actions.insert(m_step.actions.begin(), SendText{deribit::testRequest(id), SendOrder::First});
}

void DeribitSession::takeEvents(DeribitWireMessage& message, Timestamp now)
{
    for (FeedEvent& event : message.events) {
        if (auto* book = std::get_if<BookUpdate>(&event)) {
            takeBook(message.channel, *book, now);
            continue;
        }
        if (auto* patch = std::get_if<TickerPatch>(&event); patch != nullptr && patch->kind != PatchKind::Part) {
            takePatch(message.channel, *patch, now);
            continue;
        }
        if (const auto* state = std::get_if<InstrumentStateUpdate>(&event))
            takeState(*state, now);
        if (const auto* platform = std::get_if<PlatformUpdate>(&event); platform != nullptr && platform->locked)
            alarm(AlarmKind::Maintenance, "Deribit's platform is locked: no trading there until it says otherwise",
                  now);
        m_step.events.push_back(std::move(event));
    }
}

void DeribitSession::takeBook(const std::string& channel, BookUpdate& update, Timestamp now)
{
    switch (m_chains.judge(channel, update)) {
    case BookChainVerdict::Pass:
        m_awaitedSnapshots.erase(channel);
        m_step.events.emplace_back(std::move(update));
        break;
    case BookChainVerdict::Drop:
        break;
    case BookChainVerdict::Broken:
        ++m_figures.gaps;
        loseBook(channel, update.instrument, "a message of its book was lost", now);
        break;
    }
}

void DeribitSession::loseBook(const std::string& channel, const std::string& instrument, std::string reason,
                              Timestamp now)
{
    m_step.events.emplace_back(BookLost{instrument, std::move(reason), m_clock.venueTime(now)});
    restartChannel(channel, now);
}

// Incremental tickers have no chain: one that steps back in time means that the order was lost.
void DeribitSession::takePatch(const std::string& channel, TickerPatch& patch, Timestamp now)
{
    const auto known = m_patchAt.find(channel);
    if (patch.kind == PatchKind::Change && known == m_patchAt.end())
        return;
    if (known != m_patchAt.end() && patch.at < known->second) {
        m_patchAt.erase(known);
        restartChannel(channel, now);
        return;
    }
    m_patchAt[channel] = patch.at;
    m_step.events.emplace_back(std::move(patch));
}

void DeribitSession::restartChannel(const std::string& channel, Timestamp now)
{
    const auto budget = m_restarts.try_emplace(channel, restartBurst, restartInterval).first;
    const Timestamp at = budget->second.take(now);
    if (at > now)
        alarm(AlarmKind::BookUnstable, fmt::format("{} breaks again and again: it comes back slowly", channel), now);
    ++m_figures.resubscriptions;
    m_plan.restart(channel, at);
}

void DeribitSession::takeState(const InstrumentStateUpdate& state, Timestamp now)
{
    const auto listed = m_listed.find(state.instrument);
    if (isOver(state.state)) {
        if (listed == m_listed.end())
            return;
        for (const std::string& channel : channelsOf(listed->second)) {
            m_plan.drop(channel);
            m_chains.forget(channel);
            m_awaitedSnapshots.erase(channel);
            m_restarts.erase(channel);
        }
        m_listed.erase(listed);
        return;
    }
    if (listed != m_listed.end())
        return;
    const auto currency = std::ranges::find_if(m_settings.channels.currencies, [&](const std::string& name) {
        return state.instrument.starts_with(name + "-");
    });
    if (currency == m_settings.channels.currencies.end() || now - m_listedAt[*currency] < relistPause)
        return;
    m_listedAt[*currency] = now;
    queue(RequestKind::Instruments, *currency);
}

void DeribitSession::measureClock(const DeribitWireMessage& message, Timestamp now)
{
    const PendingRequest* asked = message.id ? m_pending.find(*message.id) : nullptr;
    if (asked == nullptr || !message.venueInUs || !message.venueOutUs)
        return;
    m_clock.exchange(asked->sentAt, *message.venueInUs, *message.venueOutUs, now);
    const auto skew = m_clock.skew();
    const bool wrong = skew && std::chrono::abs(*skew) > m_settings.skewLimit;
    if (wrong && !m_clockWrong)
        alarm(AlarmKind::ClockSkew,
              fmt::format("this computer's clock is {:.1f} s {} Deribit's: set it",
                          static_cast<double>(std::abs(skew->count())) / 1000.0,
                          skew->count() > 0 ? "behind" : "ahead of"),
              now);
    m_clockWrong = wrong;
}

void DeribitSession::takeReply(DeribitWireMessage& message, Timestamp now)
{
    measureClock(message, now);
    const auto request = m_pending.close(*message.id);
    if (message.grant)
        takeGrant(*message.grant, now);
    if (request->kind == RequestKind::Instruments)
        takeListing(request->subject, message.events, now);
    if (request->kind == RequestKind::Unsubscribe)
        m_plan.unsubscribed(request->channels);
    if (request->kind == RequestKind::Subscribe) {
        m_channelFailures = 0;
        const auto refused = m_plan.subscribed(request->channels, message.channels);
        if (!refused.empty())
            alarm(AlarmKind::ChannelsRefused,
                  fmt::format("Deribit left {} of {} channels out, {} among them", refused.size(),
                              request->channels.size(), refused.front()),
                  now);
        for (const std::string& channel : message.channels) {
            if (channel.starts_with("book.") && !m_chains.isLive(channel))
                m_awaitedSnapshots[channel] = now + m_settings.snapshotPatience;
        }
    }
    for (FeedEvent& event : message.events)
        m_step.events.push_back(std::move(event));
}

void DeribitSession::takeGrant(const DeribitGrant& grant, Timestamp now)
{
    m_refreshToken = grant.refreshToken;
    m_scope = grant.scope;
    const double milliseconds = refreshShare * 1000.0 * static_cast<double>(grant.expiresInSeconds);
    m_refreshAt = now + Milliseconds{static_cast<std::int64_t>(milliseconds)};
    const bool first = !m_granted;
    m_granted = true;
    if (m_phase == LinkPhase::SigningIn)
        beginMarket();
    if (first)
        beginPrivate();
}

void DeribitSession::takeListing(const std::string& currency, const std::vector<FeedEvent>& events, Timestamp now)
{
    std::map<std::string, Instrument> fresh;
    for (const FeedEvent& event : events) {
        if (const auto* listing = std::get_if<ListingUpdate>(&event)) {
            for (const Instrument& instrument : listing->instruments)
                fresh.emplace(instrument.id.name, instrument);
        }
    }
    std::vector<std::string> gone;
    for (const auto& [name, instrument] : m_listed) {
        if (name.starts_with(currency + "-") && !fresh.contains(name))
            gone.push_back(name);
    }
    for (const std::string& name : gone)
        takeState({name, "inactive", {}}, now);
    for (auto& [name, instrument] : fresh) {
        const bool expired = instrument.expiry && *instrument.expiry <= m_clock.venueTime(now);
        if (expired || instrument.kind == InstrumentKind::Spot)
            continue;
        for (const std::string& channel : channelsOf(instrument))
            m_plan.want(channel);
        m_listed.insert_or_assign(name, std::move(instrument));
    }
}

void DeribitSession::takeFault(const DeribitWireMessage& message, Timestamp now)
{
    measureClock(message, now);
    const DeribitFault& fault = *message.fault;
    const auto found = message.id ? m_pending.close(*message.id) : std::nullopt;
    const PendingRequest request = found.value_or(PendingRequest{});
    switch (deribitErrorClass(fault.code)) {
    case DeribitErrorClass::Throttled:
        m_requests.empty(now);
        m_subscribes.empty(now);
        alarm(AlarmKind::Throttled, "Deribit says too many requests: resting, then connecting anew", now);
        dropLink("too many requests", now, throttleRest);
        return;
    case DeribitErrorClass::Login:
        if (found)
            takeLoginFault(request, fault, now);
        return;
    case DeribitErrorClass::Retry:
        if (fault.code == 11051)
            alarm(AlarmKind::Maintenance, "Deribit is under maintenance: asking again until it is back", now);
        if (found)
            retry(request, now);
        return;
    case DeribitErrorClass::Order:
    case DeribitErrorClass::Request:
    case DeribitErrorClass::Unknown:
        refuse(request, fault, now);
        return;
    }
}

void DeribitSession::takeLoginFault(const PendingRequest& request, const DeribitFault& fault, Timestamp now)
{
    if (request.kind == RequestKind::Authenticate) {
        alarm(AlarmKind::LoginRefused, sentence(request, fault) + ": going on with public data", now);
        m_granted = false;
        if (m_phase == LinkPhase::SigningIn)
            beginMarket();
        return;
    }
    const bool canLogin = m_settings.credentials && request.tries == 0;
    if (!canLogin) {
        refuse(request, fault, now);
        return;
    }
    const bool underWay = std::ranges::any_of(m_jobs, [](const Job& j) { return j.kind == RequestKind::Authenticate; });
    if (!underWay)
        queue(RequestKind::Authenticate);
    if (request.kind != RequestKind::RefreshToken)
        retry(request, now);
}

void DeribitSession::retry(const PendingRequest& request, Timestamp now)
{
    if (!request.channels.empty()) {
        m_plan.failed(request.channels);
        m_restUntil = std::max(m_restUntil, now + backOff(m_channelFailures++));
        return;
    }
    m_jobs.push_back({request.kind, request.subject, request.tries + 1, now + backOff(request.tries)});
}

void DeribitSession::refuse(const PendingRequest& request, const DeribitFault& fault, Timestamp now)
{
    alarm(AlarmKind::RequestRefused, sentence(request, fault), now);
    if (request.kind == RequestKind::Subscribe)
        static_cast<void>(m_plan.subscribed(request.channels, {}));
    if (request.kind == RequestKind::Unsubscribe)
        m_plan.unsubscribed(request.channels);
    if (request.kind == RequestKind::Authenticate && m_phase == LinkPhase::SigningIn)
        beginMarket();
}

} // namespace ballast

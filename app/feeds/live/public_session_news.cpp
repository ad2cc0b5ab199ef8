#include "app/feeds/live/public_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {
namespace {

// A book that loses its chain over and over comes back three times at once, then every two seconds.
constexpr int restartBurst = 3;
constexpr Milliseconds restartInterval{2'000};
constexpr std::string_view bookSubject = "book:";

Milliseconds backOff(int failures)
{
    constexpr int enoughDoublings = 6;
    return std::min(Milliseconds{std::int64_t{1'000} << std::min(failures, enoughDoublings)}, Milliseconds{30'000});
}

bool isKeepalive(const BookUpdate& update)
{
    return update.kind == BookUpdateKind::Change && update.bids.empty() && update.asks.empty() &&
           update.previousChangeId == update.changeId;
}

} // namespace

void PublicSession::takeMessage(DialectMessage& message, Timestamp now)
{
    switch (message.kind) {
    case DialectKind::Market:
        takeEvents(message.events, now);
        break;
    case DialectKind::Granted:
        settleBatches(message, true, now);
        break;
    case DialectKind::Refused:
        takeRefusal(message, now);
        break;
    case DialectKind::Ignored:
        break;
    }
}

void PublicSession::takeEvents(std::vector<FeedEvent>& events, Timestamp now)
{
    for (FeedEvent& event : events) {
        if (auto* book = std::get_if<BookUpdate>(&event)) {
            takeBook(*book, now);
            continue;
        }
        if (const auto* listing = std::get_if<ListingUpdate>(&event))
            takeListing(*listing, now);
        m_step.events.push_back(std::move(event));
    }
}

void PublicSession::takeBook(BookUpdate& update, Timestamp now)
{
    if (update.kind == BookUpdateKind::Image || !m_dialect->bookQuery(update.instrument)) {
        takeChainedBook(update, now);
        return;
    }
    const std::string instrument = update.instrument;
    if (m_plan.isWanted(m_dialect->bookChannel(instrument)))
        takeDepth(instrument, m_depths[instrument].changed(std::move(update)), now);
}

void PublicSession::takeChainedBook(BookUpdate& update, Timestamp now)
{
    const std::string channel = m_dialect->bookChannel(update.instrument);
    // OKX repeats the last number where a book stands still for a minute.
    if (isKeepalive(update) && m_chains.changeId(channel) == update.changeId)
        return;
    if (update.kind == BookUpdateKind::Snapshot)
        m_chains.forget(channel); // starts anew, also with smaller numbers after a restart of the venue
    switch (m_chains.judge(channel, update)) {
    case BookChainVerdict::Pass:
        m_awaited.erase(update.instrument);
        m_step.events.emplace_back(std::move(update));
        break;
    case BookChainVerdict::Drop:
        break;
    case BookChainVerdict::Broken:
        ++m_figures.gaps;
        loseBook(update.instrument, "a message of its book was lost", now);
        break;
    }
}

void PublicSession::takeDepth(const std::string& instrument, BinanceDepth::Step step, Timestamp now)
{
    if (step.lost) {
        ++m_figures.gaps;
        m_step.events.emplace_back(BookLost{instrument, "a message of its book was lost", m_clock.venueTime(now)});
    }
    for (BookUpdate& update : step.updates)
        m_step.events.emplace_back(std::move(update));
    const auto query = m_dialect->bookQuery(instrument);
    if (!step.fetchSnapshot || !query)
        return;
    const Timestamp at = m_restarts.try_emplace(instrument, restartBurst, restartInterval).first->second.take(now);
    m_questions[query->subject] = {*query, at, {}, 0};
    if (step.lost)
        ++m_figures.resubscriptions;
}

void PublicSession::loseBook(const std::string& instrument, std::string reason, Timestamp now)
{
    m_step.events.emplace_back(BookLost{instrument, std::move(reason), m_clock.venueTime(now)});
    restartBook(instrument, now);
}

void PublicSession::restartBook(const std::string& instrument, Timestamp now)
{
    m_awaited.erase(instrument);
    const Timestamp at = m_restarts.try_emplace(instrument, restartBurst, restartInterval).first->second.take(now);
    if (at > now)
        alarm(AlarmKind::BookUnstable,
              fmt::format("the book of {} at {} breaks again and again: it comes back slowly", instrument,
                          m_limits.venue),
              now);
    ++m_figures.resubscriptions;
    if (const auto depth = m_depths.find(instrument); depth != m_depths.end())
        depth->second.reset(); // the next change asks for a snapshot
    else
        m_plan.restart(m_dialect->bookChannel(instrument), at);
}

void PublicSession::settle(const std::string& channel, ChannelCall call, bool granted, Timestamp now)
{
    const std::vector<std::string> one{channel};
    if (call == ChannelCall::Unsubscribe) {
        m_plan.unsubscribed(one);
        return;
    }
    static_cast<void>(m_plan.subscribed(one, granted ? one : std::vector<std::string>{}));
    if (!granted)
        return;
    const auto book = m_bookOf.find(channel);
    if (book != m_bookOf.end() && !m_dialect->bookQuery(book->second) && !m_chains.isLive(channel))
        m_awaited[book->second] = now + m_settings.snapshotPatience;
}

// An answer names its request, its channels, or both.
std::size_t PublicSession::settleBatches(const DialectMessage& message, bool granted, Timestamp now)
{
    std::size_t settled = 0;
    for (auto it = m_batches.begin(); it != m_batches.end();) {
        Batch& batch = it->second;
        const bool isMeant = message.id ? *message.id == it->first : !message.channels.empty();
        const auto channels = isMeant && message.channels.empty()
                                  ? std::vector<std::string>(batch.open.begin(), batch.open.end())
                                  : message.channels;
        for (const std::string& channel : isMeant ? channels : std::vector<std::string>{}) {
            if (batch.open.erase(channel) == 0)
                continue;
            settle(channel, batch.call, granted, now);
            ++settled;
        }
        it = batch.open.empty() ? m_batches.erase(it) : std::next(it);
    }
    return settled;
}

void PublicSession::takeRefusal(const DialectMessage& message, Timestamp now)
{
    const std::size_t refused = settleBatches(message, false, now);
    alarm(refused > 0 ? AlarmKind::ChannelsRefused : AlarmKind::RequestRefused,
          refused > 0 ? fmt::format("{} left {} channels out: {}", m_limits.venue, refused, message.reason)
                      : fmt::format("{} refused a request: {}", m_limits.venue, message.reason),
          now);
}

void PublicSession::want(const Instrument& instrument)
{
    for (const std::string& channel : m_dialect->channelsOf(instrument, m_watched.contains(instrument.id.name))) {
        if (m_plan.isWanted(channel) || m_plan.size() < m_limits.channelsPerLink)
            m_plan.want(channel);
    }
    m_bookOf[m_dialect->bookChannel(instrument.id.name)] = instrument.id.name;
}

void PublicSession::forget(const std::string& instrument)
{
    const auto listed = m_listed.find(instrument);
    if (listed == m_listed.end())
        return;
    for (const std::string& channel : m_dialect->channelsOf(listed->second, m_watched.contains(instrument)))
        m_plan.drop(channel);
    m_chains.forget(m_dialect->bookChannel(instrument));
    m_bookOf.erase(m_dialect->bookChannel(instrument));
    m_depths.erase(instrument);
    m_awaited.erase(instrument);
    m_restarts.erase(instrument);
    m_questions.erase(std::string(bookSubject) + instrument);
    m_listed.erase(listed);
}

// Listings come in parts: by kind, by page. What expired goes, what is not named stays.
void PublicSession::takeListing(const ListingUpdate& listing, Timestamp now)
{
    const Timestamp venueNow = m_clock.venueTime(now);
    std::vector<std::string> over;
    for (const auto& [name, instrument] : m_listed) {
        if (instrument.expiry && *instrument.expiry <= venueNow)
            over.push_back(name);
    }
    for (const std::string& name : over)
        forget(name);
    for (const Instrument& instrument : listing.instruments) {
        if (instrument.expiry && *instrument.expiry <= venueNow)
            continue;
        m_listed.insert_or_assign(instrument.id.name, instrument);
        want(instrument);
    }
    if (m_plan.size() >= m_limits.channelsPerLink)
        alarm(AlarmKind::ChannelsRefused,
              fmt::format("{} allows {} channels a link: some instruments have none", m_limits.venue,
                          m_limits.channelsPerLink),
              now);
}

SessionStep PublicSession::answered(const std::string& subject, const Result<std::string>& body, Timestamp now)
{
    const auto found = m_questions.find(subject);
    if (m_phase == LinkPhase::Down || found == m_questions.end() || !found->second.askedAt)
        return {};
    if (!body) {
        failAnswer(found->second, body.error().message, now);
        return finish(now);
    }
    auto answer = m_dialect->answered(subject, *body, now);
    if (!answer)
        failAnswer(found->second, answer.error().message, now);
    else if (subject.starts_with(bookSubject) && answer->events.size() == 1) {
        const std::string instrument = subject.substr(bookSubject.size());
        m_questions.erase(found);
        takeDepth(instrument, m_depths[instrument].snapshotArrived(std::get<BookUpdate>(answer->events.front())), now);
    } else {
        takeAnswer(found->second, *answer, now);
    }
    return finish(now);
}

void PublicSession::takeAnswer(Question& question, const RestAnswer& answer, Timestamp now)
{
    const Timestamp askedAt = *question.askedAt;
    question.askedAt.reset();
    question.failures = 0;
    const auto every = question.query.every;
    question.dueAt = now + every.value_or(Milliseconds{0});
    if (!every)
        m_questions.erase(question.query.subject);
    if (answer.venueTime)
        takeTime(askedAt, *answer.venueTime, now);
    auto events = answer.events;
    takeEvents(events, now);
    for (const RestQuery& query : answer.more)
        m_questions[query.subject] = {query, now, {}, 0};
}

void PublicSession::takeTime(Timestamp askedAt, Timestamp venueTime, Timestamp now)
{
    const std::int64_t venueUs = toUnixMilliseconds(venueTime) * 1000;
    m_clock.exchange(askedAt, venueUs, venueUs, now);
    const auto skew = m_clock.skew();
    // An answer is somewhere between question and arrival: only what is beyond that is the clock's.
    const Milliseconds doubt = m_clock.roundTrip().value_or(Milliseconds{0}) / 2;
    const bool wrong = skew && std::chrono::abs(*skew) > m_settings.skewLimit + doubt;
    if (wrong && !m_clockWrong)
        alarm(AlarmKind::ClockSkew,
              fmt::format("this computer's clock is {:.1f} s {} {}'s: set it",
                          static_cast<double>(std::abs(skew->count())) / 1000.0,
                          skew->count() > 0 ? "behind" : "ahead of", m_limits.venue),
              now);
    m_clockWrong = wrong;
}

void PublicSession::failAnswer(Question& question, const std::string& why, Timestamp now)
{
    question.askedAt.reset();
    question.dueAt = now + backOff(question.failures++);
    alarm(AlarmKind::RequestRefused,
          fmt::format("{} gave no {}: {}, asking again", m_limits.venue, question.query.subject, why), now);
}

} // namespace ballast

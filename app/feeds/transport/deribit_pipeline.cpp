#include "app/feeds/transport/deribit_pipeline.h"

#include "models/market/instrument_name.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ballast {
namespace {

bool isNews(const FeedEvent& event)
{
    return std::holds_alternative<PortfolioUpdate>(event) || std::holds_alternative<PositionsUpdate>(event) ||
           std::holds_alternative<OrdersUpdate>(event) || std::holds_alternative<VolIndexUpdate>(event) ||
           std::holds_alternative<PlatformUpdate>(event);
}

} // namespace

DeribitPipeline::DeribitPipeline(DeribitSettings settings, std::string source, MarketMode mode, ConflationLimits limits)
    : m_session(std::move(settings)), m_conflator(parseDeribitName, source, limits), m_mode(mode), m_source(source)
{}

void DeribitPipeline::note(FeedInputKind kind, Timestamp now, std::string_view text)
{
    if (m_sink != nullptr)
        m_sink->note(kind, now, text);
}

FeedWork DeribitPipeline::take(SessionStep step, Timestamp now)
{
    FeedWork work;
    work.actions = std::move(step.actions);
    const Timestamp marketNow = m_session.clock().venueTime(now);
    for (FeedEvent& event : step.events) {
        if (const auto* lost = std::get_if<LinkLost>(&event))
            m_lastReason = lost->reason;
        m_conflator.apply(event, marketNow);
        if (isNews(event))
            work.news.push_back(std::move(event));
    }
    return work;
}

FeedWork DeribitPipeline::connected(Timestamp now)
{
    note(FeedInputKind::Connected, now);
    m_conflator.linkUp(now);
    return take(m_session.connected(now), now);
}

FeedWork DeribitPipeline::received(std::string_view text, Timestamp now)
{
    note(FeedInputKind::Received, now, text);
    m_conflator.message(text.size(), now);
    return take(m_session.received(text, now), now);
}

FeedWork DeribitPipeline::disconnected(Timestamp now, std::string_view reason)
{
    note(FeedInputKind::Disconnected, now, reason);
    m_lastReason = reason;
    return take(m_session.disconnected(now, reason), now);
}

FeedWork DeribitPipeline::tick(Timestamp now)
{
    note(FeedInputKind::Ticked, now);
    return take(m_session.tick(now), now);
}

FeedWork DeribitPipeline::watch(std::set<std::string> instruments, Timestamp now)
{
    std::string names;
    for (const std::string& name : instruments)
        names += name + "\n";
    note(FeedInputKind::Watched, now, names);
    return take(m_session.watch(std::move(instruments), now), now);
}

FeedWork DeribitPipeline::publish(Timestamp now)
{
    note(FeedInputKind::Published, now);
    const Timestamp marketNow = m_session.clock().venueTime(now);
    const SnapshotPtr picture = m_conflator.publish({++m_lastPicture.value}, m_mode, now, marketNow);
    m_listed = picture->quotes.size();
    m_priced = static_cast<std::size_t>(
        std::ranges::count_if(picture->quotes, [](const Quote& q) { return q.mark || q.bid || q.ask; }));
    FeedWork work;
    for (const std::string& crossed : m_conflator.takeCrossed()) {
        FeedWork again = take(m_session.rejectBook(crossed, "its best prices cross", now), now);
        std::ranges::move(again.actions, std::back_inserter(work.actions));
        std::ranges::move(again.news, std::back_inserter(work.news));
    }
    work.picture = picture;
    return work;
}

FeedStatus DeribitPipeline::status(Timestamp now) const
{
    FeedStatus status;
    status.source = m_source;
    status.phase = m_session.phase();
    status.loggedIn = m_session.isLoggedIn();
    status.scope = m_session.grantedScope();
    status.figures = m_conflator.health().figures(now, m_session.clock().venueTime(now));
    status.session = m_session.figures();
    status.clockSkew = m_session.clock().skew();
    status.roundTrip = m_session.clock().roundTrip();
    status.channels = m_session.subscriptions().active();
    status.channelsWanted = m_session.subscriptions().size();
    status.listed = m_listed;
    status.priced = m_priced;
    status.lastReason = m_lastReason;
    return status;
}

} // namespace ballast

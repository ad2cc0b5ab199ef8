#include "app/feeds/transport/public_pipeline.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ballast {

PublicPipeline::PublicPipeline(std::unique_ptr<VenueDialect> dialect, NameReader names, std::string source,
                               PublicSessionSettings settings, ConflationLimits limits)
    : m_session(std::move(dialect), settings),
      m_conflator(std::move(names), source, limits),
      m_source(std::move(source))
{}

FeedWork PublicPipeline::take(SessionStep step, Timestamp now)
{
    const Timestamp marketNow = m_session.clock().venueTime(now);
    for (const FeedEvent& event : step.events) {
        if (const auto* lost = std::get_if<LinkLost>(&event))
            m_lastReason = lost->reason;
        m_conflator.apply(event, marketNow);
    }
    return {std::move(step.actions), {}, nullptr};
}

FeedWork PublicPipeline::connected(Timestamp now)
{
    m_conflator.linkUp(now);
    return take(m_session.connected(now), now);
}

FeedWork PublicPipeline::received(std::string_view text, Timestamp now)
{
    m_conflator.message(text.size(), now);
    return take(m_session.received(text, now), now);
}

FeedWork PublicPipeline::answered(const std::string& subject, const Result<std::string>& body, Timestamp now)
{
    return take(m_session.answered(subject, body, now), now);
}

FeedWork PublicPipeline::disconnected(Timestamp now, std::string_view reason)
{
    m_lastReason = reason;
    return take(m_session.disconnected(now, reason), now);
}

FeedWork PublicPipeline::tick(Timestamp now)
{
    return take(m_session.tick(now), now);
}

FeedWork PublicPipeline::watch(std::set<std::string> instruments, Timestamp now)
{
    return take(m_session.watch(std::move(instruments), now), now);
}

FeedWork PublicPipeline::publish(Timestamp now)
{
    const Timestamp marketNow = m_session.clock().venueTime(now);
    const SnapshotPtr picture = m_conflator.publish({++m_lastPicture.value}, MarketMode::Live, now, marketNow);
    m_listed = picture->quotes.size();
    m_priced = static_cast<std::size_t>(
        std::ranges::count_if(picture->quotes, [](const Quote& q) { return q.mark || q.bid || q.ask; }));
    FeedWork work;
    for (const std::string& crossed : m_conflator.takeCrossed()) {
        FeedWork again = take(m_session.rejectBook(crossed, "its best prices cross", now), now);
        std::ranges::move(again.actions, std::back_inserter(work.actions));
    }
    work.picture = picture;
    return work;
}

FeedStatus PublicPipeline::status(Timestamp now) const
{
    FeedStatus status;
    status.source = m_source;
    status.phase = m_session.phase();
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

#include "app/session/live_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

LiveSource::LiveSource(const VenueChoice& choice, const VenueEndpoint& endpoint,
                       std::optional<deribit::Credentials> key)
    : m_choice(choice), m_endpoint(endpoint)
{
    DeribitFeedSettings settings;
    settings.endpoint = endpoint;
    if (!choice.authorities.empty())
        settings.authorities = choice.authorities;
    settings.session.channels.currencies = choice.currencies;
    settings.session.credentials = std::move(key);
    settings.session.seed = static_cast<std::uint64_t>(toUnixMilliseconds(SystemClock().now()));
    settings.source = choice.name;
    m_feed = std::make_unique<DeribitFeed>(settings, handlers());
}

// The feed's thread ends before what it writes to.
LiveSource::~LiveSource()
{
    m_feed.reset();
}

DeribitFeedHandlers LiveSource::handlers()
{
    DeribitFeedHandlers handlers;
    handlers.picture = [this](const SnapshotPtr& picture) { takePicture(picture); };
    handlers.status = [this](const FeedStatus& status) {
        const std::scoped_lock lock(m_mutex);
        m_status = status;
    };
    handlers.alarm = [this](const Alarm& alarm) {
        const std::scoped_lock lock(m_mutex);
        m_lastAlarm = alarm.text;
    };
    return handlers;
}

void LiveSource::takePicture(const SnapshotPtr& picture)
{
    if (!isWorthShowing(*picture))
        return;
    std::function<void()> wake;
    {
        const std::scoped_lock lock(m_mutex);
        m_newest = picture;
        m_isNew = true;
        wake = m_wake;
    }
    if (wake)
        wake();
}

// The first picture of a desk is a whole one: its sample book and its first surfaces come from it. After three seconds
// what there is must do.
bool LiveSource::isWorthShowing(const MarketSnapshot& picture)
{
    if (m_shown || picture.quotes.empty())
        return m_shown;
    constexpr std::chrono::seconds patience{3};
    const auto priced =
        std::ranges::count_if(picture.quotes, [](const Quote& quote) { return quote.mark || quote.bid || quote.ask; });
    const Timestamp now = SystemClock().now();
    if (!m_firstListedAt)
        m_firstListedAt = now;
    const bool isWhole = static_cast<std::size_t>(priced) == picture.quotes.size() &&
                         underlyingsOf(picture).size() >= m_choice.currencies.size();
    m_shown = isWhole || now - *m_firstListedAt >= patience;
    return m_shown;
}

SnapshotPtr LiveSource::current() const
{
    const std::scoped_lock lock(m_mutex);
    return m_newest;
}

SnapshotPtr LiveSource::takeNew()
{
    const std::scoped_lock lock(m_mutex);
    return std::exchange(m_isNew, false) ? m_newest : nullptr;
}

void LiveSource::wakeWith(std::function<void()> wake)
{
    const std::scoped_lock lock(m_mutex);
    m_wake = std::move(wake);
}

std::string LiveSource::progress() const
{
    const VenueHealth venue = venues().front();
    if (venue.connected)
        return fmt::format("{:.0f} messages/s", venue.messagesPerSecond);
    const double wait = venue.nextTryIn ? static_cast<double>(venue.nextTryIn->count()) / 1000.0 : 0.0;
    return venue.lastReason.empty() ? std::string("connecting") : fmt::format("next try in {:.0f} s", wait);
}

std::vector<VenueHealth> LiveSource::venues() const
{
    const std::scoped_lock lock(m_mutex);
    const FeedStatus& status = m_status;
    VenueHealth venue;
    venue.name = m_choice.name;
    venue.address = endpointText(m_endpoint);
    venue.connected = status.phase != LinkPhase::Down;
    venue.state = status.figures.state;
    venue.loggedIn = status.loggedIn;
    venue.messagesPerSecond = status.figures.messagesPerSecond;
    venue.messages = status.figures.messages;
    venue.bytes = status.figures.bytes;
    venue.badMessages = status.session.badMessages;
    venue.gaps = status.session.gaps;
    venue.resubscriptions = status.session.resubscriptions;
    venue.reconnects = status.session.reconnects;
    venue.latencyMedian = status.figures.latencyMedian;
    venue.latencyP99 = status.figures.latencyP99;
    venue.newestAge = status.figures.newestAge;
    venue.clockSkew = status.clockSkew;
    venue.roundTrip = status.roundTrip;
    venue.instruments = status.listed;
    venue.priced = status.priced;
    venue.late = status.figures.late;
    venue.stale = status.figures.stale;
    venue.channels = status.channels;
    venue.channelsWanted = status.channelsWanted;
    if (status.nextTry)
        venue.nextTryIn = std::max(*status.nextTry - SystemClock().now(), Milliseconds{0});
    venue.lastReason = status.lastReason;
    venue.lastAlarm = m_lastAlarm;
    return {venue};
}

Result<std::unique_ptr<LiveSource>> openLiveSource(const VenueChoice& choice, std::optional<deribit::Credentials> key)
{
    const auto endpoint = parseEndpoint(choice.url);
    if (!endpoint)
        return endpoint.error();
    if (choice.currencies.empty())
        return Error{Errc::BadInput, "choose at least one underlying"};
    return std::make_unique<LiveSource>(choice, *endpoint, std::move(key));
}

} // namespace ballast

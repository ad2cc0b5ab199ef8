#include "app/session/live_source.h"

#include "app/feeds/live/venue_names.h"
#include "app/feeds/transport/https_client.h"
#include "app/feeds/transport/venue_links.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace ballast {
namespace {

std::uint64_t seedOfNow()
{
    return static_cast<std::uint64_t>(toUnixMilliseconds(SystemClock().now()));
}

Result<PublicVenue> publicVenueOf(const std::string& word)
{
    if (word == okxVenue.value)
        return PublicVenue::Okx;
    if (word == bybitVenue.value)
        return PublicVenue::Bybit;
    if (word == binanceVenue.value)
        return PublicVenue::Binance;
    return Error{Errc::BadInput, word + ": no venue known here; write okx, bybit or binance"};
}

std::string joinedName(const VenueChoice& choice)
{
    std::string name = choice.url.empty() ? std::string() : choice.name;
    for (const std::string& word : choice.publicVenues) {
        if (const auto venue = publicVenueOf(word))
            name += (name.empty() ? "" : " + ") + std::string(publicVenueWord(*venue));
    }
    return name;
}

// "Bybit options": Bybit.
std::string venueWord(const std::string& lane)
{
    return lane.substr(0, lane.find(' '));
}

UnderlyingReading indexReading(const std::string& venue, const IndexPrice& index)
{
    return {index.underlying,
            {venue + " index", sourceRules(SourceKind::VenueIndex), index.priceUsd, index.at, std::nullopt}};
}

} // namespace

LiveSource::LiveSource(const VenueChoice& choice) : m_choice(choice) {}

// The threads end before what they write to.
LiveSource::~LiveSource()
{
    m_reader.reset();
    for (Lane& lane : m_lanes) {
        lane.deribit.reset();
        lane.loop.reset();
    }
}

void LiveSource::addDeribit(const VenueEndpoint& endpoint, std::optional<deribit::Credentials> key)
{
    DeribitFeedSettings settings;
    settings.endpoint = endpoint;
    if (!m_choice.authorities.empty())
        settings.authorities = m_choice.authorities;
    settings.session.channels.currencies = m_choice.currencies;
    settings.session.credentials = std::move(key);
    settings.session.seed = seedOfNow();
    const bool isAlone = m_choice.publicVenues.empty();
    settings.source = isAlone ? m_choice.name : "Deribit";
    Lane& lane = addLane(settings.source, endpointText(endpoint));
    lane.deribit = std::make_unique<DeribitFeed>(settings, handlersFor(lane));
}

LiveSource::Lane& LiveSource::addLane(std::string name, std::string address)
{
    const std::scoped_lock lock(m_mutex); // earlier lanes run already
    Lane& lane = m_lanes.emplace_back();
    lane.name = std::move(name);
    lane.address = std::move(address);
    return lane;
}

void LiveSource::addPublic(std::vector<PublicLink> links)
{
    for (PublicLink& link : links) {
        Lane& lane = addLane(link.name, endpointText(link.loop.endpoint));
        lane.loop = std::make_unique<FeedLoop>(link.loop, handlersFor(lane), std::move(link.pipeline));
    }
}

void LiveSource::addChainlink(ChainlinkSettings settings)
{
    if (const auto endpoint = parseHttpsUrl(settings.url))
        m_chainlink.host = endpoint->host;
    m_reader = std::make_unique<ChainlinkReader>(std::move(settings), [this](const ChainlinkStatus& status) {
        {
            const std::scoped_lock lock(m_mutex);
            m_chainlink = status;
        }
        wake(false);
    });
}

FeedHandlers LiveSource::handlersFor(Lane& lane)
{
    FeedHandlers handlers;
    handlers.picture = [this, &lane](const SnapshotPtr& picture) {
        {
            const std::scoped_lock lock(m_mutex);
            lane.newest = picture;
        }
        wake(true);
    };
    handlers.status = [this, &lane](const FeedStatus& status) {
        const std::scoped_lock lock(m_mutex);
        lane.status = status;
    };
    handlers.alarm = [this, &lane](const Alarm& alarm) {
        const std::scoped_lock lock(m_mutex);
        lane.lastAlarm = alarm.text;
    };
    handlers.news = [this](const std::vector<FeedEvent>& news) {
        const std::scoped_lock lock(m_mutex);
        for (const FeedEvent& event : news)
            if (const auto* positions = std::get_if<PositionsUpdate>(&event))
                m_account.take(*positions);
    };
    return handlers;
}

PortfolioPtr LiveSource::account() const
{
    const std::scoped_lock lock(m_mutex);
    return m_account.book();
}

// Several links together wake no more often than one does; what comes between is there when the player looks next.
void LiveSource::wake(bool isNews)
{
    constexpr Milliseconds step{100};
    std::function<void()> wake;
    {
        const std::scoped_lock lock(m_mutex);
        m_isNew = m_isNew || isNews;
        const auto now = std::chrono::steady_clock::now();
        if (m_lanes.size() > 1 && now - m_wokenAt < step)
            return;
        m_wokenAt = now;
        wake = m_wake;
    }
    if (wake)
        wake();
}

// The first picture of a desk is a whole one: its sample book and its first surfaces come from it. After three seconds
// what there is must do.
bool LiveSource::isWorthShowing(const MarketSnapshot& picture, std::size_t lanesSpeaking)
{
    if (m_shown || picture.quotes.empty())
        return m_shown;
    constexpr std::chrono::seconds patience{3};
    const auto priced =
        std::ranges::count_if(picture.quotes, [](const Quote& quote) { return quote.mark || quote.bid || quote.ask; });
    const Timestamp now = SystemClock().now();
    if (!m_firstListedAt)
        m_firstListedAt = now;
    const bool isWhole = lanesSpeaking == m_lanes.size() && static_cast<std::size_t>(priced) == picture.quotes.size() &&
                         underlyingsOf(picture).size() >= m_choice.currencies.size();
    m_shown = isWhole || now - *m_firstListedAt >= patience;
    return m_shown;
}

SnapshotPtr LiveSource::takeNew()
{
    std::vector<SnapshotPtr> pictures;
    {
        const std::scoped_lock lock(m_mutex);
        if (!std::exchange(m_isNew, false))
            return nullptr;
        m_speaking.clear();
        for (const Lane& lane : m_lanes) {
            if (!lane.newest)
                continue;
            pictures.push_back(lane.newest);
            m_speaking.push_back(&lane);
        }
    }
    const SnapshotPtr market = m_lanes.size() == 1 ? pictures.front() : m_union.join(pictures);
    const auto speaking = static_cast<std::size_t>(
        std::ranges::count_if(pictures, [](const SnapshotPtr& each) { return !each->quotes.empty(); }));
    if (!market || !isWorthShowing(*market, speaking))
        return nullptr;
    m_shownPicture = market;
    return market;
}

void LiveSource::watch(const std::set<std::string>& instruments)
{
    for (const Lane& lane : m_lanes) {
        if (lane.deribit)
            lane.deribit->watch(instruments);
        if (lane.loop)
            lane.loop->watch(instruments);
    }
}

void LiveSource::wakeWith(std::function<void()> wake)
{
    const std::scoped_lock lock(m_mutex);
    m_wake = std::move(wake);
}

std::string LiveSource::progress() const
{
    double rate = 0.0;
    std::optional<Milliseconds> nextTry;
    bool connected = false;
    bool failed = false;
    for (const VenueHealth& venue : venues()) {
        rate += venue.messagesPerSecond;
        connected = connected || venue.connected;
        failed = failed || !venue.lastReason.empty();
        if (venue.nextTryIn)
            nextTry = std::min(nextTry.value_or(*venue.nextTryIn), *venue.nextTryIn);
    }
    if (connected)
        return fmt::format("{:.0f} messages/s", rate);
    const double wait = static_cast<double>(nextTry.value_or(Milliseconds{0}).count()) / 1000.0;
    return failed ? fmt::format("next try in {:.0f} s", wait) : std::string("connecting");
}

VenueHealth LiveSource::healthOf(const Lane& lane)
{
    const FeedStatus& status = lane.status;
    VenueHealth venue;
    venue.name = lane.name;
    venue.address = lane.address;
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
    venue.lastAlarm = lane.lastAlarm;
    return venue;
}

// A node is there while it answers: each feed is asked once a minute.
VenueHealth LiveSource::healthOf(const ChainlinkStatus& status)
{
    constexpr Milliseconds lateAfter = std::chrono::seconds(90);
    constexpr Milliseconds staleAfter = std::chrono::seconds(300);
    VenueHealth venue;
    venue.name = "Chainlink";
    venue.address = "https://" + status.host; // no path: it may hold a key
    venue.connected = status.newestAnswerAt.has_value();
    venue.messages = status.answers;
    venue.badMessages = status.failures;
    venue.instruments = status.readings.size();
    venue.priced = static_cast<std::size_t>(std::ranges::count_if(
        status.readings, [](const UnderlyingReading& each) { return each.reading.price.has_value(); }));
    venue.lastAlarm = status.problem;
    if (!status.newestAnswerAt)
        return venue;
    venue.newestAge = std::max(SystemClock().now() - *status.newestAnswerAt, Milliseconds{0});
    venue.state = *venue.newestAge >= staleAfter  ? QuoteState::Stale
                  : *venue.newestAge >= lateAfter ? QuoteState::Late
                                                  : QuoteState::Live;
    return venue;
}

std::vector<VenueHealth> LiveSource::venues() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<VenueHealth> venues;
    for (const Lane& lane : m_lanes)
        venues.push_back(healthOf(lane));
    if (m_reader)
        venues.push_back(healthOf(m_chainlink));
    return venues;
}

// One index of each venue, the picture's own first, and the chain's.
std::vector<UnderlyingReading> LiveSource::priceReadings() const
{
    const std::scoped_lock lock(m_mutex);
    std::vector<UnderlyingReading> readings;
    std::set<std::string> said;
    if (m_lanes.size() > 1 && m_shownPicture) {
        for (const IndexPrice& index : m_shownPicture->indices) {
            const auto origin = m_union.indexFrom(index.underlying);
            if (!origin)
                continue;
            const std::string venue = venueWord(m_speaking[*origin]->name);
            said.insert(index.underlying + " " + venue);
            readings.push_back(indexReading(venue, index));
        }
        for (const Lane* const lane : m_speaking) {
            for (const IndexPrice& index : lane->newest->indices) {
                const std::string venue = venueWord(lane->name);
                if (said.insert(index.underlying + " " + venue).second)
                    readings.push_back(indexReading(venue, index));
            }
        }
    }
    readings.insert(readings.end(), m_chainlink.readings.begin(), m_chainlink.readings.end());
    return readings;
}

Result<std::unique_ptr<LiveSource>> openLiveSource(const VenueChoice& choice, std::optional<deribit::Credentials> key)
{
    if (choice.currencies.empty())
        return Error{Errc::BadInput, "choose at least one underlying"};
    if (choice.url.empty() && choice.publicVenues.empty())
        return Error{Errc::BadInput, "choose at least one venue"};
    VenueChoice named = choice;
    named.name = joinedName(choice);
    std::vector<std::vector<PublicLink>> links;
    for (const std::string& word : choice.publicVenues) {
        const auto venue = publicVenueOf(word);
        if (!venue)
            return venue.error();
        PublicVenueSettings settings;
        settings.venue = *venue;
        settings.currencies = choice.currencies;
        settings.instead = choice.publicHost;
        if (!choice.authorities.empty() && !choice.publicHost.empty())
            settings.authorities = choice.authorities;
        settings.seed = seedOfNow() + links.size();
        auto made = publicLinks(settings);
        if (!made)
            return made.error();
        links.push_back(std::move(*made));
    }
    if (!choice.chainlinkUrl.empty()) {
        if (const auto endpoint = parseHttpsUrl(choice.chainlinkUrl); !endpoint)
            return Error{Errc::BadInput, "Ethereum node: " + endpoint.error().message};
    }
    const auto endpoint = choice.url.empty() ? Result<VenueEndpoint>(VenueEndpoint{}) : parseEndpoint(choice.url);
    if (!endpoint)
        return endpoint.error();
    auto source = std::make_unique<LiveSource>(named);
    if (!choice.url.empty())
        source->addDeribit(*endpoint, std::move(key));
    for (std::vector<PublicLink>& each : links)
        source->addPublic(std::move(each));
    if (!choice.chainlinkUrl.empty()) {
        ChainlinkSettings settings;
        settings.url = choice.chainlinkUrl;
        settings.targets = chainlinkTargets(choice.currencies);
        if (const auto node = parseHttpsUrl(choice.chainlinkUrl);
            !choice.authorities.empty() && isLoopbackHost(node->host))
            settings.authorities = choice.authorities;
        source->addChainlink(std::move(settings));
    }
    return source;
}

} // namespace ballast

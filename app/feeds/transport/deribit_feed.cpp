#include "app/feeds/transport/deribit_feed.h"

#include "app/feeds/transport/steady_wall_clock.h"
#include "app/feeds/transport/venue_link.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace ballast {
namespace {

constexpr Milliseconds pictureStep{20};       // how often it is asked whether a picture is due
constexpr Milliseconds longestSilence{1'000}; // without news there are pictures too: their quotes grow old
constexpr Milliseconds statusStep{500};
constexpr Milliseconds shortestWait{1};

template <class... Cases>
struct Overloaded : Cases...
{
    using Cases::operator()...;
};

} // namespace

class DeribitFeed::Loop
{
public:
    Loop(const DeribitFeedSettings& settings, DeribitFeedHandlers handlers, FeedInputSink* recorder)
        : m_settings(settings),
          m_handlers(std::move(handlers)),
          m_pipeline(settings.session, settings.source, MarketMode::Live, settings.conflation)
    {
        m_pipeline.recordInto(recorder);
        boost::asio::post(m_io, [this] {
            connect();
            awaitPicture();
            awaitStatus();
        });
        m_thread = std::jthread([this] { m_io.run(); });
    }

    ~Loop()
    {
        boost::asio::post(m_io, [this] {
            m_stopping = true;
            for (boost::asio::steady_timer* timer : {&m_deadline, &m_pictures, &m_statuses})
                timer->cancel();
            if (m_link)
                m_link->close();
            awaitGoodbye(farewell);
        });
        m_thread.join();
    }

    void watch(std::set<std::string> instruments)
    {
        boost::asio::post(m_io, [this, names = std::move(instruments)]() mutable {
            if (!m_stopping)
                carryOut(m_pipeline.watch(std::move(names), m_clock.now()));
        });
    }

    void breakLink()
    {
        boost::asio::post(m_io, [this] {
            if (!m_stopping && m_isOpen)
                lose("broken on request");
        });
    }

private:
    static constexpr Milliseconds farewell{500};
    static constexpr Milliseconds goodbyeStep{5};

    void connect()
    {
        m_nextTry.reset();
        m_isOpen = false;
        LinkSettings link;
        link.endpoint = m_settings.endpoint;
        link.authorities = m_settings.authorities;
        link.userAgent = m_settings.session.clientName + "/" + m_settings.session.clientVersion;
        auto proxy = proxyFor(m_settings.endpoint, m_settings.environment);
        if (!proxy) {
            lose(proxy.error().message);
            return;
        }
        link.proxy = std::move(*proxy);
        m_link.emplace(
            m_io, link,
            LinkHandlers{[this] {
                             m_isOpen = true;
                             carryOut(m_pipeline.connected(m_clock.now()));
                             tellStatus();
                         },
                         [this](std::string_view text) { carryOut(m_pipeline.received(text, m_clock.now())); },
                         [this](const std::string& reason) { lose(reason); }});
    }

    // The link broke, or could not be made.
    void lose(const std::string& reason)
    {
        m_isOpen = false;
        carryOut(m_pipeline.disconnected(m_clock.now(), reason));
        publish(m_clock.now());
    }

    void carryOut(FeedWork work)
    {
        for (const SessionAction& action : work.actions) {
            std::visit(Overloaded{[this](const SendText& send) {
                                      if (m_link && m_isOpen)
                                          m_link->send(send.text, send.order);
                                  },
                                  [this](const Reconnect& again) { reconnect(again); },
                                  [this](const Alarm& alarm) {
                                      if (m_handlers.alarm)
                                          m_handlers.alarm(alarm);
                                  }},
                       action);
        }
        if (!work.news.empty() && m_handlers.news)
            m_handlers.news(work.news);
        awaitDeadline();
    }

    void reconnect(const Reconnect& again)
    {
        m_isOpen = false;
        m_nextTry = again.at;
        m_retry.expires_after(std::max(again.at - m_clock.now(), shortestWait));
        m_retry.async_wait([this](boost::system::error_code problem) {
            if (!problem && !m_stopping)
                connect();
        });
        if (m_link)
            m_link->close();
        tellStatus();
    }

    void awaitDeadline()
    {
        const Timestamp now = m_clock.now();
        const auto at = m_pipeline.nextDeadline(now);
        if (!at || m_stopping) {
            m_deadlineAt.reset();
            m_deadline.cancel();
            return;
        }
        if (m_deadlineAt && *m_deadlineAt <= *at && *m_deadlineAt > now)
            return; // asked again then
        m_deadlineAt = *at;
        m_deadline.expires_after(std::max(*at - now, shortestWait));
        m_deadline.async_wait([this](boost::system::error_code problem) {
            if (problem || m_stopping)
                return;
            m_deadlineAt.reset();
            carryOut(m_pipeline.tick(m_clock.now()));
        });
    }

    void awaitPicture()
    {
        m_pictures.expires_after(pictureStep);
        m_pictures.async_wait([this](boost::system::error_code problem) {
            if (problem || m_stopping)
                return;
            const Timestamp now = m_clock.now();
            if (m_pipeline.isPictureDue(now) || now - m_publishedAt >= longestSilence)
                publish(now);
            awaitPicture();
        });
    }

    void publish(Timestamp now)
    {
        m_publishedAt = now;
        FeedWork work = m_pipeline.publish(now);
        if (m_handlers.picture)
            m_handlers.picture(work.picture);
        carryOut(std::move(work));
    }

    void awaitStatus()
    {
        m_statuses.expires_after(statusStep);
        m_statuses.async_wait([this](boost::system::error_code problem) {
            if (problem || m_stopping)
                return;
            tellStatus();
            awaitStatus();
        });
    }

    void tellStatus()
    {
        if (!m_handlers.status)
            return;
        FeedStatus status = m_pipeline.status(m_clock.now());
        status.nextTry = m_nextTry;
        m_handlers.status(status);
    }

    // What does not end in time is cut.
    void awaitGoodbye(Milliseconds left)
    {
        if (!m_link || m_link->isClosed() || left <= Milliseconds{0}) {
            m_io.stop();
            return;
        }
        m_retry.expires_after(goodbyeStep);
        m_retry.async_wait([this, left](boost::system::error_code) { awaitGoodbye(left - goodbyeStep); });
    }

    DeribitFeedSettings m_settings;
    DeribitFeedHandlers m_handlers;
    SteadyWallClock m_clock;
    DeribitPipeline m_pipeline;
    boost::asio::io_context m_io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work{m_io.get_executor()};
    boost::asio::steady_timer m_deadline{m_io};
    boost::asio::steady_timer m_pictures{m_io};
    boost::asio::steady_timer m_statuses{m_io};
    boost::asio::steady_timer m_retry{m_io};
    std::optional<VenueLink> m_link;
    Timestamp m_publishedAt{};
    std::optional<Timestamp> m_deadlineAt;
    std::optional<Timestamp> m_nextTry;
    bool m_isOpen = false;
    bool m_stopping = false;
    std::jthread m_thread;
};

DeribitFeed::DeribitFeed(const DeribitFeedSettings& settings, DeribitFeedHandlers handlers, FeedInputSink* recorder)
    : m_loop(std::make_unique<Loop>(settings, std::move(handlers), recorder))
{}

DeribitFeed::~DeribitFeed() = default;

void DeribitFeed::watch(std::set<std::string> instruments)
{
    m_loop->watch(std::move(instruments));
}

void DeribitFeed::breakLink()
{
    m_loop->breakLink();
}

} // namespace ballast

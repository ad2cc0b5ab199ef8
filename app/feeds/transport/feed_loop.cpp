#include "app/feeds/transport/feed_loop.h"

#include "app/feeds/transport/https_client.h"
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

constexpr Milliseconds pictureEvery{100};    // at most, as the conflation has it
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

class FeedLoop::Loop
{
public:
    Loop(FeedLoopSettings settings, FeedHandlers handlers, std::unique_ptr<FeedPipeline> pipeline)
        : m_settings(std::move(settings)), m_handlers(std::move(handlers)), m_pipeline(std::move(pipeline))
    {
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
                carryOut(m_pipeline->watch(std::move(names), m_clock.now()));
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
        ++m_linkCount;
        LinkSettings link;
        link.endpoint = m_settings.endpoint;
        link.authorities = m_settings.authorities;
        link.userAgent = m_settings.userAgent;
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
                             carryOut(m_pipeline->connected(m_clock.now()));
                             tellStatus();
                         },
                         [this](std::string_view text) { carryOut(m_pipeline->received(text, m_clock.now())); },
                         [this](const std::string& reason) { lose(reason); }});
    }

    // The link broke, or could not be made.
    void lose(const std::string& reason)
    {
        m_isOpen = false;
        carryOut(m_pipeline->disconnected(m_clock.now(), reason));
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
                                  },
                                  [this](const FetchText& query) { fetch(query); }},
                       action);
        }
        if (!work.news.empty() && m_handlers.news)
            m_handlers.news(work.news);
        awaitDeadline();
    }

    // An answer that comes after its link was lost is nobody's: the protocol knows it by its subject.
    void fetch(const FetchText& query)
    {
        HttpsRequest request;
        request.url = query.url;
        request.authorities = m_settings.authorities;
        request.environment = m_settings.environment;
        request.userAgent = m_settings.userAgent;
        const std::uint64_t link = m_linkCount;
        fetchHttps(m_io, request, [this, link, subject = query.subject](const Result<std::string>& body) {
            if (!m_stopping && m_isOpen && link == m_linkCount)
                carryOut(m_pipeline->answered(subject, body, m_clock.now()));
        });
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
        const auto at = m_pipeline->nextDeadline(now);
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
            carryOut(m_pipeline->tick(m_clock.now()));
        });
    }

    void awaitPicture()
    {
        // Just when the step is over, not up to a poll later.
        const Milliseconds rest = m_publishedAt + pictureEvery - m_clock.now();
        m_pictures.expires_after(rest > Milliseconds{0} ? std::min(rest, pictureStep) : pictureStep);
        m_pictures.async_wait([this](boost::system::error_code problem) {
            if (problem || m_stopping)
                return;
            const Timestamp now = m_clock.now();
            if (m_pipeline->isPictureDue(now) || now - m_publishedAt >= longestSilence)
                publish(now);
            awaitPicture();
        });
    }

    void publish(Timestamp now)
    {
        m_publishedAt = now;
        FeedWork work = m_pipeline->publish(now);
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
        FeedStatus status = m_pipeline->status(m_clock.now());
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

    FeedLoopSettings m_settings;
    FeedHandlers m_handlers;
    SteadyWallClock m_clock;
    std::unique_ptr<FeedPipeline> m_pipeline;
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
    std::uint64_t m_linkCount = 0; // links tried
    bool m_isOpen = false;
    bool m_stopping = false;
    std::jthread m_thread;
};

FeedLoop::FeedLoop(FeedLoopSettings settings, FeedHandlers handlers, std::unique_ptr<FeedPipeline> pipeline)
    : m_loop(std::make_unique<Loop>(std::move(settings), std::move(handlers), std::move(pipeline)))
{}

FeedLoop::~FeedLoop() = default;

void FeedLoop::watch(std::set<std::string> instruments)
{
    m_loop->watch(std::move(instruments));
}

void FeedLoop::breakLink()
{
    m_loop->breakLink();
}

} // namespace ballast

#include "app/feeds/transport/chainlink_feed.h"

#include "app/feeds/transport/https_client.h"
#include "app/feeds/transport/steady_wall_clock.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace ballast {

class ChainlinkReader::Loop
{
public:
    Loop(ChainlinkSettings settings, std::function<void(const ChainlinkStatus&)> said)
        : m_settings(std::move(settings)), m_said(std::move(said)), m_poll(m_settings.targets)
    {
        if (const auto endpoint = parseHttpsUrl(m_settings.url))
            m_host = endpoint->host;
        boost::asio::post(m_io, [this] { ask(); });
        m_thread = std::jthread([this] { m_io.run(); });
    }

    ~Loop()
    {
        m_io.stop();
        m_thread.join();
    }

private:
    void ask()
    {
        for (const ChainlinkPoll::Question& question : m_poll.due(m_clock.now())) {
            HttpsRequest request;
            request.url = m_settings.url;
            request.post = question.body;
            request.authorities = m_settings.authorities;
            request.environment = m_settings.environment;
            constexpr std::size_t longestAnswer = 64u << 10; // a round is 500 bytes
            request.longestAnswer = longestAnswer;
            fetchHttps(m_io, request, [this, target = question.target](const Result<std::string>& body) {
                m_poll.answered(target, body, m_clock.now());
                tell();
                ask();
            });
        }
        awaitNext();
    }

    void awaitNext()
    {
        const Timestamp at = m_poll.nextDeadline();
        if (at == Timestamp::max())
            return; // an answer is under way
        m_timer.expires_after(std::max(at - m_clock.now(), Milliseconds{1}));
        m_timer.async_wait([this](boost::system::error_code problem) {
            if (!problem)
                ask();
        });
    }

    void tell()
    {
        ChainlinkStatus status;
        status.host = m_host;
        status.answers = m_poll.answers();
        status.failures = m_poll.failures();
        status.problem = m_poll.problem();
        status.newestAnswerAt = m_poll.newestAnswerAt();
        status.readings = m_poll.readings(m_clock.now());
        m_said(status);
    }

    ChainlinkSettings m_settings;
    std::function<void(const ChainlinkStatus&)> m_said;
    SteadyWallClock m_clock;
    ChainlinkPoll m_poll;
    std::string m_host;
    boost::asio::io_context m_io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> m_work{m_io.get_executor()};
    boost::asio::steady_timer m_timer{m_io};
    std::jthread m_thread;
};

ChainlinkReader::ChainlinkReader(ChainlinkSettings settings, std::function<void(const ChainlinkStatus&)> said)
    : m_loop(std::make_unique<Loop>(std::move(settings), std::move(said)))
{}

ChainlinkReader::~ChainlinkReader() = default;

} // namespace ballast

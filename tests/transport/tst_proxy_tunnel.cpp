#include "tests/transport/feed_rig.h"

#include <QtTest>

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <thread>

using namespace ballast;
using namespace ballast::test;
using namespace std::chrono_literals;

namespace {

constexpr int patience = 15'000;

// An HTTP proxy of one connection after the other: whatever name it is asked for, it leads to one port of this machine.
class OneWayProxy
{
public:
    OneWayProxy(std::uint16_t target, std::string answer) : m_target(target), m_answer(std::move(answer))
    {
        m_listener = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in here{};
        here.sin_family = AF_INET;
        here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        bind(m_listener, reinterpret_cast<sockaddr*>(&here), sizeof here);
        listen(m_listener, 8);
        socklen_t size = sizeof here;
        getsockname(m_listener, reinterpret_cast<sockaddr*>(&here), &size);
        port = ntohs(here.sin_port);
        m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }

    ~OneWayProxy()
    {
        m_thread.request_stop();
        m_thread.join();
        close(m_listener);
    }

    [[nodiscard]] std::string request() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_request;
    }

    std::uint16_t port = 0;

private:
    static bool isReadable(int handle)
    {
        pollfd waited{handle, POLLIN, 0};
        return ::poll(&waited, 1, 20) > 0;
    }

    void run(const std::stop_token& stop)
    {
        while (!stop.stop_requested()) {
            if (!isReadable(m_listener))
                continue;
            const int client = accept(m_listener, nullptr, nullptr);
            serve(client, stop);
            close(client);
        }
    }

    void serve(int client, const std::stop_token& stop)
    {
        std::string request;
        std::array<char, 4096> buffer{};
        while (request.find("\r\n\r\n") == std::string::npos) {
            const ssize_t got = read(client, buffer.data(), buffer.size());
            if (got <= 0)
                return;
            request.append(buffer.data(), static_cast<std::size_t>(got));
        }
        {
            const std::scoped_lock lock(m_mutex);
            m_request = request;
        }
        static_cast<void>(!write(client, m_answer.data(), m_answer.size()));
        if (m_answer.find(" 200 ") == std::string::npos)
            return;
        const int venue = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in there{};
        there.sin_family = AF_INET;
        there.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        there.sin_port = htons(m_target);
        if (::connect(venue, reinterpret_cast<sockaddr*>(&there), sizeof there) == 0) {
            while (!stop.stop_requested() && pass(client, venue) && pass(venue, client)) {
            }
        }
        close(venue);
    }

    static bool pass(int from, int to)
    {
        std::array<char, 65'536> buffer{};
        pollfd waited{from, POLLIN, 0};
        if (::poll(&waited, 1, 5) <= 0)
            return true;
        const ssize_t got = read(from, buffer.data(), buffer.size());
        return got > 0 && write(to, buffer.data(), static_cast<std::size_t>(got)) == got;
    }

    std::uint16_t m_target;
    std::string m_answer;
    int m_listener = -1;
    mutable std::mutex m_mutex;
    std::string m_request; // guarded by m_mutex
    std::jthread m_thread;
};

DeribitFeedSettings through(const VenueOnLoopback& venue, const OneWayProxy& proxy)
{
    DeribitFeedSettings wanted = venue.feed("venue.test"); // a name that only the proxy can reach
    wanted.environment = [address = "http://me:canary-word@127.0.0.1:" +
                                    std::to_string(proxy.port)](const std::string& name) -> std::optional<std::string> {
        return name == "https_proxy" ? std::optional(address) : std::nullopt;
    };
    return wanted;
}

} // namespace

class ProxyTunnelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tunnel_leadsToTheVenueWhoseNameIsStillChecked()
    {
        VenueOnLoopback venue(smallVenueMarket());
        const OneWayProxy proxy(venue.server->port(), "HTTP/1.1 200 Connection established\r\n\r\n");
        FeedEar ear;
        const DeribitFeed feed(through(venue, proxy), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.isComplete(7), patience);
        QVERIFY(proxy.request().starts_with("CONNECT venue.test:" + std::to_string(venue.server->port()) +
                                            " HTTP/1.1\r\n"));
        QVERIFY(proxy.request().find("Proxy-Authorization: Basic bWU6Y2FuYXJ5LXdvcmQ=") != std::string::npos);
    }

    void refusingProxy_isNamedWithoutItsPassword()
    {
        VenueOnLoopback venue(smallVenueMarket());
        const OneWayProxy proxy(venue.server->port(), "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
        FeedEar ear;
        const DeribitFeed feed(through(venue, proxy), ear.handlers());
        QTRY_VERIFY_WITH_TIMEOUT(ear.status().lastReason.find("407") != std::string::npos, patience);
        QVERIFY(ear.status().lastReason.find("canary") == std::string::npos);
    }
};

QTEST_GUILESS_MAIN(ProxyTunnelTest)
#include "tst_proxy_tunnel.moc"

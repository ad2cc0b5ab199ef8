#include "app/feeds/transport/https_client.h"

#include "app/feeds/transport/proxy_tunnel.h"
#include "app/feeds/transport/tls_trust.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace ballast {
namespace {

namespace http = boost::beast::http;
using Tcp = boost::asio::ip::tcp;
using Problem = boost::system::error_code;
using Done = std::function<void(const Result<std::string>&)>;

// Lives until it has answered: each pending operation holds it.
class Exchange : public std::enable_shared_from_this<Exchange>
{
public:
    Exchange(boost::asio::io_context& io, std::shared_ptr<boost::asio::ssl::context> trust, const HttpsRequest& request,
             VenueEndpoint endpoint, std::optional<HttpProxy> proxy, Done done)
        : m_trust(std::move(trust)),
          m_wanted(request),
          m_endpoint(std::move(endpoint)),
          m_proxy(std::move(proxy)),
          m_done(std::move(done)),
          m_resolver(io),
          m_patience(io),
          m_stream(io, *m_trust)
    {}

    void start()
    {
        m_patience.expires_after(m_wanted.patience);
        m_patience.async_wait([self = shared_from_this()](Problem problem) {
            if (!problem)
                self->fail("no answer in time");
        });
        const std::string host = m_proxy ? m_proxy->host : m_endpoint.host;
        const auto port = std::to_string(m_proxy ? m_proxy->port : m_endpoint.port);
        m_resolver.async_resolve(host, port, [self = shared_from_this()](Problem problem, const auto& found) {
            if (self->passes(problem, "has no address"))
                self->connect(found);
        });
    }

private:
    [[nodiscard]] boost::beast::tcp_stream& tcp() { return boost::beast::get_lowest_layer(m_stream); }

    void connect(const Tcp::resolver::results_type& found)
    {
        tcp().async_connect(found, [self = shared_from_this()](Problem problem, const Tcp::endpoint& peer) {
            if (!self->passes(problem, "no connection"))
                return;
            if (self->m_wanted.authorities && !peer.address().is_loopback())
                self->fail("certificates of one's own are trusted on this machine only");
            else
                self->passProxy();
        });
    }

    void passProxy()
    {
        if (!m_proxy) {
            secure();
            return;
        }
        openTunnel(tcp(), m_endpoint, *m_proxy, [self = shared_from_this()](const std::string& refusal) {
            if (self->m_over)
                return;
            if (refusal.empty())
                self->secure();
            else
                self->fail(refusal);
        });
    }

    void secure()
    {
        SSL* const connection = m_stream.native_handle();
        if (const Status ready = expectHost(connection, m_endpoint.host); !ready) {
            fail(ready.error().message);
            return;
        }
        m_stream.async_handshake(boost::asio::ssl::stream_base::client, [self = shared_from_this()](Problem problem) {
            if (self->m_over)
                return;
            if (problem)
                self->fail(tlsFailure(self->m_stream.native_handle(), self->m_endpoint.host, problem.message()));
            else
                self->ask();
        });
    }

    void ask()
    {
        m_request = {m_wanted.post ? http::verb::post : http::verb::get, m_endpoint.path, 11};
        const bool usual = m_endpoint.port == 443;
        m_request.set(http::field::host,
                      usual ? m_endpoint.host : fmt::format("{}:{}", m_endpoint.host, m_endpoint.port));
        m_request.set(http::field::user_agent, m_wanted.userAgent);
        m_request.set(http::field::accept, "application/json");
        m_request.set(http::field::connection, "close");
        if (m_wanted.post) {
            m_request.set(http::field::content_type, "application/json");
            m_request.body() = *m_wanted.post;
        }
        m_request.prepare_payload();
        m_answer.body_limit(m_wanted.longestAnswer);
        http::async_write(m_stream, m_request, [self = shared_from_this()](Problem problem, std::size_t) {
            if (self->passes(problem, "the question could not be sent"))
                self->listen();
        });
    }

    void listen()
    {
        http::async_read(m_stream, m_buffer, m_answer, [self = shared_from_this()](Problem problem, std::size_t) {
            if (problem == http::error::body_limit) {
                self->fail("the answer is longer than it may be");
                return;
            }
            if (!self->passes(problem, "the answer broke off"))
                return;
            auto& answer = self->m_answer.get();
            if (answer.result() != http::status::ok)
                self->fail(fmt::format("answered {} {}", answer.result_int(), std::string(answer.reason())));
            else
                self->finish(std::move(answer.body()));
        });
    }

    [[nodiscard]] bool passes(Problem problem, const std::string& what)
    {
        if (m_over)
            return false;
        if (!problem)
            return true;
        fail(what + ": " + problem.message());
        return false;
    }

    void fail(const std::string& why) { finish(Error{Errc::Io, m_endpoint.host + ": " + why}); }

    // The answer is whole or there is none: what a peer still says at parting matters no more.
    void finish(const Result<std::string>& result)
    {
        if (std::exchange(m_over, true))
            return;
        m_patience.cancel();
        m_resolver.cancel();
        Problem ignored;
        tcp().socket().close(ignored);
        boost::asio::post(m_patience.get_executor(), [done = std::move(m_done), result] { done(result); });
    }

    std::shared_ptr<boost::asio::ssl::context> m_trust;
    HttpsRequest m_wanted;
    VenueEndpoint m_endpoint;
    std::optional<HttpProxy> m_proxy;
    Done m_done;
    Tcp::resolver m_resolver;
    boost::asio::steady_timer m_patience;
    boost::beast::ssl_stream<boost::beast::tcp_stream> m_stream;
    boost::beast::flat_buffer m_buffer;
    http::request<http::string_body> m_request;
    http::response_parser<http::string_body> m_answer;
    bool m_over = false;
};

} // namespace

Result<VenueEndpoint> parseHttpsUrl(std::string_view url)
{
    constexpr std::string_view scheme = "https://";
    if (!url.starts_with(scheme))
        return Error{Errc::BadInput, "an address must begin with https://"};
    auto endpoint = parseEndpoint("wss://" + std::string(url.substr(scheme.size())));
    if (!endpoint)
        return Error{Errc::BadInput, "the address has no host and port that can be read, or a user or a blank in it"};
    return endpoint;
}

void fetchHttps(boost::asio::io_context& io, const HttpsRequest& request,
                std::function<void(const Result<std::string>&)> done)
{
    const auto refuse = [&](const Error& why) { boost::asio::post(io, [done = std::move(done), why] { done(why); }); };
    auto endpoint = parseHttpsUrl(request.url);
    if (!endpoint)
        return refuse(endpoint.error());
    auto proxy = proxyFor(*endpoint, request.environment);
    if (!proxy)
        return refuse(proxy.error());
    auto trust = clientTls(request.authorities);
    if (!trust)
        return refuse(trust.error());
    std::make_shared<Exchange>(io, std::move(*trust), request, std::move(*endpoint), std::move(*proxy), std::move(done))
        ->start();
}

} // namespace ballast

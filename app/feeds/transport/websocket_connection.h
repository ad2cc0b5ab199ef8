#pragma once

#include "app/feeds/transport/link_connection.h"
#include "app/feeds/transport/proxy_tunnel.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/websocket.hpp>

#include <deque>

namespace ballast {

// Websocket client over `Stream`; the layers below TCP and above it are the derived class's.
template <class Stream>
class WebsocketConnection : public LinkConnection, public std::enable_shared_from_this<WebsocketConnection<Stream>>
{
    using Tcp = boost::asio::ip::tcp;
    using Problem = boost::system::error_code;

public:
    template <class... StreamArguments>
    WebsocketConnection(boost::asio::io_context& io, const LinkSettings& settings, LinkHandlers handlers,
                        StreamArguments&&... arguments)
        : m_settings(settings),
          m_handlers(std::move(handlers)),
          m_resolver(io),
          m_patience(io),
          m_websocket(io, std::forward<StreamArguments>(arguments)...)
    {}

    void start() override
    {
        m_patience.expires_after(m_settings.patience);
        m_patience.async_wait([self = self()](Problem problem) {
            if (!problem)
                self->fail("no connection in time");
        });
        const std::string host = m_settings.proxy ? m_settings.proxy->host : m_settings.endpoint.host;
        const auto port = m_settings.proxy ? m_settings.proxy->port : m_settings.endpoint.port;
        m_resolver.async_resolve(host, std::to_string(port),
                                 [self = self(), host](Problem problem, const Tcp::resolver::results_type& found) {
                                     if (self->passes(problem, host + " has no address"))
                                         self->connectTcp(found);
                                 });
    }

    void send(std::string text, SendOrder order) override
    {
        if (m_over)
            return;
        m_waitingBytes += text.size();
        if (m_waitingBytes > m_settings.mostWaiting) {
            fail("the venue takes no more messages");
            return;
        }
        // What is being written stays in front.
        const bool jump = order == SendOrder::First && !m_queue.empty();
        m_queue.insert(jump ? m_queue.begin() + (m_writing ? 1 : 0) : m_queue.end(), std::move(text));
        if (m_open && !m_writing)
            writeNext();
    }

    void close() override
    {
        m_silent = true;
        if (m_over)
            return;
        m_over = true;
        m_patience.cancel();
        if (!m_open) {
            closeSocket();
            return;
        }
        m_websocket.async_close(boost::beast::websocket::close_code::normal,
                                [self = self()](Problem) { self->closeSocket(); });
    }

    void cut() override
    {
        m_silent = true;
        m_over = true;
        m_patience.cancel();
        m_resolver.cancel();
        closeSocket();
    }

    [[nodiscard]] bool isClosed() const override
    {
        return !boost::beast::get_lowest_layer(m_websocket).socket().is_open();
    }

protected:
    // TLS where there is TLS; calls upgrade() when done, or fail().
    virtual void secure() = 0;

    [[nodiscard]] const LinkSettings& settings() const { return m_settings; }
    [[nodiscard]] Stream& stream() { return m_websocket.next_layer(); }
    [[nodiscard]] boost::beast::tcp_stream& tcp() { return boost::beast::get_lowest_layer(m_websocket); }
    [[nodiscard]] std::shared_ptr<WebsocketConnection> self() { return this->shared_from_this(); }
    [[nodiscard]] bool isOver() const { return m_over; }

    void upgrade()
    {
        namespace websocket = boost::beast::websocket;
        tcp().expires_never();
        // Silence is judged by the protocol, which knows its heartbeats.
        m_websocket.set_option(
            websocket::stream_base::timeout{m_settings.patience, websocket::stream_base::none(), false});
        m_websocket.set_option(
            websocket::stream_base::decorator([agent = m_settings.userAgent](websocket::request_type& request) {
                request.set(boost::beast::http::field::user_agent, agent);
            }));
        m_websocket.read_message_max(m_settings.longestMessage);
        const VenueEndpoint& endpoint = m_settings.endpoint;
        m_websocket.async_handshake(endpoint.host + ":" + std::to_string(endpoint.port), endpoint.path,
                                    [self = self()](Problem problem) {
                                        if (self->passes(problem, "the venue refused the websocket"))
                                            self->begin();
                                    });
    }

    void fail(const std::string& reason)
    {
        if (m_over)
            return;
        m_over = true;
        m_patience.cancel();
        m_resolver.cancel();
        closeSocket();
        // Later: who called may be in the middle of a message.
        boost::asio::post(m_patience.get_executor(), [self = self(), reason] {
            if (!self->m_silent)
                self->m_handlers.closed(reason);
        });
    }

private:
    [[nodiscard]] bool passes(Problem problem, const std::string& what)
    {
        if (m_over)
            return false;
        if (!problem)
            return true;
        fail(what + ": " + problem.message());
        return false;
    }

    void connectTcp(const Tcp::resolver::results_type& found)
    {
        tcp().expires_after(m_settings.patience);
        tcp().async_connect(found, [self = self()](Problem problem, const Tcp::endpoint&) {
            const VenueEndpoint& endpoint = self->m_settings.endpoint;
            if (!self->passes(problem, "no connection to " + endpoint.host))
                return;
            self->tcp().socket().set_option(Tcp::no_delay(true), problem);
            self->passProxy();
        });
    }

    void passProxy()
    {
        if (!m_settings.proxy) {
            secure();
            return;
        }
        openTunnel(tcp(), m_settings.endpoint, *m_settings.proxy, [self = self()](const std::string& refusal) {
            if (self->m_over)
                return;
            if (refusal.empty())
                self->secure();
            else
                self->fail(refusal);
        });
    }

    void begin()
    {
        m_patience.cancel();
        m_open = true;
        readNext();
        m_handlers.opened();
        if (!m_over && !m_writing && !m_queue.empty())
            writeNext();
    }

    void readNext()
    {
        m_websocket.async_read(m_incoming, [self = self()](Problem problem, std::size_t) {
            if (!self->passes(problem, "the connection broke"))
                return;
            const auto bytes = self->m_incoming.data();
            self->m_handlers.message({static_cast<const char*>(bytes.data()), bytes.size()});
            if (self->m_over)
                return;
            self->m_incoming.consume(bytes.size());
            self->readNext();
        });
    }

    void writeNext()
    {
        m_writing = true;
        m_websocket.text(true);
        m_websocket.async_write(boost::asio::buffer(m_queue.front()), [self = self()](Problem problem, std::size_t) {
            self->m_writing = false;
            if (!self->passes(problem, "the connection broke"))
                return;
            self->m_waitingBytes -= self->m_queue.front().size();
            self->m_queue.pop_front();
            if (!self->m_queue.empty())
                self->writeNext();
        });
    }

    void closeSocket()
    {
        Problem ignored;
        tcp().socket().close(ignored);
    }

    LinkSettings m_settings;
    LinkHandlers m_handlers;
    Tcp::resolver m_resolver;
    boost::asio::steady_timer m_patience;
    boost::beast::websocket::stream<Stream> m_websocket;
    boost::beast::flat_buffer m_incoming;
    std::deque<std::string> m_queue; // the front is being written while m_writing
    std::size_t m_waitingBytes = 0;
    bool m_writing = false;
    bool m_open = false;
    bool m_over = false;   // no more reading or writing
    bool m_silent = false; // nobody is told any more
};

} // namespace ballast

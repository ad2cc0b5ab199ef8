#include "app/feeds/transport/tls_trust.h"
#include "app/feeds/transport/websocket_connection.h"

#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket/ssl.hpp>

namespace ballast {
namespace {

using TlsStream = boost::beast::ssl_stream<boost::beast::tcp_stream>;
using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

class TlsConnection final : public WebsocketConnection<TlsStream>
{
public:
    TlsConnection(boost::asio::io_context& io, const LinkSettings& settings, LinkHandlers handlers, TlsContext context)
        : WebsocketConnection(io, settings, std::move(handlers), *context), m_context(std::move(context))
    {}

protected:
    void secure() override
    {
        boost::system::error_code problem;
        const auto peer = tcp().socket().remote_endpoint(problem);
        if (settings().authorities && (problem || !peer.address().is_loopback())) {
            fail("certificates of one's own are trusted on this machine only");
            return;
        }
        SSL* connection = stream().native_handle();
        if (const Status ready = expectHost(connection, settings().endpoint.host); !ready) {
            fail(ready.error().message);
            return;
        }
        tcp().expires_after(settings().patience);
        stream().async_handshake(boost::asio::ssl::stream_base::client,
                                 [this, alive = self(), connection](boost::system::error_code trouble) {
                                     if (isOver())
                                         return;
                                     if (trouble)
                                         fail(tlsFailure(connection, settings().endpoint.host, trouble.message()));
                                     else
                                         upgrade();
                                 });
    }

private:
    TlsContext m_context;
};

// A connection that could not even begin: says so as soon as it is started.
class NoConnection final : public LinkConnection, public std::enable_shared_from_this<NoConnection>
{
public:
    NoConnection(boost::asio::io_context& io, LinkHandlers handlers, std::string reason)
        : m_io(io), m_handlers(std::move(handlers)), m_reason(std::move(reason))
    {}

    void start() override
    {
        boost::asio::post(m_io, [self = shared_from_this()] {
            if (!self->m_silent)
                self->m_handlers.closed(self->m_reason);
        });
    }
    void send(std::string, SendOrder) override {}
    void close() override { m_silent = true; }
    void cut() override { m_silent = true; }
    [[nodiscard]] bool isClosed() const override { return true; }

private:
    boost::asio::io_context& m_io;
    LinkHandlers m_handlers;
    std::string m_reason;
    bool m_silent = false;
};

} // namespace

std::shared_ptr<LinkConnection> makeTlsConnection(boost::asio::io_context& io, const LinkSettings& settings,
                                                  LinkHandlers handlers)
{
    auto context = clientTls(settings.authorities);
    if (!context)
        return std::make_shared<NoConnection>(io, std::move(handlers), context.error().message);
    return std::make_shared<TlsConnection>(io, settings, std::move(handlers), std::move(*context));
}

} // namespace ballast

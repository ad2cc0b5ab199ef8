#include "app/feeds/transport/websocket_connection.h"

namespace ballast {
namespace {

class PlainConnection final : public WebsocketConnection<boost::beast::tcp_stream>
{
public:
    using WebsocketConnection::WebsocketConnection;

protected:
    // parseEndpoint lets plain addresses pass on this machine only; what the name led to is checked here.
    void secure() override
    {
        boost::system::error_code problem;
        const auto peer = tcp().socket().remote_endpoint(problem);
        if (problem || !peer.address().is_loopback())
            fail("without encryption only on this machine");
        else
            upgrade();
    }
};

} // namespace

std::shared_ptr<LinkConnection> makePlainConnection(boost::asio::io_context& io, const LinkSettings& settings,
                                                    LinkHandlers handlers)
{
    return std::make_shared<PlainConnection>(io, settings, std::move(handlers));
}

} // namespace ballast

#pragma once

#include "app/feeds/transport/venue_link.h"

#include <memory>
#include <string>

namespace ballast {

// What VenueLink needs of a connection, over TLS or without.
class LinkConnection
{
public:
    virtual ~LinkConnection() = default;
    virtual void start() = 0;
    virtual void send(std::string text, SendOrder order) = 0;
    virtual void close() = 0;
    virtual void cut() = 0;
    [[nodiscard]] virtual bool isClosed() const = 0;
};

[[nodiscard]] std::shared_ptr<LinkConnection> makeTlsConnection(boost::asio::io_context& io,
                                                                const LinkSettings& settings, LinkHandlers handlers);
[[nodiscard]] std::shared_ptr<LinkConnection> makePlainConnection(boost::asio::io_context& io,
                                                                  const LinkSettings& settings, LinkHandlers handlers);

} // namespace ballast

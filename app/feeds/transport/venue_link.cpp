#include "app/feeds/transport/venue_link.h"

#include "app/feeds/transport/link_connection.h"

namespace ballast {

VenueLink::VenueLink(boost::asio::io_context& io, const LinkSettings& settings, LinkHandlers handlers)
    : m_connection(settings.endpoint.tls ? makeTlsConnection(io, settings, std::move(handlers))
                                         : makePlainConnection(io, settings, std::move(handlers)))
{
    m_connection->start();
}

VenueLink::~VenueLink()
{
    m_connection->cut();
}

void VenueLink::send(std::string text, SendOrder order)
{
    m_connection->send(std::move(text), order);
}

void VenueLink::close()
{
    m_connection->close();
}

bool VenueLink::isClosed() const
{
    return m_connection->isClosed();
}

} // namespace ballast

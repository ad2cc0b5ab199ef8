#pragma once

#include "app/feeds/transport/endpoint.h"

#include <boost/beast/core/tcp_stream.hpp>

#include <functional>
#include <string>

namespace ballast {

// Asks an HTTP proxy for a tunnel (RFC 9110, CONNECT). `done` gets why not; empty: the stream now speaks to the venue.
// The stream must live until then.
void openTunnel(boost::beast::tcp_stream& stream, const VenueEndpoint& endpoint, const HttpProxy& proxy,
                std::function<void(const std::string& refusal)> done);

} // namespace ballast

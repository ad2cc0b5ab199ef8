#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace ballast {

struct VenueHttpRequest;
struct VenueHttpAnswer;

struct PeerHandlers
{
    std::function<void(std::uint64_t)> opened;
    std::function<void(std::uint64_t, std::string_view)> message;
    std::function<void(std::uint64_t)> closed;                     // once; nothing comes after it
    std::function<VenueHttpAnswer(const VenueHttpRequest&)> asked; // by plain HTTP, in place of a websocket
};

// One client of the venue's server, over TLS or without.
class VenuePeer
{
public:
    virtual ~VenuePeer() = default;
    virtual void start() = 0;
    virtual void send(std::string text) = 0;
    virtual void closeWhenWritten() = 0;
    virtual void cut() = 0;
};

// `tls` null: plain.
[[nodiscard]] std::shared_ptr<VenuePeer> makePeer(std::uint64_t id, boost::asio::ip::tcp::socket socket,
                                                  boost::asio::ssl::context* tls, std::size_t mostWaiting,
                                                  PeerHandlers handlers);

} // namespace ballast

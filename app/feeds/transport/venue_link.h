#pragma once

#include "app/feeds/live/session_step.h"
#include "app/feeds/transport/endpoint.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace boost::asio {
class io_context;
}

namespace ballast {

struct LinkSettings
{
    VenueEndpoint endpoint;
    std::optional<HttpProxy> proxy{};
    std::optional<std::filesystem::path> authorities{}; // instead of the system's store; only for peers on this machine
    std::string userAgent = "ballast";
    std::size_t longestMessage = 64u << 20; // bytes; a listing of all options is about 2 MiB
    std::size_t mostWaiting = 4u << 20;     // bytes that wait to be written before the link counts as stuck
    Milliseconds patience{10'000};          // for connecting, and for saying goodbye
};

// All three must be set. Called on the thread of the io_context; never after the link was closed or destroyed.
struct LinkHandlers
{
    std::function<void()> opened;
    std::function<void(std::string_view)> message;
    std::function<void(const std::string& reason)> closed; // once; nothing comes after it
};

class LinkConnection;

// One websocket connection from the first packet to the last: name, proxy, TCP, TLS, upgrade, messages. Made anew for
// each try. Belongs to the thread that runs the io_context.
class VenueLink
{
public:
    VenueLink(boost::asio::io_context& io, const LinkSettings& settings, LinkHandlers handlers);
    ~VenueLink(); // cuts the connection
    VenueLink(const VenueLink&) = delete;
    VenueLink& operator=(const VenueLink&) = delete;

    void send(std::string text, SendOrder order = SendOrder::Queued);
    // Says goodbye; what follows happens without anybody being told.
    void close();
    [[nodiscard]] bool isClosed() const; // nothing of it is left on the net

private:
    std::shared_ptr<LinkConnection> m_connection;
};

} // namespace ballast

#pragma once

#include "app/feeds/transport/endpoint.h"
#include "models/core/result.h"
#include "models/core/time.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace boost::asio {
class io_context;
}

namespace ballast {

struct HttpsRequest
{
    std::string url;                                    // https://host[:port]/path?query
    std::optional<std::string> post{};                  // JSON; nullopt: GET
    std::optional<std::filesystem::path> authorities{}; // instead of the system's; peers on this machine only
    Environment environment = processEnvironment;       // of the proxy
    std::string userAgent = "ballast/1";
    std::size_t longestAnswer = 32u << 20; // bytes of the body
    Milliseconds patience{15'000};         // from the first packet to the last
};

// "https://host[:port]/path": always encrypted, no user in it.
[[nodiscard]] Result<VenueEndpoint> parseHttpsUrl(std::string_view url);

// One question and its answer over TLS that is verified: the body of a 200, else why not. `done` is called once, on the
// thread of `io`, never before this returns. No redirection is followed. Errors name the host, never path or query:
// they may hold a key.
void fetchHttps(boost::asio::io_context& io, const HttpsRequest& request,
                std::function<void(const Result<std::string>&)> done);

} // namespace ballast

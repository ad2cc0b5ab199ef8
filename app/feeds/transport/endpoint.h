#pragma once

#include "models/core/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace ballast {

// Where a venue listens.
struct VenueEndpoint
{
    bool tls = true;
    std::string host;
    std::uint16_t port = 443;
    std::string path = "/";
    bool operator==(const VenueEndpoint&) const = default;
};

// "wss://host[:port]/path". Without TLS ("ws://") only on this machine: errors name what is wrong.
[[nodiscard]] Result<VenueEndpoint> parseEndpoint(std::string_view url);
[[nodiscard]] std::string endpointText(const VenueEndpoint& endpoint);

// "localhost", 127.0.0.0/8 and ::1.
[[nodiscard]] bool isLoopbackHost(std::string_view host);

inline constexpr std::string_view deribitUrl = "wss://www.deribit.com/ws/api/v2";
inline constexpr std::string_view deribitTestUrl = "wss://test.deribit.com/ws/api/v2";

struct HttpProxy
{
    std::string host;
    std::uint16_t port = 0;
    std::optional<std::string> credentials; // "user:password": a secret
    bool operator==(const HttpProxy&) const = default;
};

using Environment = std::function<std::optional<std::string>(const std::string&)>;
[[nodiscard]] std::optional<std::string> processEnvironment(const std::string& name);

// From https_proxy, HTTPS_PROXY, all_proxy or ALL_PROXY, unless no_proxy names the host; this machine is never reached
// by a proxy. Errors: a proxy that is none.
[[nodiscard]] Result<std::optional<HttpProxy>> proxyFor(const VenueEndpoint& endpoint, const Environment& environment);

} // namespace ballast
